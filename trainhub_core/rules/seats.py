"""What a webinar is to a learner now, and what may be done about it. Rule: Webinars, rules.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from trainhub_core.light import light
from trainhub_core.models.words import SeatState

JOIN_OPENS = timedelta(minutes=15)
WAITLIST_CLOSES = timedelta(hours=1)
OFFERS_BEGIN = timedelta(hours=24)
OFFER_HELD = timedelta(minutes=30)
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
    @property
    def offered_until(self) -> datetime | None: ...


Held = TypeVar("Held", bound=Webinar)


class WebinarState(StrEnum):
    OPEN = "open"
    REQUESTED = "seat requested"
    OFFERED = "seat offered"
    LAPSED = "offer lapsed"
    REGISTERED = "registered"
    LEAVING = "leaving"
    WAITING = "waiting"
    FULL = "full"
    CLOSED = "closed"
    LIVE = "live now"
    ENDED = "ended"
    RECORDING = "recording"
    CANCELLED = "cancelled"


@light(frozen=True)
class WebinarStatus:
    """`refusal` is the sentence that says why no seat can be asked for, None when one can."""

    state: WebinarState
    label: str
    refusal: str | None


@light(frozen=True)
class Moves:
    """What the clock and free seats do to a waitlist: whose offers have lapsed, and who gets what instead."""

    lapsed: tuple[str, ...]
    given: tuple[str, ...]
    state: SeatState
    until: datetime | None


def moves(webinar: Webinar, offers: Mapping[str, datetime], waiting: Sequence[str], now: datetime) -> Moves:
    """Free seats go to the first who wait, in order: at once until a day before the start; from then on each is offered and held
    for half an hour, then the next is asked; nobody is asked once the waitlist is closed. An offer that was made stands its time."""
    lapsed = tuple(who for who, until in offers.items() if until <= now)
    free = max(0, webinar.capacity - webinar.taken + len(lapsed))
    given = tuple(waiting[:free]) if now < webinar.starts - WAITLIST_CLOSES else ()
    if now < webinar.starts - OFFERS_BEGIN:
        return Moves(lapsed, given, SeatState.SEAT, None)
    return Moves(lapsed, given, SeatState.OFFERED, now + OFFER_HELD)


def held_state(registration: Registration | None, now: datetime) -> SeatState:
    """What is held by the clock: an offer lapses at its moment, also where the server has not said so yet."""
    if registration is None:
        return SeatState.CANCELLED
    until = registration.offered_until
    if registration.state is SeatState.OFFERED and (until is None or until <= now):
        return SeatState.LAPSED
    return registration.state


def is_offered(registration: Registration | None, now: datetime) -> bool:
    return held_state(registration, now) is SeatState.OFFERED


def lapsed_sentence(webinar: Webinar) -> str:
    return f"The seat in {webinar.title} was held for you for half an hour and has gone to the next who waits."


def ends(webinar: Webinar) -> datetime:
    return webinar.starts + timedelta(minutes=webinar.minutes)


def webinar_status(webinar: Webinar, registration: Registration | None, now: datetime) -> WebinarStatus:
    """The state to show; what the learner holds goes before what others may do."""
    held = held_state(registration, now)
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
        case SeatState.OFFERED:
            return WebinarStatus(WebinarState.OFFERED, "seat offered", None)
        case SeatState.WAITING:
            place = f" {registration.position}" if registration and registration.position else ""
            return WebinarStatus(WebinarState.WAITING, f"waiting{place}", f"You are in the waitlist of {webinar.title} already.")
        case SeatState.LEAVING:
            return WebinarStatus(WebinarState.LEAVING, "giving up seat", None)
    if webinar.taken < webinar.capacity and not webinar.waiting:
        return WebinarStatus(WebinarState.OPEN, "open", None)
    if now >= webinar.starts - WAITLIST_CLOSES:
        return WebinarStatus(WebinarState.CLOSED, "closed", f"{webinar.title} is full and its waitlist closed an hour before the start.")
    if held is SeatState.LAPSED:
        return WebinarStatus(WebinarState.LAPSED, "offer lapsed", None)
    return WebinarStatus(WebinarState.FULL, "full, waitlist open", None)


def why_not_cancel(webinar: Webinar, registration: Registration | None, now: datetime) -> str | None:
    """The sentence that says why there is nothing to cancel, None when there is."""
    if held_state(registration, now) in (SeatState.CANCELLED, SeatState.LEAVING, SeatState.LAPSED):
        return f"You have no seat in {webinar.title}."
    return f"{webinar.title} has ended." if now >= ends(webinar) else None


def overlapping(webinar: Webinar, held: Iterable[Held]) -> Held | None:
    """The first of the learner's other webinars that is on at the same time."""
    others = (other for other in held if other.id != webinar.id and not other.cancelled)
    return next((other for other in others if other.starts < ends(webinar) and webinar.starts < ends(other)), None)
