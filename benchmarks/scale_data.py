"""Fill an empty Postgres database with a programme of any size, the same for the same seed and moment.

Some learners live through their events at the server's own services; what the rules made of those is then copied for the others, under
their own names and event ids. `python -m benchmarks.scale_data postgresql://… --learners 100000` says what it took."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import asyncpg  # type: ignore[import-untyped]

from benchmarks import scale_filling
from benchmarks.scale_history import history
from benchmarks.scale_offer import Offered, offer
from benchmarks.scale_people import SEATS_EACH, learner_id, stem, zone_of
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.webinars import Webinar
from trainhub_server.database.face import Database
from trainhub_server.database.migrate import migrate_at
from trainhub_server.database.opening import open_database
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.offer import Offer
from trainhub_server.services import bookmarks, learning
from trainhub_server.unit import Unit

ARCHETYPES = 100
"""Learners who live through their own events; every other one takes after one of them."""
BOOKMARKS = 3
SHORTEST, LONGEST = 0.2, 1.8
"""How many events an archetype has, as shares of the average."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything. Without a `secret` nobody has an access token."""

    learners: int = 100_000
    events: int = 5_000_000
    courses: int = 500
    webinars: int = 200
    seed: int = 1
    secret: str = ""

    @property
    def archetypes(self) -> int:
        return min(ARCHETYPES, self.learners)


@dataclass(frozen=True, slots=True)
class Filled:
    """Rows by table, bytes by table with their indexes, seconds by step; some steps go on at the same time."""

    rows: dict[str, int]
    bytes: dict[str, int]
    seconds: dict[str, float]
    in_all: float


async def fill(address: str, size: Size, now: datetime) -> Filled:
    """Migrate, and put everything in. Raises RuntimeError for a database that has learners, or whose user the wall stops."""
    await migrate_at(address)
    database, door = await open_database(address), await asyncpg.connect(address)
    seconds: dict[str, float] = {}
    begun = time.perf_counter()
    try:
        await scale_filling.check(door)
        started = time.perf_counter()
        webinars = await _offered(database, size, now)
        await scale_filling.people(door, size.learners, size.archetypes, size.secret, now)
        seconds["people and what is on offer"] = time.perf_counter() - started
        started = time.perf_counter()
        await _lived(database, size, now)
        seconds[f"{size.archetypes} learners lived through by the rules"] = time.perf_counter() - started
        seconds |= await scale_filling.copies(address, size.learners, size.archetypes)
        started = time.perf_counter()
        await scale_filling.seats_of(door, webinars, size.learners, Random(f"{size.seed} seats"), now)
        seconds["seats and places"] = time.perf_counter() - started
        started = time.perf_counter()
        await door.execute("VACUUM ANALYZE", timeout=3600)
        seconds["vacuum"] = time.perf_counter() - started
        rows, sizes = await scale_filling.measured(door)
        return Filled(rows, sizes, seconds, time.perf_counter() - begun)
    finally:
        await door.close()
        await database.close()


async def _offered(database: Database, size: Size, now: datetime) -> tuple[Webinar, ...]:
    each = SEATS_EACH * size.learners // max(1, size.webinars)
    async with database.writing() as connection:
        secret = Random(f"{size.seed} {size.secret}").randbytes(32).hex()
        return await offer(Unit(connection, Offer(), now), Offered(size.courses, size.webinars, each), secret)


async def _lived(database: Database, size: Size, now: datetime) -> None:
    """The archetypes, through the door that every history comes in by."""
    known = Offer()
    for number, count in enumerate(_lengths(size)):
        caller, chance = learner_id(number), Random(f"{size.seed} {number}")
        async with database.writing(Who(DatabaseRole.APP, caller)) as connection:
            unit = Unit(connection, known, now)
            catalogue, _ = await unit.catalogue_and_state(caller)
            events = history(catalogue, stem(number), count, now, zone_of(number), chance)
            await learning.record(unit, caller, events, staff=True)
            for course in chance.sample(sorted(catalogue.courses), BOOKMARKS):
                await bookmarks.put(unit, caller, Bookmark(kind=BookmarkKind.COURSE, object=course, at=now))


def _lengths(size: Size) -> list[int]:
    """How many events each archetype has; together as many as it takes."""
    mean, chance = size.events / size.learners, Random(f"{size.seed} lengths")
    found = [max(1, round(mean * chance.uniform(SHORTEST, LONGEST))) for _ in range(size.archetypes)]
    missing = round(mean * size.archetypes) - sum(found)
    step = 1 if missing > 0 else -1
    for at in range(abs(missing)):
        found[at % len(found)] = max(1, found[at % len(found)] + step)
    return found


def told(filled: Filled) -> Sequence[str]:
    """What there is now, and what it took."""
    tables = sorted(filled.bytes, key=lambda table: -filled.bytes[table])
    steps = [f"{seconds:8.1f} s  {step}" for step, seconds in filled.seconds.items()]
    total = f"{filled.in_all:8.1f} s  in all, {sum(filled.bytes.values()) / 1e9:.2f} GB"
    return [*(f"{filled.rows[it]:12,} rows {filled.bytes[it] / 1e6:10,.1f} MB  {it}" for it in tables), *steps, total]


def main() -> int:
    """Prints rows, sizes and seconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_data", description=__doc__)
    parser.add_argument("database", help="postgresql://…: an empty database, as a user whom the wall does not stop (a superuser)")
    for name in ("learners", "courses", "webinars", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size(), name))
    parser.add_argument("--events", type=int, help="in all; 50 for each learner when not said")
    parser.add_argument("--secret", default="", help="gives each learner an access token made from this; none without it")
    parser.add_argument("--now", type=datetime.fromisoformat, default=datetime.now(UTC), help="the moment up to which things happened")
    given = parser.parse_args()
    events = given.events or 50 * given.learners
    size = Size(given.learners, events, given.courses, given.webinars, given.seed, given.secret)
    try:
        for line in told(asyncio.run(fill(given.database, size, given.now))):
            print(line)
    except RuntimeError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
