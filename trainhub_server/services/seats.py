"""Seats in webinars, offers and the waitlist. Rule: Webinars, rules.md; how it holds under load: reliability.md, Server."""

from collections.abc import Sequence

from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.models.wire import Change, Kind, Receipt
from trainhub_core.operations import RegisterWebinar
from trainhub_core.rules.seats import (
    OFFERS_BEGIN,
    WAITLIST_CLOSES,
    is_offered,
    lapsed_sentence,
    moves,
    overlapping,
    webinar_status,
    why_not_cancel,
)
from trainhub_server.database.face import Again
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import changes, jobs, versions, webinars
from trainhub_server.repositories.changes import EVERYBODY, NewState
from trainhub_server.repositories.webinars import Counted
from trainhub_server.services import notices
from trainhub_server.unit import Unit

HELD = (SeatState.SEAT, SeatState.WAITING)
JOB = "seats"
"""The kind of job that gives lapsed offers of a webinar to the next; its key is the webinar's id and the moment."""
COUNTED = (SeatState.SEAT, SeatState.OFFERED)
Row = tuple[str, Registration]


async def register(unit: Unit, caller: str, order: RegisterWebinar) -> Receipt:
    """A seat, the one that is offered, or the last place in the waitlist. What the caller holds already stands.

    Raises Refused and NotThere."""
    if order.offered_until is None:
        ahead = await webinars.take_seat_ahead(unit.connection, order.webinar_id, caller, unit.now + OFFERS_BEGIN)
        if ahead:
            return await _held(unit, caller, ahead[0], SeatState.SEAT, ahead[1])
    webinar = await _webinar(unit, order.webinar_id)
    if unit.now >= webinar.starts - OFFERS_BEGIN:
        webinar = await settle(unit, webinar.id) or webinar
    held = await webinars.registration(unit.connection, webinar.id, caller)
    if held and held.state in HELD and not webinar.cancelled:
        return Receipt(changes=await _standing(unit, caller, webinar.id), sentence=_sentence(webinar, held))
    offer = held if is_offered(held, unit.now) else None
    if refusal := webinar_status(webinar, offer, unit.now).refusal:
        raise Refused(refusal)
    if offer:
        return await _accepted(unit, caller, webinar.id)
    if order.offered_until:
        raise Refused(f"{lapsed_sentence(webinar)} Register again for a place in the waitlist.")
    return await _joined(unit, caller, webinar)


async def cancel(unit: Unit, caller: str, webinar_id: str) -> Receipt:
    """Give a seat or a place back, or decline an offer. A seat goes to the first who waits, and everybody behind moves up."""
    webinar = await _locked(unit, webinar_id)
    held = await webinars.registration(unit.connection, webinar_id, caller)
    if why := why_not_cancel(webinar, held, unit.now):
        raise Refused(why)
    was = held.state if held else SeatState.CANCELLED
    left = Registration(webinar_id=webinar_id, state=SeatState.CANCELLED, at=unit.now)
    await webinars.replace(unit.connection, [(caller, left)])
    counted = ("taken", webinar.taken) if was in COUNTED else ("waiting", webinar.waiting)
    after = await _moved_on(unit, webinar.model_copy(update={counted[0]: counted[1] - 1}))
    told = await _tell(unit, after, (caller, Kind.REGISTRATION, webinar_id, left))
    return Receipt(changes=told, sentence=_left_sentence(webinar, was))


async def settle(unit: Unit, webinar_id: str) -> Webinar | None:
    """Give what lapsed offers held to the next who wait; None where none has lapsed. However many ask for it, it is done once."""
    async with unit.connection.as_system():
        if webinar_id not in await webinars.with_lapsed_offers(unit.connection, unit.now):
            return None
    after = await _moved_on(unit, await _locked(unit, webinar_id))
    await _tell(unit, after)
    return after


async def _accepted(unit: Unit, caller: str, webinar_id: str) -> Receipt:
    """The offered seat becomes the caller's own."""
    webinar = await _locked(unit, webinar_id)
    held = await webinars.registration(unit.connection, webinar_id, caller)
    if held is None or not is_offered(held, unit.now):
        raise Again  # it lapsed meanwhile, or another device was first
    seat = held.model_copy(update={"state": SeatState.SEAT, "offered_until": None})
    await webinars.replace(unit.connection, [(caller, seat)])
    others = await webinars.held_by(unit.connection, caller)
    mine = await changes.put(unit.connection, caller, Kind.REGISTRATION, webinar_id, seat)
    return Receipt(changes=(mine,), sentence=_sentence(webinar, seat) + _overlap(webinar, others))


