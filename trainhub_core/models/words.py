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
    """`requested` and `leaving` stand only on the learner's device, until the server has answered."""

    REQUESTED = "requested"
    SEAT = "seat"
    WAITING = "waiting"
    LEAVING = "leaving"
    CANCELLED = "cancelled"
