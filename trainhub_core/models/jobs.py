"""Work that a server does later, as admins of the programme see it: nothing of what it is about."""

from enum import StrEnum

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment, Order


class JobState(StrEnum):
    """Where a job stands, while there is something to see of it."""

    WAITING = "waiting"
    LEASED = "leased"
    FAILED = "failed"


class StandingJob(Fact):
    """A job that is not done. `due` is when it is tried next, or its lease ends; `fault` what went wrong the last time."""

    id: Id
    kind: Line
    state: Line
    due: Moment
    tries: int = Field(ge=0)
    fault: Line = ""


class RetryJob(Order):
    """Try a job again that was given up."""

    job_id: Id
