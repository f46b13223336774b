"""Publishing courses to a hub: what a package is found to hold, and which versions there are. Source: product.md CONT-3."""

from enum import StrEnum

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment, Order, Text, Version
from trainhub_core.models.wire import Problem


class ContentFault(Fact):
    """Something wrong in a content folder, and where."""

    file: Line
    line: int = 1
    reason: Text
    mend: Text = ""
    severity: Line = "fault"


class ContentProblem(Problem):
    """Why a package is refused, fault by fault."""

    faults: tuple[ContentFault, ...] = ()


class Received(Fact):
    """What reading a package came to: its manifest as text, and the folder it was unpacked into; or its faults."""

    manifest: str = ""
    folder: str = ""
    faults: tuple[ContentFault, ...] = ()
    advice: int = 0


class PublicationState(StrEnum):
    """`draft` was uploaded and is not shown to learners; `superseded` was shown once."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How a course of a package compares with what the hub offers of it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LOW = "low"
    """It is another content, and its version is not higher than the one that stands."""


class PackagedCourse(Fact):
    """A course of a package, with the version its author wrote and the one that the hub offers."""

    course_id: Id
    title: Line
    version: int
    offered: int | None = None
    standing: Standing


class Package(Fact):
    """A package that the hub has, by its SHA-256."""

    sha256: str
    size: int
    courses: tuple[PackagedCourse, ...]
    advice: int = 0


class PublishPackage(Order):
    """Offer what a package holds."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class RollBack(Order):
    """Offer an earlier version of a course again, under a new number; without `version` the one before."""

    version: Version | None = None


class Withdraw(Order):
    """Offer a course to nobody new, or (`withdrawn` false) to everybody again."""

    withdrawn: bool = True


class Publication(Fact):
    """A version of a course on this hub, and the package that it came in; `written` is the version that its author gave."""

    course_id: Id
    title: Line = ""
    version: int
    written: int
    state: PublicationState
    at: Moment
    author: Line
    package: str
