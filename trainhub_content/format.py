"""The content format: what may stand in the files of a content folder. Fields that are not named here are refused."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from trainhub_core.models.base import Id, Line, Order, Percent, Text
from trainhub_core.models.catalogue import Chapter, Course, Lesson, LessonKind, Level, Module, Prerequisite, SkillWeight
from trainhub_core.models.library import Collection, ResourceGroup

Licence = Literal["CC-BY-4.0"]
Weight = Annotated[int, Field(ge=1, le=5)]


class ModuleSource(Order):
    """A module of course.yaml; `lessons` are the stems of its Markdown files."""

    id: Id
    title: Line
    lessons: tuple[Id, ...] = Field(min_length=1)


class CourseSource(Order):
    """course.yaml. `id` is the folder's name."""

    id: Id
    title: Line
    summary: Text
    category: Id
    topic: Line
    level: Level
    skills: dict[Id, Weight] = Field(min_length=1)
    after: tuple[Id, ...] = ()
    version: int = Field(default=1, ge=1)
    licence: Licence
    authors: tuple[Line, ...] = Field(min_length=1)
    modules: tuple[ModuleSource, ...] = Field(min_length=1)


class ChapterSource(Order):
    """A part of a video; `at` is minutes and seconds ("1:30"), with hours where it needs them."""

    at: str = Field(pattern=r"^([0-9]{1,2}:)?[0-9]{1,3}:[0-5][0-9]$")
    title: Line

    @property
    def second(self) -> int:
        hours, minutes, seconds = ("0:" + self.at if self.at.count(":") == 1 else self.at).split(":")
        return 3600 * int(hours) + 60 * int(minutes) + int(seconds)


FIELDS_OF_KIND = {
    LessonKind.QUIZ: {"pass_mark", "shuffle"},
    LessonKind.VIDEO: {"video", "captions", "chapters", "seconds"},
    LessonKind.DOWNLOAD: {"file"},
}
"""What only a lesson of this kind has."""


class LessonFront(Order):
    """Front matter of a lesson. Paths are relative to its file. Raises ValueError where a lesson has what belongs to another kind."""

    title: Line
    kind: LessonKind = LessonKind.ARTICLE
    minutes: int = Field(ge=1, le=600)
    required: bool = True
    since: int = Field(default=1, ge=1)
    pass_mark: Percent = 80
    shuffle: bool = True
    video: Line | None = None
    captions: Line | None = None
    chapters: tuple[ChapterSource, ...] = Field(default=(), max_length=200)
    seconds: int = Field(default=0, ge=0, le=100_000)
    file: Line | None = None

    @model_validator(mode="after")
    def has_what_its_kind_has(self) -> "LessonFront":
        for kind, fields in FIELDS_OF_KIND.items():
            if self.kind is not kind and (given := fields & self.model_fields_set):
                raise ValueError(f"Only a {kind} has {' and '.join(sorted(given))}")
        if self.kind is LessonKind.VIDEO and not (self.video and self.seconds):
            raise ValueError("A video lesson has a video, and its length in seconds")
        if self.kind is LessonKind.DOWNLOAD and not self.file:
            raise ValueError("A download lesson names its file")
        return self

    @model_validator(mode="after")
    def has_chapters_in_order(self) -> "LessonFront":
        seconds = [chapter.second for chapter in self.chapters]
        if seconds != sorted(set(seconds)) or any(second >= self.seconds for second in seconds):
            raise ValueError("Chapters begin one after another, and before the video ends")
        return self


class DocumentFront(Order):
    """Front matter of a document or template of the library."""

    title: Line
    subtitle: Line = ""
    summary: Text
    version: int = Field(default=1, ge=1)


class ResourceSource(Order):
    """One resource of library.yaml. `source` is the path of its Markdown under library/, without the suffix."""

    source: Id
    form: Literal["pdf", "markdown"] = Field(alias="as")
    group: Id | None = None
    collection: Id | None = None
    category: Id


class LibrarySource(Order):
    """library.yaml."""

    groups: tuple[ResourceGroup, ...]
    collections: tuple[Collection, ...]
    resources: tuple[ResourceSource, ...]


def course_of(source: CourseSource, fronts: Mapping[str, LessonFront], media: Mapping[str, str | None]) -> Course:
    """The course, with the front matter and the resource of each of its lessons by stem."""
    return Course(
        id=source.id,
        title=source.title,
        summary=source.summary,
        category=source.category,
        topic=source.topic,
        level=source.level,
        skills=tuple(SkillWeight(skill=skill, weight=weight) for skill, weight in source.skills.items()),
        after=tuple(Prerequisite(course_id=course_id) for course_id in source.after),
        version=source.version,
        modules=tuple(
            Module(
                id=module.id,
                title=module.title,
                lessons=tuple(_lesson_of(f"{source.id}/{stem}", fronts[stem], media.get(stem)) for stem in module.lessons),
            )
            for module in source.modules
        ),
    )


def _lesson_of(lesson_id: str, front: LessonFront, media: str | None) -> Lesson:
    return Lesson(
        id=lesson_id,
        title=front.title,
        kind=front.kind,
        minutes=front.minutes,
        required=front.required,
        since=front.since,
        pass_mark=front.pass_mark,
        media=media,
        media_seconds=front.seconds,
        chapters=tuple(Chapter(second=chapter.second, title=chapter.title) for chapter in front.chapters),
    )
