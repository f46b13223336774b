"""The resource library. Source: seed, section 6; product.md LIB."""

from pydantic import Field, model_validator

from trainhub_core.models.base import Address, Fact, Id, Line, Text

HLS = "HLS"
"""The format of a resource that is a folder of playlists and parts, packed as one file (`trainhub_core/packed.py`)."""


class ResourceGroup(Fact):
    """Documents & Guides, Video Resources, Tools & Templates."""

    id: Id
    title: Line
    order: int = 0


class Collection(Fact):
    """A named set of resources; `unit` is the plural its count is shown with ("templates")."""

    id: Id
    title: Line
    group: Id
    unit: Line
    order: int = 0


class Resource(Fact):
    """A file of the library or of a course. `name` is a label, never a path; the bytes are `size` long and hash to `sha256` (hex).

    One with a `url` is not stored here but streamed from there (MP4, HLS, a page of Vimeo); it has no bytes and no hash.
    Raises ValueError for one that is neither stored nor streamed."""

    id: Id
    title: Line
    summary: Text = ""
    group: Id | None = None
    collection: Id | None = None
    course: Id | None = None
    """The course that it comes with: an image of a lesson, a file of an exercise."""
    category: Id | None = None
    format: Line
    media_type: Line
    name: Line
    size: int = Field(default=0, ge=0)
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    url: Address | None = None
    version: int = 1
    captions: Id | None = None
    """The resource with a video's captions (WebVTT); it is downloaded with it."""
    downloads: int = Field(default=0, ge=0)
    order: int = 0

    @model_validator(mode="after")
    def is_somewhere(self) -> "Resource":
        if not self.sha256 and not self.url:
            raise ValueError("A resource is stored here, with its hash, or has an address.")
        return self

    @property
    def is_on_shelf(self) -> bool:
        """Whether the library shows it; what only comes with a course is shown there."""
        return self.group is not None or self.collection is not None
