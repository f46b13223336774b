"""A content folder as read: facts, texts and documents, each with the place that it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from trainhub_content.faults import Fault, Severity
from trainhub_content.files import CourseFile
from trainhub_content.format import ChallengeSource, DocumentFront, ResourceSource
from trainhub_content.pack.planned import PlannedWebinar
from trainhub_content.reading import Document, Place
from trainhub_core.catalogue import Catalogue
from trainhub_core.models.base import Fact
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario

Key = tuple[str, str]
"""Kind and id, for example ("course", "account-planning")."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where something is written: a document and the place in it."""

    document: Document
    place: Place = ()

    def fault(self, reason: str, *field: str | int) -> Fault:
        return self.document.fault(reason, *self.place, *field)


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown with the line of its file on which it begins."""

    file: str
    text: str
    first_line: int

    def fault(self, reason: str, line: int = 0) -> Fault:
        """A fault in this line of the text, from 0."""
        return Fault(self.file, self.first_line + line, reason)

    def advice(self, reason: str, line: int = 0, mend: str = "") -> Fault:
        """What would make this line better."""
        return Fault(self.file, self.first_line + line, reason, mend, Severity.ADVICE)


@dataclass(frozen=True, slots=True)
class LessonSource:
    """A lesson as written, and what a learner gets of it: a text, and below it a quiz or a scenario where it is one.

    In what the learner gets, links and pictures are already `lesson:` and `resource:` addresses."""

    prose: Prose
    text: str
    quiz: Quiz | None = None
    scenario: Scenario | None = None
    model_answer: str = ""
    media: str | None = None
    """The id of the resource that is played or handed out."""


@dataclass(frozen=True, slots=True)
class LibraryText:
    """A document or template: its entry in library.yaml, its front matter, its text."""

    id: str
    entry: ResourceSource
    front: DocumentFront
    prose: Prose


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A resource that is there already: a file of the folder, or a video at an address. `captions` is the id of its captions."""

    id: str
    entry: ResourceSource
    file: str
    path: Path | None
    captions: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a content folder holds. `catalogue` is without resources, as their files are not built yet; `lessons` go by lesson id.

    `lone` is the id of the course whose own folder this is; the hub's tables are then in `beside`, where they are known."""

    facts: tuple[Fact, ...]
    catalogue: Catalogue
    lessons: Mapping[str, LessonSource]
    webinars: tuple[PlannedWebinar, ...]
    library: tuple[LibraryText | LibraryFile, ...]
    homes: Mapping[Key, Home]
    files: tuple[CourseFile, ...] = ()
    """What lessons name in their courses' folders, each file once, and the videos that they name by address."""

    present: frozenset[str] = frozenset()
    unused: frozenset[str] = frozenset()
    """All the folder's files, and those of them that nothing names."""
    challenges: tuple[ChallengeSource, ...] = ()
    lone: str = ""
    beside: Catalogue | None = None

    @property
    def texts(self) -> tuple[LibraryText, ...]:
        """The documents that are built from their texts."""
        return tuple(it for it in self.library if isinstance(it, LibraryText))

    @property
    def tables(self) -> Catalogue | None:
        """Categories, skills and courses that may be named; None where they are not known."""
        if not self.lone:
            return self.catalogue
        return replace(self.beside, courses={**self.beside.courses, **self.catalogue.courses}) if self.beside else None

    def fault(self, kind: str, id: str, reason: str, *field: str | int, mend: str = "", severity: Severity = Severity.FAULT) -> Fault:
        return replace(self.homes[(kind, id)].fault(reason, *field), mend=mend, severity=severity)
