"""Notes: the last text counts, by the order of arrival; the others stay as revisions. Rule: Events are the truth, rules.md."""

from datetime import datetime

from trainhub_core.models.notes import Note
from trainhub_core.models.wire import Kind, Page, Receipt
from trainhub_core.rules.notes import saved
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import changes, learners
from trainhub_server.repositories import notes as repository
from trainhub_server.services.learning import EARLIEST
from trainhub_server.services.paging import page_of
from trainhub_server.unit import Unit

MOST_NOTES = 10_000


async def put(unit: Unit, caller: str, told: Note) -> Receipt:
    """Save one. What it is on need not be there any more: notes outlive it."""
    await learners.lock(unit.connection, caller)
    stored = await repository.find(unit.connection, caller, told.id)
    if stored is None and await repository.count(unit.connection, caller) >= MOST_NOTES:
        raise Refused(f"There are {MOST_NOTES} notes already, removed ones among them; there is no room for more.")
    times = {"at": _placed(told.at, unit), "made": _placed(told.made, unit)}
    return await _kept(unit, caller, saved(stored, told.model_copy(update=times)))


async def remove(unit: Unit, caller: str, note_id: str, at: datetime) -> Receipt:
    """Take one away; its texts stay. Raises NotThere."""
    await learners.lock(unit.connection, caller)
    stored = await repository.find(unit.connection, caller, note_id)
    if stored is None:
        raise NotThere("There is no such note.")
    return await _kept(unit, caller, stored.model_copy(update={"on": False, "at": _placed(at, unit)}))


async def listed(unit: Unit, caller: str, object_id: str | None, offset: int, limit: int) -> Page[Note]:
    """Those that stand, the latest first."""
    total = await repository.count_standing(unit.connection, caller, object_id)
    found = await repository.standing(unit.connection, caller, object_id, offset, limit)
    return page_of(Page[Note], found, total, offset, limit)


async def _kept(unit: Unit, caller: str, note: Note) -> Receipt:
    await repository.put(unit.connection, caller, note)
    return Receipt(changes=(await changes.put(unit.connection, caller, Kind.NOTE, note.id, note),))


def _placed(moment: datetime, unit: Unit) -> datetime:
    return min(max(moment, EARLIEST), unit.now)
