"""The content format: what may stand in the files of a content folder. Fields that are not named here are refused."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from trainhub_core.models.base import Id, Line, Order, Percent, Text
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Level, Module, Prerequisite, SkillWeight
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


class LessonFront(Order):
    """Front matter of a lesson. Raises ValueError where a lesson that is no quiz has what belongs to one."""

    title: Line
    kind: LessonKind = LessonKind.ARTICLE
    minutes: int = Field(ge=1, le=600)
    required: bool = True
    since: int = Field(default=1, ge=1)
    changed: int = Field(default=1, ge=1)
    pass_mark: Percent = 80
    shuffle: bool = True

    @model_validator(mode="after")
    def has_what_its_kind_has(self) -> "LessonFront":
        if self.kind is not LessonKind.QUIZ and (given := {"pass_mark", "shuffle"} & self.model_fields_set):
            raise ValueError(f"Only a quiz has {' and '.join(sorted(given))}")
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


def course_of(source: CourseSource, fronts: dict[str, LessonFront]) -> Course:
    """The course, with the front matter of each of its lessons by stem."""
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
                lessons=tuple(Lesson(id=f"{source.id}/{stem}", **fronts[stem].model_dump(exclude={"shuffle"})) for stem in module.lessons),
            )
            for module in source.modules
        ),
    )
