"""A course on its way into our format: what importers make and `writing` writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainhub_content.importers.questions import DraftQuestion
from trainhub_content.importers.references import DraftFile
from trainhub_content.importers.report import Origin
from trainhub_core.models.scenario import Scenario

__all__ = ["DraftCourse", "DraftFile", "DraftLesson", "DraftModule", "DraftPackage", "DraftQuestion", "DraftVideo"]


@dataclass(frozen=True, slots=True)
class DraftVideo:
    """`address` is https or `file:NAME`, as `captions` is; `seconds` where the source tells the length; `chapters` are (second, title)."""

    address: str
    captions: str = ""
    seconds: int = 0
    chapters: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPackage:
    """A zip (`file:NAME`) and the page in it that a browser opens; `mark` is the share in percent that passes, where the source has one."""

    address: str
    launch: str
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class DraftLesson:
    """`key` is what the source calls the lesson and never changes; its id is made of `name`, or else of the title.

    `text` is Markdown without the title's heading, with `lesson:` and `file:` addresses. Questions make it a quiz, nodes a scenario."""

    origin: Origin
    key: str
    title: str
    text: str = ""
    name: str = ""
    questions: tuple[DraftQuestion, ...] = ()
    scenario: Scenario | None = None
    video: DraftVideo | None = None
    package: DraftPackage | None = None
    download: str = ""
    """The address of the file that the lesson hands out."""
    is_exercise: bool = False
    minutes: int = 0
    """As the source states; 0 to have them estimated."""
    required: bool = True
    pass_mark: int | None = None
    shuffle: bool | None = None


@dataclass(frozen=True, slots=True)
class DraftModule:
    key: str
    title: str
    lessons: tuple[DraftLesson, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class DraftCourse:
    """`key` is what the source calls itself, so that it is known again. `licence` is an SPDX identifier, "" where none is stated."""

    key: str
    title: str
    modules: tuple[DraftModule, ...]
    files: tuple[DraftFile, ...] = ()
    summary: str = ""
    level: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()

    @property
    def lessons(self) -> Iterator[DraftLesson]:
        return (lesson for module in self.modules for lesson in module.lessons)
