"""Certifications and badges: criteria as data. Source: rules.md, Certification; product.md ACH."""

from enum import StrEnum

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment, Text


class CertificationKind(StrEnum):
    LEVEL = "level"
    TRACK = "track"


class Certification(Fact):
    """A level (Bronze to Platinum) or a skill track. `among` limits which courses count (none: all of them); `after` is the level below."""

    id: Id
    title: Line
    summary: Text = ""
    kind: CertificationKind
    order: int = 0
    version: int = 1
    after: Id | None = None
    courses: int = Field(ge=0)
    among: tuple[Id, ...] = ()
    assessments: int = 0
    assessment_mark: int = 80
    projects: int = 0
    mentoring_sessions: int = 0
    skills: tuple[Id, ...] = ()


class BadgeKind(StrEnum):
    """What is counted towards a badge."""

    COURSES = "courses"
    CATEGORY = "category"
    PATH = "path"
    STREAK = "streak"
    HOURS = "hours"
    LESSONS = "lessons"


class Badge(Fact):
    """`count` of what `kind` names; `of` is the category or path where it needs one."""

    id: Id
    title: Line
    summary: Text = ""
    kind: BadgeKind
    count: int = Field(default=1, ge=1)
    of: Id | None = None
    order: int = 0


class Award(Fact):
    """A certification or badge that the server has given. `of` is `certification/ID` or `badge/ID`."""

    of: Id
    version: int = 1
    at: Moment
