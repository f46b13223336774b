"""Webinars and seats. Source: seed, section 5; rules.md, Webinars."""

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Minutes, Moment, Text
from trainhub_core.models.words import SeatState

__all__ = ["Registration", "SeatState", "Webinar"]


class Webinar(Fact):
    """A live session. `zone` is the host's IANA zone; `sequence` grows with every change of the invitation (iCalendar)."""

    id: Id
    title: Line
    summary: Text = ""
    presenter: Line
    starts: Moment
    minutes: Minutes
    zone: Line = "UTC"
    capacity: int = Field(ge=0)
    taken: int = Field(default=0, ge=0)
    """Seats that nobody else can have: those that are offered count."""
    waiting: int = Field(default=0, ge=0)
    cancelled: bool = False
    recording: Id | None = None
    sequence: int = 0


class Registration(Fact):
    """One learner's seat or place in the waitlist; `position` counts from 1 and is given while waiting.

    `offered_until`: when an offered seat goes to the next who waits; it stays with an offer that has lapsed."""

    webinar_id: Id
    state: SeatState
    position: int | None = None
    at: Moment | None = None
    offered_until: Moment | None = None