async def _joined(unit: Unit, caller: str, webinar: Webinar) -> Receipt:
    """A free seat, or the last place in the waitlist."""
    counted = await webinars.take_seat(unit.connection, webinar.id)
    state = SeatState.SEAT
    if counted is None:
        state = SeatState.WAITING
        counted = await webinars.join_waitlist(unit.connection, webinar.id)
    if counted is None:
        raise Again  # a seat came free between the two statements
    if state is SeatState.WAITING and unit.now >= webinar.starts - WAITLIST_CLOSES:
        raise Refused(f"{webinar.title} is full and its waitlist closed an hour before the start.")
    return await _held(unit, caller, counted, state, await webinars.held_by(unit.connection, caller))


async def _held(unit: Unit, caller: str, counted: Counted, state: SeatState, others: Sequence[Webinar]) -> Receipt:
    """The seat or place that was counted is the caller's, who has these others."""
    webinar = counted.webinar
    position = webinar.waiting if state is SeatState.WAITING else None
    registration = Registration(webinar_id=webinar.id, state=state, position=position, at=unit.now)
    if not await webinars.hold(unit.connection, caller, registration, counted.receipt, unit.now):
        raise Again  # the same learner's other request was first; run again, this one finds what it holds
    told = await _tell(unit, webinar, (caller, Kind.REGISTRATION, webinar.id, registration))
    return Receipt(changes=told, sentence=_sentence(webinar, registration) + _overlap(webinar, others))


async def _moved_on(unit: Unit, webinar: Webinar) -> Webinar:
    """The webinar, which this unit of work holds, after free seats and lapsed offers went to those who wait."""
    async with unit.connection.as_system():
        return await _given_on(unit, webinar)


async def _given_on(unit: Unit, webinar: Webinar) -> Webinar:
    offers = dict(await webinars.offered(unit.connection, webinar.id))
    line = dict(await webinars.waiting(unit.connection, webinar.id)) if webinar.waiting else {}
    untils = {who: held.offered_until for who, held in offers.items() if held.offered_until}
    moved = moves(webinar, untils, tuple(line), unit.now)
    gone = {who: offers[who].model_copy(update={"state": SeatState.LAPSED}) for who in moved.lapsed}
    given = {
        who: line[who].model_copy(update={"state": moved.state, "position": None, "offered_until": moved.until}) for who in moved.given
    }
    left = [(who, held) for who, held in line.items() if who not in given]
    placed = {who: held.model_copy(update={"position": place}) for place, (who, held) in enumerate(left, 1) if held.position != place}
    await _replace(unit, [*gone.items(), *given.items(), *placed.items()])
    if moved.until and given:
        key = f"{webinar.id}/{moved.until.isoformat()}"
        await jobs.add(unit.connection, JOB, key, "{}", moved.until, unit.now)
    for who, held in given.items():
        await notices.seat_moved(unit, who, held)
    taken = webinar.taken - len(gone) + len(given)
    after = webinar.model_copy(update={"taken": taken, "waiting": len(left)})
    await webinars.set_counts(unit.connection, after)
    return after


async def _locked(unit: Unit, webinar_id: str) -> Webinar:
    webinar = await webinars.locked(unit.connection, webinar_id)
    if webinar is None:
        raise NotThere("There is no such webinar.")
    return webinar


async def _replace(unit: Unit, rows: list[Row]) -> None:
    await webinars.replace(unit.connection, rows)
    await changes.put_many(unit.connection, [(learner, Kind.REGISTRATION, held.webinar_id, held) for learner, held in rows])


async def _webinar(unit: Unit, webinar_id: str) -> Webinar:
    webinar = await webinars.find(unit.connection, webinar_id)
    if webinar is None:
        raise NotThere("There is no such webinar.")
    return webinar


async def _tell(unit: Unit, webinar: Webinar, *own: NewState) -> tuple[Change, ...]:
    """Everybody hears how many seats are left, and learners what is theirs."""
    told = await changes.put_all(unit.connection, *own, (EVERYBODY, Kind.WEBINAR, webinar.id, webinar))
    await versions.bump(unit.connection, "live")
    return tuple(told)


async def _standing(unit: Unit, caller: str, webinar_id: str) -> tuple[Change, ...]:
    mine = await changes.current(unit.connection, caller, Kind.REGISTRATION, webinar_id)
    shared = await changes.current(unit.connection, EVERYBODY, Kind.WEBINAR, webinar_id)
    return tuple(change for change in (mine, shared) if change)


def _overlap(webinar: Webinar, others: Sequence[Webinar]) -> str:
    other = overlapping(webinar, others)
    return f" It is on at the same time as {other.title}." if other else ""


def _sentence(webinar: Webinar, held: Registration) -> str:
    if held.state is SeatState.WAITING:
        return f"You are number {held.position} in the waitlist of {webinar.title}."
    return f"You have a seat in {webinar.title}."


def _left_sentence(webinar: Webinar, state: SeatState) -> str:
    if state is SeatState.OFFERED:
        return f"You have declined the seat in {webinar.title}; it goes to the next who waits."
    what = "seat in" if state is SeatState.SEAT else "place in the waitlist of"
    return f"You have given up your {what} {webinar.title}."
