"""What the programme offers to learn: categories, courses, paths. Source: seed, sections 3 and 4; product.md PATH, COURSE, CAT."""

from typing import Literal

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Minutes, Moment, Percent, Text
from trainhub_core.models.words import LessonKind, Level

__all__ = ["LessonKind", "Level"]


class Category(Fact):
    """One of the course categories; `colour` names a category colour of the theme (`one` … `six`)."""

    id: Id
    title: Line
    colour: Line
    topics: tuple[Line, ...] = ()
    counts: Literal["courses", "resources"] = "courses"
    order: int = 0


class Skill(Fact):
    id: Id
    title: Line


class SkillWeight(Fact):
    """How much a course teaches of a skill, 1 to 5."""

    skill: Id
    weight: int = Field(ge=1, le=5)


class Chapter(Fact):
    """A part of a video, from this second on."""

    second: int = Field(ge=0)
    title: Line


class LessonForm(Fact):
    """What a lesson asked of learners in the course's versions from `since` up to `until`, which is not one of them."""

    since: int
    until: int
    kind: LessonKind
    minutes: Minutes
    required: bool = True
    media: Id | None = None
    media_seconds: int = 0
    pass_mark: Percent = 80


class Lesson(Fact):
    """One sitting. `id` is `course/lesson`; `since`, `until` and `changed` are the course versions it was added in,
    removed in and last rewritten in; `changed_at` is when that one was published, `earlier` what it asked before."""

    id: Id
    title: Line
    kind: LessonKind = LessonKind.ARTICLE
    minutes: Minutes
    required: bool = True
    since: int = 1
    until: int | None = None
    changed: int = 1
    changed_at: Moment | None = None
    earlier: tuple[LessonForm, ...] = Field(default=(), max_length=1_000)
    media: Id | None = None
    """The resource that a video lesson plays, `media_seconds` long, that a download lesson hands out, or an interactive one's package."""
    launch: Line = ""
    """The page of its package that an interactive lesson opens, with its query."""
    media_seconds: int = 0
    chapters: tuple[Chapter, ...] = Field(default=(), max_length=200)
    """The video's parts; where there are none, those that its file names."""
    pass_mark: Percent = 80
    """Of a quiz; of an interactive lesson 0 where its package alone says whether it is passed."""


class Module(Fact):
    """A part of a course."""

    id: Id
    title: Line
    lessons: tuple[Lesson, ...]


class Prerequisite(Fact):
    """A course to complete first, or to reach `min_score` percent in (a test-out)."""

    course_id: Id
    min_score: Percent | None = None


class Course(Fact):
    id: Id
    title: Line
    summary: Text = ""
    category: Id
    topic: Line = ""
    level: Level = Level.BEGINNER
    skills: tuple[SkillWeight, ...] = ()
    after: tuple[Prerequisite, ...] = ()
    version: int = 1
    modules: tuple[Module, ...]
    rating: int = Field(default=0, ge=0, le=50)
    """The average of what learners gave, in tenths of a star; 0 while fewer than three have."""
    ratings: int = Field(default=0, ge=0)
    """How many have rated it, from three on."""
    withdrawn: bool = False
    """Those who have a part in it keep it; nobody else is offered it."""

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons of the current version, in order."""
        return tuple([lesson for lesson in self.all_lessons if lesson.until is None])

    @property
    def all_lessons(self) -> tuple[Lesson, ...]:
        """The lessons of every version, removed ones too."""
        return tuple([lesson for module in self.modules for lesson in module.lessons])

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons if lesson.required)


class Path(Fact):
    """A learning path: courses in order (its modules). The first featured one is on Home."""

    id: Id
    title: Line
    summary: Text = ""
    level: Level = Level.BEGINNER
    courses: tuple[Id, ...]
    featured: bool = False
    order: int = 0
