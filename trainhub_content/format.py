"""The content format: what may stand in the files of a content folder. Fields that are not named here are refused."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from trainhub_core.models.base import Address, Id, Line, Order, Percent, Text, Version
from trainhub_core.models.catalogue import Chapter, Course, Lesson, LessonKind, Level, Module, Prerequisite, SkillWeight
from trainhub_core.models.library import Collection, ResourceGroup

LICENCES = (
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0"),
    *("CC-BY-3.0", "CC-BY-SA-3.0", "CC-BY-NC-3.0", "CC-BY-NC-SA-3.0", "CC-PDDC", "GFDL-1.3-or-later", "LAL-1.3", "OGL-UK-3.0"),
    *("MIT", "MIT-0", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "Unlicense"),
    *("GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"),
)
"""SPDX names of the licences that courses are published under."""


def known_licence(name: str) -> str:
    """The name, if SPDX or its author defines it. Raises ValueError."""
    if name not in LICENCES and not _OWN_LICENCE.fullmatch(name):
        raise ValueError(f"{name} is not an SPDX licence; one of your own is called LicenseRef-…, such as LicenseRef-Proprietary")
    return name


_OWN_LICENCE = re.compile(r"LicenseRef-[A-Za-z0-9.-]{1,80}")
Licence = Annotated[Line, AfterValidator(known_licence)]
SLUG = r"^[A-Za-z0-9][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*$"
MOST_SLUG = 100
Slug = Annotated[str, Field(max_length=MOST_SLUG, pattern=SLUG)]
"""An id that is a file's or a folder's name too, on every system."""
Slugs = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$")]
"""A path of such names."""
Weight = Annotated[int, Field(ge=1, le=5)]


def worded(text: str) -> str:
    """The text, if there is something to read in it. Raises ValueError."""
    if not text.strip():
        raise ValueError("There are no words in it")
    return text


Title = Annotated[Line, AfterValidator(worded)]
Summary = Annotated[Text, AfterValidator(worded)]


class ModuleSource(Order):
    """A module of course.yaml; `lessons` are the stems of its Markdown files."""

    id: Slug
    title: Title
    lessons: tuple[Slug, ...] = Field(min_length=1)


class NeedSource(Order):
    """A course to complete first; with `min_score`, one in whose assessment to reach so many percent. A plain id is enough without."""

    course: Id
    min_score: Percent | None = None

    @model_validator(mode="before")
    @classmethod
    def is_an_id_at_least(cls, given: object) -> object:
        return {"course": given} if isinstance(given, str) else given


Need = Annotated[
    NeedSource,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"course": {"type": "string"}, "min_score": {"type": "integer", "minimum": 0, "maximum": 100}},
                    "required": ["course"],
                },
            ]
        }
    ),
]


class CourseSource(Order):
    """course.yaml. `id` is the folder's name."""

    id: Slug
    title: Title
    summary: Summary
    category: Id
    topic: Line
    level: Level
    skills: dict[Id, Weight] = Field(min_length=1)
    after: tuple[Need, ...] = ()
    version: Version = 1
    licence: Licence
    authors: tuple[Title, ...] = Field(min_length=1)
    modules: tuple[ModuleSource, ...] = Field(min_length=1)


class ChapterSource(Order):
    """A part of a video; `at` is minutes and seconds ("1:30"), with hours where it needs them."""

    at: str = Field(pattern=r"^([0-9]{1,2}:)?[0-9]{1,3}:[0-5][0-9]$")
    title: Title

    @property
    def second(self) -> int:
        hours, minutes, seconds = ("0:" + self.at if self.at.count(":") == 1 else self.at).split(":")
        return 3600 * int(hours) + 60 * int(minutes) + int(seconds)


FIELDS_OF_KIND = {
    LessonKind.QUIZ: {"pass_mark", "shuffle"},
    LessonKind.VIDEO: {"video", "captions", "chapters", "seconds"},
    LessonKind.DOWNLOAD: {"file"},
    LessonKind.INTERACTIVE: {"package", "launch", "pass_mark"},
}
"""What only a lesson of this kind has."""


