"""Files that an author sends in parts, and what becomes of them. Source: product.md LIB-4, CONT-4."""

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment, Order, Text

SHA256 = r"^[0-9a-f]{64}$"


class StartUpload(Order):
    """Announce a file: its hash, its size and its name, which says what it is meant to be."""

    sha256: str = Field(pattern=SHA256)
    size: int = Field(ge=1)
    name: Line = Field(min_length=1, max_length=200)


class Upload(Fact):
    """A file on its way: parts of `part_bytes` each but the last, numbered from 1; `have` are those that arrived.

    `is_kept`: the hub has this file already, and nothing is to be sent."""

    upload_id: str
    sha256: str
    size: int
    part_bytes: int
    parts: int
    have: tuple[int, ...] = ()
    is_kept: bool = False
    expires: Moment


class UploadedFile(Fact):
    """A file that arrived whole, and what its content shows it to be."""

    sha256: str
    size: int
    format: Line
    media_type: Line


class PublishResource(Order):
    """Offer an uploaded file in the library: as a new resource, or as the next version of one. What is left out stays as it is."""

    resource_id: Id
    sha256: str = Field(pattern=SHA256)
    name: Line = Field(min_length=1, max_length=200)
    title: Line | None = Field(default=None, min_length=1)
    summary: Text | None = None
    group: Id | None = None
    collection: Id | None = None
    category: Id | None = None
    captions: Id | None = None
