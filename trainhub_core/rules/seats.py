"""What a webinar is to a learner now, and what may be done about it. Rule: Webinars, rules.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from trainhub_core.models.words import SeatState

JOIN_OPENS = timedelta(minutes=15)
WAITLIST_CLOSES = timedelta(hours=1)
TAKEN = (SeatState.SEAT, SeatState.REQUESTED)


class Webinar(Protocol):
    """A webinar, from the wire or on a page."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def starts(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...
    @property
    def capacity(self) -> int: ...
    @property
    def taken(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def recording(self) -> str | None: ...


class Registration(Protocol):
    """What a learner holds, from the wire or on a page."""

    @property
    def state(self) -> SeatState: ...
    @property
    def position(self) -> int | None: ...


Held = TypeVar("Held", bound=Webinar)


class WebinarState(StrEnum):
    OPEN = "open"
    REQUESTED = "seat requested"
    REGISTERED = "registered"
    LEAVING = "leaving"
    WAITING = "waiting"
    FULL = "full"
    CLOSED = "closed"
    LIVE = "live now"
    ENDED = "ended"
    RECORDING = "recording"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WebinarStatus:
    """`refusal` is the sentence that says why no seat can be asked for, None when one can."""

    state: WebinarState
    label: str
    refusal: str | None


def ends(webinar: Webinar) -> datetime:
    return webinar.starts + timedelta(minutes=webinar.minutes)


def webinar_status(webinar: Webinar, registration: Registration | None, now: datetime) -> WebinarStatus:
    """The state to show; what the learner holds goes before what others may do."""
    held = registration.state if registration else SeatState.CANCELLED
    if webinar.cancelled:
        return WebinarStatus(WebinarState.CANCELLED, "cancelled", f"{webinar.title} was cancelled.")
    if now >= ends(webinar):
        if webinar.recording:
            return WebinarStatus(WebinarState.RECORDING, "recording", f"{webinar.title} has ended; watch the recording.")
        return WebinarStatus(WebinarState.ENDED, "ended", f"{webinar.title} has ended.")
    if now >= webinar.starts:
        return WebinarStatus(WebinarState.LIVE, "live now", f"{webinar.title} has begun; registration is closed.")
    match held:
        case SeatState.SEAT:
            return WebinarStatus(WebinarState.REGISTERED, "seat", f"You have a seat in {webinar.title} already.")
        case SeatState.REQUESTED:
            return WebinarStatus(WebinarState.REQUESTED, "seat requested", f"A seat in {webinar.title} is requested already.")
        case SeatState.WAITING:
            place = f" {registration.position}" if registration and registration.position else ""
            return WebinarStatus(WebinarState.WAITING, f"waiting{place}", f"You are in the waitlist of {webinar.title} already.")
        case SeatState.LEAVING:
            return WebinarStatus(WebinarState.LEAVING, "giving up seat", None)
    if webinar.taken < webinar.capacity and not webinar.waiting:
        return WebinarStatus(WebinarState.OPEN, "open", None)
    if now >= webinar.starts - WAITLIST_CLOSES:
        return WebinarStatus(WebinarState.CLOSED, "closed", f"{webinar.title} is full and its waitlist closed an hour before the start.")
    return WebinarStatus(WebinarState.FULL, "full, waitlist open", None)


def why_not_cancel(webinar: Webinar, registration: Registration | None, now: datetime) -> str | None:
    """The sentence that says why there is nothing to cancel, None when there is."""
    if registration is None or registration.state in (SeatState.CANCELLED, SeatState.LEAVING):
        return f"You have no seat in {webinar.title}."
    return f"{webinar.title} has ended." if now >= ends(webinar) else None


def overlapping(webinar: Webinar, held: Iterable[Held]) -> Held | None:
    """The first of the learner's other webinars that is on at the same time."""
    others = (other for other in held if other.id != webinar.id and not other.cancelled)
    return next((other for other in others if other.starts < ends(webinar) and webinar.starts < ends(other)), None)
