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
