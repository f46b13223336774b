"""Fixed words that models and pages share. Apart, because Home is painted before the models are loaded (start-up)."""

from enum import StrEnum


class Level(StrEnum):
    """Difficulty, in order."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class LessonKind(StrEnum):
    ARTICLE = "article"
    VIDEO = "video"
    QUIZ = "quiz"
    PROJECT = "project"
    SCENARIO = "scenario"
    DOWNLOAD = "download"
    INTERACTIVE = "interactive"


class SeatState(StrEnum):
    """`requested` and `leaving` stand only on the learner's device, until the server has answered.

    `offered`: a seat is held for somebody who waited; `lapsed`: it was, and went to the next."""

    REQUESTED = "requested"
    SEAT = "seat"
    OFFERED = "offered"
    WAITING = "waiting"
    LAPSED = "lapsed"
    LEAVING = "leaving"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """Kinds of objects in the change feed; the first ten are everybody's, the rest one learner's."""

    CATEGORY = "category"
    SKILL = "skill"
    COURSE = "course"
    PATH = "path"
    WEBINAR = "webinar"
    GROUP = "group"
    COLLECTION = "collection"
    RESOURCE = "resource"
    CERTIFICATION = "certification"
    BADGE = "badge"
    LEARNER = "learner"
    LESSON_RECORD = "lesson-record"
    COURSE_RECORD = "course-record"
    STANDING = "standing"
    REGISTRATION = "registration"
    BOOKMARK = "bookmark"
    NOTE = "note"
    AWARD = "award"
    ATTEMPT = "attempt"
    WALK = "walk"
    RATING = "rating"
    APPLIED = "applied"
