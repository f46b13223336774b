"""Learning events, and what is known of a learner from them. Source: rules.md, Events are the truth."""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from trainhub_core.models.achievements import Award
from trainhub_core.models.attempt import Attempt, Walk
from trainhub_core.models.base import DatedSpans, Fact, Id, Line, Moment, Span, Spans
from trainhub_core.models.feedback import Applied, Rating
from trainhub_core.models.notes import Note
from trainhub_core.models.organisations import Membership
from trainhub_core.models.webinars import Registration


class EventType(StrEnum):
    ENROLLED = "enrolled"
    UNENROLLED = "unenrolled"
    RESTARTED = "restarted"
    STUDIED = "studied"
    LEFT_AT = "left-at"
    REACHED_END = "reached-end"
    MARKED_DONE = "marked-done"
    WATCHED = "watched"
    SCORED = "scored"
    ASSESSED = "assessed"
    ACCEPTED = "accepted"
    MENTORED = "mentored"
    OVERRIDDEN = "overridden"


class Event(Fact):
    """An append-only learning event. `object` is a course or lesson id; `at` is device time, `zone` the device's IANA zone.

    `span` is the time studied or spent watching (epoch seconds), `media` the seconds of a video watched, `offset` and `share`
    (per mille) where a lesson was left, `score` right answers out of all. Raises ValueError for a type without what it needs."""

    id: Id
    device: Id
    sequence: int = Field(ge=0)
    type: EventType
    object: Id
    course_id: Id | None = None
    version: int = 1
    at: Moment
    zone: Line = "UTC"
    span: Span | None = None
    media: Spans = ()
    offset: int | None = Field(default=None, ge=0)
    share: int | None = Field(default=None, ge=0, le=1000)
    score: tuple[int, int] | None = None

    @model_validator(mode="after")
    def has_what_its_type_needs(self) -> "Event":
        if self.type is EventType.STUDIED and (self.span is None or self.span[0] >= self.span[1]):
            raise ValueError("A studied event needs a span whose start is before its end.")
        if self.type in (EventType.SCORED, EventType.ASSESSED) and (
            self.score is None or not 0 <= self.score[0] <= self.score[1] or self.score[1] == 0
        ):
            raise ValueError("A score is right answers out of all, at least one.")
        return self


class Place(Fact):
    """Where a lesson was left: character offset of its text (or second of a video) and share seen, per mille."""

    offset: int
    share: int
    at: Moment
    event_id: Id


class LessonRecord(Fact):
    """All that is known of one learner and one lesson; a join of two of them loses nothing."""

    lesson_id: Id
    course_id: Id
    study: Spans = ()
    watched: Spans = ()
    watched_last: DatedSpans = ()
    """The watched seconds again, each with the moment it was last watched at."""
    reached: tuple[Moment, ...] = ()
    marked: tuple[Moment, ...] = ()
    accepted: tuple[Moment, ...] = ()
    scores: tuple[tuple[Moment, int, int], ...] = ()
    seen: tuple[tuple[Moment, int], ...] = ()
    """How far it was read (per mille) and when; only rising steps are kept."""
    place: Place | None = None
    version: int | None = None
    """The oldest version of the course that any of it was told of."""


class CourseRecord(Fact):
    """Enrolment in one course: the last word by time, then event id; `opened` is the first override of its lock."""

    course_id: Id
    enrolled: bool = False
    version: int = 1
    at: Moment | None = None
    event_id: Id | None = None
    restarted: Moment | None = None
    opened: Moment | None = None


class Score(Fact):
    """One assessment, accepted project or mentoring session, by the event that told of it."""

    event_id: Id
    object: Id
    at: Moment
    right: int = 0
    out_of: int = 1


class Standing(Fact):
    """What belongs to no single lesson: days studied (local dates) and what was assessed, accepted, mentored."""

    days: tuple[date, ...] = ()
    assessed: tuple[Score, ...] = ()
    accepted: tuple[Score, ...] = ()
    mentored: tuple[Score, ...] = ()


class Record(Fact):
    """Everything that a learner's events say. Made by `rules.record.record_of`; merging is in `rules.record.merged`."""

    lessons: dict[Id, LessonRecord] = Field(default_factory=dict)
    courses: dict[Id, CourseRecord] = Field(default_factory=dict)
    standing: Standing = Field(default_factory=Standing)


class BookmarkKind(StrEnum):
    COURSE = "course"
    LESSON = "lesson"
    RESOURCE = "resource"


class Bookmark(Fact):
    """A mark on a course, a lesson or resource, `offset` characters into its text or seconds into its video.

    Its id is `kind/object/offset`."""

    kind: BookmarkKind
    object: Id
    offset: int = Field(default=0, ge=0)
    title: Line = ""
    on: bool = True
    at: Moment

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.object}/{self.offset}"


class Learner(Fact):
    id: Id
    name: Line
    zone: Line = "UTC"
    rest_days: tuple[int, ...] = (5, 6)
    """Weekdays that neither break nor need a streak; Monday is 0."""
    memberships: tuple[Membership, ...] = ()


class LearnerState(Fact):
    """All that is one learner's: what operations change and views are made of."""

    learner: Learner
    record: Record = Field(default_factory=Record)
    registrations: dict[Id, Registration] = Field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = Field(default_factory=dict)
    notes: dict[Id, Note] = Field(default_factory=dict)
    awards: tuple[Award, ...] = ()
    attempts: dict[Id, Attempt] = Field(default_factory=dict)
    walks: dict[Id, Walk] = Field(default_factory=dict)
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    applied: dict[Id, Applied] = Field(default_factory=dict)