class LessonFront(Order):
    """Front matter of a lesson. Paths are relative to its file. Raises ValueError where a lesson has what belongs to another kind."""

    title: Title
    kind: LessonKind = LessonKind.ARTICLE
    minutes: int = Field(ge=1, le=600)
    required: bool = True
    since: Version = 1
    was: Slug | None = None
    changed: Version = 1
    pass_mark: Percent = 80
    shuffle: bool = True
    video: Line | None = None
    captions: Line | None = None
    chapters: tuple[ChapterSource, ...] = Field(default=(), max_length=200)
    seconds: int = Field(default=0, ge=0, le=100_000)
    file: Line | None = None
    package: Line | None = None
    launch: Line = ""

    @model_validator(mode="after")
    def has_what_its_kind_has(self) -> "LessonFront":
        for kind, fields in FIELDS_OF_KIND.items():
            given = (fields - FIELDS_OF_KIND.get(self.kind, set())) & self.model_fields_set
            if self.kind is not kind and given:
                raise ValueError(f"Only a {kind} has {' and '.join(sorted(given))}")
        if self.kind is LessonKind.VIDEO and not (self.video and self.seconds):
            raise ValueError("A video lesson has a video, and its length in seconds")
        if self.kind is LessonKind.DOWNLOAD and not self.file:
            raise ValueError("A download lesson names its file")
        if self.kind is LessonKind.INTERACTIVE and not (self.package and self.launch):
            raise ValueError("An interactive lesson has a package, and the page of it to launch")
        return self

    @model_validator(mode="after")
    def has_chapters_in_order(self) -> "LessonFront":
        seconds = [chapter.second for chapter in self.chapters]
        if seconds != sorted(set(seconds)) or any(second >= self.seconds for second in seconds):
            raise ValueError("Chapters begin one after another, and before the video ends")
        return self


class DocumentFront(Order):
    """Front matter of a document or template of the library."""

    title: Title
    subtitle: Line = ""
    summary: Summary
    version: Version = 1


class ResourceSource(Order):
    """One resource of library.yaml. It is built from `source`, the path of its Markdown under library/ without the suffix,

    or is there already: `file` is its path under library/, `url` the address of a video. Such a one says here what it is called.
    Raises ValueError where that is missing, or told twice."""

    source: Slugs | None = None
    form: Literal["pdf", "markdown"] | None = Field(default=None, alias="as")
    file: Line | None = None
    url: Address | None = None
    id: Id | None = None
    title: Title | None = None
    summary: Text = ""
    version: Version = 1
    captions: Line | None = None
    group: Id | None = None
    collection: Id | None = None
    category: Id

    @model_validator(mode="after")
    def is_one_thing(self) -> "ResourceSource":
        if [self.source, self.file, self.url].count(None) != 2:
            raise ValueError("A resource has a source, a file or a url")
        if self.source and (self.form is None or {"title", "summary", "version", "captions", "id"} & self.model_fields_set):
            raise ValueError("A resource with a source says what it is built as; its title, summary and version stand in its source")
        if not self.source and (self.form or not self.title):
            raise ValueError("A resource with a file or a url has a title, and is not built")
        if self.url and not self.id:
            raise ValueError("A resource with a url has an id")
        return self


class LibrarySource(Order):
    """library.yaml."""

    groups: tuple[ResourceGroup, ...] = ()
    collections: tuple[Collection, ...] = ()
    resources: tuple[ResourceSource, ...] = ()


class ChallengeSource(Order):
    """One challenge of challenges.yaml: who counts up what, how far, in how many days, and the badge for it."""

    id: Id
    title: Title
    summary: Text = ""
    for_: Literal["one", "team"] = Field(default="one", alias="for")
    counts: Literal["courses", "lessons", "hours", "quizzes"]
    goal: int = Field(ge=1, le=100_000)
    days: int = Field(ge=1, le=366)
    badge: Id | None = None


def course_of(source: CourseSource, fronts: Mapping[str, LessonFront], ids: Mapping[str, str], media: Mapping[str, str | None]) -> Course:
    """The course, with the front matter, the id and the resource of each of its lessons by stem."""
    return Course(
        id=source.id,
        title=source.title,
        summary=source.summary,
        category=source.category,
        topic=source.topic,
        level=source.level,
        skills=tuple(SkillWeight(skill=skill, weight=weight) for skill, weight in source.skills.items()),
        after=tuple(Prerequisite(course_id=need.course, min_score=need.min_score) for need in source.after),
        version=source.version,
        modules=tuple(
            Module(
                id=module.id,
                title=module.title,
                lessons=tuple(_lesson_of(ids[stem], fronts[stem], media.get(stem)) for stem in module.lessons),
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
        changed=front.changed,
        pass_mark=0 if front.kind is LessonKind.INTERACTIVE and "pass_mark" not in front.model_fields_set else front.pass_mark,
        media=media,
        media_seconds=front.seconds,
        launch=front.launch,
        chapters=tuple(Chapter(second=chapter.second, title=chapter.title) for chapter in front.chapters),
    )
