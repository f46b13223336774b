"""Seats in webinars and the waitlist. Rule: Webinars, rules.md; how it holds under load: reliability.md, Server."""

from collections.abc import Iterable

from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.models.wire import Change, Kind, Receipt
from trainhub_core.rules.seats import WAITLIST_CLOSES, overlapping, webinar_status, why_not_cancel
from trainhub_server.database.face import Again
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import changes, versions, webinars
from trainhub_server.repositories.changes import EVERYBODY
from trainhub_server.unit import Unit

HELD = (SeatState.SEAT, SeatState.WAITING)


async def register(unit: Unit, caller: str, webinar_id: str) -> Receipt:
    """A seat, or the last place in the waitlist. What the caller holds already stands. Raises Refused and NotThere."""
    webinar = await _webinar(unit, webinar_id)
    held = await webinars.registration(unit.connection, webinar_id, caller)
    if held and held.state in HELD and not webinar.cancelled:
        return Receipt(changes=await _standing(unit, caller, webinar_id), sentence=_sentence(webinar, held))
    if refusal := webinar_status(webinar, None, unit.now).refusal:
        raise Refused(refusal)
    counted = await webinars.take_seat(unit.connection, webinar_id)
    state = SeatState.SEAT
    if counted is None:
        state = SeatState.WAITING
        counted = await webinars.join_waitlist(unit.connection, webinar_id)
    if counted is None:
        raise Again  # a seat came free between the two statements
    if state is SeatState.WAITING and unit.now >= webinar.starts - WAITLIST_CLOSES:
        raise Refused(f"{webinar.title} is full and its waitlist closed an hour before the start.")
    position = counted.webinar.waiting if state is SeatState.WAITING else None
    registration = Registration(webinar_id=webinar_id, state=state, position=position, at=unit.now)
    if not await webinars.hold(unit.connection, caller, registration, counted.receipt, unit.now):
        raise Again  # the same learner's other request was first; run again, this one finds what it holds
    told = [await changes.put(unit.connection, caller, Kind.REGISTRATION, webinar_id, registration), await _tell(unit, counted.webinar)]
    return Receipt(changes=tuple(told), sentence=_sentence(webinar, registration) + await _overlap(unit, caller, webinar))


async def cancel(unit: Unit, caller: str, webinar_id: str) -> Receipt:
    """Give a seat or a place back. A seat goes to the first who waits, and everybody behind moves up."""
    webinar = await webinars.locked(unit.connection, webinar_id)
    if webinar is None:
        raise NotThere("There is no such webinar.")
    held = await webinars.registration(unit.connection, webinar_id, caller)
    if why := why_not_cancel(webinar, held, unit.now):
        raise Refused(why)
    left = Registration(webinar_id=webinar_id, state=SeatState.CANCELLED, at=unit.now)
    await webinars.replace(unit.connection, [(caller, left)])
    if held and held.state is SeatState.SEAT:
        after = await _free_seat(unit, webinar)
    else:
        after = webinar.model_copy(update={"waiting": webinar.waiting - 1})
        behind = await webinars.waiting_from(unit.connection, webinar_id, (held.position or 0) + 1 if held else 1)
        await _replace(unit, _moved_up(behind))
    await webinars.set_counts(unit.connection, after)
    mine = await changes.put(unit.connection, caller, Kind.REGISTRATION, webinar_id, left)
    what = "seat in" if held and held.state is SeatState.SEAT else "place in the waitlist of"
    return Receipt(changes=(mine, await _tell(unit, after)), sentence=f"You have given up your {what} {webinar.title}.")


async def _free_seat(unit: Unit, webinar: Webinar) -> Webinar:
    """The webinar after one seat was given back; the first who waits gets it until the waitlist closes."""
    freed = webinar.model_copy(update={"taken": webinar.taken - 1})
    if not webinar.waiting or unit.now >= webinar.starts - WAITLIST_CLOSES:
        return freed
    first, *behind = await webinars.waiting_from(unit.connection, webinar.id, 1)
    promoted = (first[0], first[1].model_copy(update={"state": SeatState.SEAT, "position": None}))
    await _replace(unit, [promoted, *_moved_up(behind)])
    return webinar.model_copy(update={"waiting": webinar.waiting - 1})


def _moved_up(behind: Iterable[tuple[str, Registration]]) -> list[tuple[str, Registration]]:
    return [(learner, held.model_copy(update={"position": (held.position or 1) - 1})) for learner, held in behind]


async def _replace(unit: Unit, rows: list[tuple[str, Registration]]) -> None:
    await webinars.replace(unit.connection, rows)
    await changes.put_many(unit.connection, [(learner, Kind.REGISTRATION, held.webinar_id, held) for learner, held in rows])


async def _webinar(unit: Unit, webinar_id: str) -> Webinar:
    webinar = await webinars.find(unit.connection, webinar_id)
    if webinar is None:
        raise NotThere("There is no such webinar.")
    return webinar


async def _tell(unit: Unit, webinar: Webinar) -> Change:
    """Everybody hears how many seats are left. The last thing a unit of work does: others wait for the version's row."""
    told = await changes.put(unit.connection, EVERYBODY, Kind.WEBINAR, webinar.id, webinar)
    await versions.bump(unit.connection, "live")
    return told


async def _standing(unit: Unit, caller: str, webinar_id: str) -> tuple[Change, ...]:
    mine = await changes.current(unit.connection, caller, Kind.REGISTRATION, webinar_id)
    shared = await changes.current(unit.connection, EVERYBODY, Kind.WEBINAR, webinar_id)
    return tuple(change for change in (mine, shared) if change)


async def _overlap(unit: Unit, caller: str, webinar: Webinar) -> str:
    other = overlapping(webinar, await webinars.held_by(unit.connection, caller))
    return f" It is on at the same time as {other.title}." if other else ""


def _sentence(webinar: Webinar, held: Registration) -> str:
    if held.state is SeatState.WAITING:
        return f"You are number {held.position} in the waitlist of {webinar.title}."
    return f"You have a seat in {webinar.title}."
