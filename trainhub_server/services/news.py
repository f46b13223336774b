"""That there are changes, for those who listen. What they are, the feed says."""

from collections.abc import Iterable
from dataclasses import dataclass

from trainhub_server.refusals import Expired
from trainhub_server.repositories import epochs, news
from trainhub_server.repositories.changes import Place
from trainhub_server.repositories.news import Heading
from trainhub_server.services import feed
from trainhub_server.unit import Unit

MOST = 100


@dataclass(frozen=True, slots=True)
class Missed:
    """Up to which place of an epoch there are changes, of which kinds: None where there are none, no kind where they are not known."""

    place: Place
    epoch: str
    kinds: frozenset[str] | None


async def head(unit: Unit) -> tuple[Place, str]:
    """The place where the feed stands, and its epoch."""
    place = await news.head(unit.connection)
    return place, await epochs.newest(unit.connection) or ""


async def since(unit: Unit, caller: str, cursor: str) -> Missed:
    """What the caller missed since the cursor. Raises Invalid."""
    try:
        place = await feed.place_of(unit, cursor, 0)
    except Expired:
        return Missed(*await head(unit), frozenset())  # the feed will say so, too
    found = await news.of(unit.connection, caller, place, MOST + 1)
    if not found:
        return Missed(place, "", None)
    epoch = await epochs.newest(unit.connection) or ""
    return Missed(found[-1].place, epoch, kinds_of(found) if len(found) <= MOST else frozenset())


async def is_of_here(unit: Unit, epoch: str, place: Place) -> bool:
    """Whether the database is still the one, and as far, as when this place was read."""
    end = await epochs.end_of(unit.connection, epoch)
    return end is not None and place.seq <= end


def kinds_of(found: Iterable[Heading]) -> frozenset[str]:
    return frozenset(it.kind for it in found)
