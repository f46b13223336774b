"""The change feed, in pages. The cursor is opaque to clients: in which epoch it was given, and a place in the feed's order."""

import re

from trainhub_core.models.wire import Changes
from trainhub_server.refusals import Expired, Invalid
from trainhub_server.repositories import changes, epochs
from trainhub_server.repositories.changes import Place
from trainhub_server.unit import Unit

CURSOR = re.compile(r"([A-Za-z0-9-]{0,60})\.(-?[0-9]{1,17})\.(-?[0-9]{1,17})")
A_CURSOR = f"^({CURSOR.pattern})?$"


async def since(unit: Unit, caller: str, cursor: str, known: int, limit: int) -> Changes:
    """What changed for the caller after the cursor; `known` is the highest number the client has heard.

    Raises Invalid, and Expired where either is of another database than this one is now (a new one, a restored one)."""
    place = await place_of(unit, cursor, known)
    found = await changes.after(unit.connection, caller, place, limit + 1)
    last = found[:limit][-1][0] if found else place
    epoch = await epochs.newest(unit.connection)  # after the changes: were one begun meanwhile, these came before it
    told = tuple(change for _, change in found[:limit])
    return Changes(changes=told, cursor=cursor_at(epoch or "", last), more=len(found) > limit)


def cursor_at(epoch: str, place: Place) -> str:
    return f"{epoch}.{place.txid}.{place.seq}"


async def place_of(unit: Unit, cursor: str, known: int) -> Place:
    """The place that a cursor names. Raises as `since`."""
    if not cursor:
        return Place()
    told = CURSOR.fullmatch(cursor)
    if told is None:
        raise Invalid("This cursor is not one of ours; ask again without it.")
    place = Place(int(told[2]), int(told[3]))
    end = await epochs.end_of(unit.connection, told[1])
    if end is None or max(place.seq, known) > end:
        raise Expired("The server's data is not what it was when this cursor was given: it was replaced or restored. Ask again without it.")
    return place
