"""A learner's own data: all of it in one answer, and all of it gone. Seats and stars that others' rows count are given back first; what
they published stays, with nobody's name."""

from trainhub_core.models.feedback import Rating
from trainhub_core.models.organisations import DeleteMyData, OwnData
from trainhub_core.models.webinars import SeatState
from trainhub_core.models.wire import Receipt
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import learners
from trainhub_server.repositories import own_data as repository
from trainhub_server.services import feedback, seats
from trainhub_server.services.accounts import hash_of
from trainhub_server.unit import Unit

HELD = (SeatState.SEAT, SeatState.WAITING, SeatState.OFFERED)


async def export(unit: Unit, caller: str) -> OwnData:
    """Every row of theirs, and what they made: sent, published, invited to."""
    await unit.row_of(caller)
    connection = unit.connection
    found = {it.name: await repository.rows_of(connection, it, caller) for it in await repository.tables(connection)}
    async with connection.as_system():
        found |= {it.name: await repository.rows_of(connection, it, caller) for it in await repository.made_tables(connection)}
    return OwnData(learner_id=caller, at=unit.now, tables={name: rows for name, rows in found.items() if rows})


async def delete(unit: Unit, caller: str, order: DeleteMyData) -> Receipt:
    """Everything, for good. Raises Refused where another id is named."""
    if order.learner_id != caller:
        raise Refused("To delete everything about you, name your own id; nothing was deleted.")
    await learners.lock(unit.connection, caller)
    await _give_seats_back(unit, caller)
    await _withdraw_ratings(unit, caller)
    async with unit.connection.as_system():
        await repository.delete(unit.connection, caller, hash_of(caller), unit.now)
    return Receipt(sentence="Everything about you is deleted on the server. What is on your laptops goes with `trainhub logout --delete`.")


async def _give_seats_back(unit: Unit, caller: str) -> None:
    """Seats in webinars to come go to those who wait; past ones stay counted, with nobody's name."""
    _, state = await unit.catalogue_and_state(caller)
    for webinar_id, held in sorted(state.registrations.items()):
        if held.state in HELD:
            try:
                await seats.cancel(unit, caller, webinar_id)
            except (Refused, NotThere):
                continue  # it has begun


async def _withdraw_ratings(unit: Unit, caller: str) -> None:
    for course_id in await learners.rated(unit.connection, caller):
        try:
            await feedback.rate(unit, caller, Rating(course_id=course_id, stars=None, at=unit.now))
        except NotThere:
            continue  # the course is gone
