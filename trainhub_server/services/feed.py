"""The change feed, in pages. The cursor is opaque to clients: which feed it is of, and a place in its order."""

from trainhub_core.models.wire import Changes
from trainhub_server.refusals import Invalid
from trainhub_server.repositories import changes
from trainhub_server.repositories.changes import Place
from trainhub_server.unit import Unit


async def since(unit: Unit, caller: str, feed: str, cursor: str, limit: int) -> Changes:
    """What changed for the caller after the cursor. A cursor of another feed (a new or restored database) starts over."""
    place = _place(feed, cursor)
    found = await changes.after(unit.connection, caller, place, limit + 1)
    last = found[:limit][-1][0] if found else place
    return Changes(changes=tuple(change for _, change in found[:limit]), cursor=f"{feed}.{last.txid}.{last.seq}", more=len(found) > limit)


def _place(feed: str, cursor: str) -> Place:
    if not cursor:
        return Place()
    name, _, rest = cursor.partition(".")
    numbers = rest.split(".")
    if len(numbers) != 2 or not all(number.lstrip("-").isdecimal() and len(number) < 19 for number in numbers):
        raise Invalid("This cursor is not one of ours; ask again without it.")
    return Place(int(numbers[0]), int(numbers[1])) if name == feed else Place()
