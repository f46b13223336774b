"""What a learner says of a course: stars at its end, later whether it was of use in real work (COURSE-5)."""

from enum import StrEnum

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment


class AppliedAnswer(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not-yet"


class Rating(Fact):
    """The last word counts; without stars it is withdrawn. The sentence is for the programme team, no other learner sees it."""

    course_id: Id
    stars: int | None = Field(default=None, ge=1, le=5)
    sentence: Line = ""
    at: Moment


class Applied(Fact):
    """Whether what was learned was used in real work; without an answer the learner does not want to be asked."""

    course_id: Id
    answer: AppliedAnswer | None = None
    sentence: Line = ""
    at: Moment
