"""Rows of the scale data into their tables, by COPY: what is written for each learner alone, and what is copied from an archetype."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime
from random import Random

import asyncpg  # type: ignore[import-untyped]

from benchmarks.scale_copying import COLUMNS, Block, Door, numbered, read, renamed, renamed_and_numbered, without_indexes
from benchmarks.scale_people import SINCE, learner_id, learner_of, organisation_of, role_of, seats, token_row, zone_of
from trainhub_core.models.webinars import SeatState, Webinar
from trainhub_core.models.wire import Kind
from trainhub_server.repositories.changes import EVERYBODY

FEED = ("audience", "kind", "id", "body", "seq", "txid")
TRANSACTION = "SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
NO_CHECKS = "SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off"
"""References are right by the way they are made; looking each of them up again would take longer than writing them."""
FeedRow = tuple[str, Kind, str, str | None]


async def check(door: Door) -> None:
    """Raises RuntimeError where this is no place for made-up people."""
    if await door.fetchval("SELECT count(*) FROM learners"):
        raise RuntimeError("There are learners in this database. Name an empty one: what is made here would mix with them.")
    if not await door.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        raise RuntimeError("COPY is closed to whom row level security stops. Sign in as a superuser of this Postgres.")


async def people(door: Door, learners: int, archetypes: int, secret: str, now: datetime) -> None:
    """Learners, the organisations that they belong to, and their tokens where there is a secret to make them from."""
    made = [learner_of(number, zone_of(number % archetypes), now) for number in range(learners)]
    bodies = [(it.id, it.model_dump_json()) for it in made]
    await _put(door, "learners", ("id", "created", "body"), ((id_, now - SINCE, body) for id_, body in bodies))
    names = dict(organisation_of(number) for number in range(learners))
    await _put(door, "organisations", ("id", "name", "created"), ((id_, name, now - SINCE) for id_, name in names.items()))
    members = ((organisation_of(at)[0], learner_id(at), role_of(at).value, now - SINCE) for at in range(learners))
    await _put(door, "memberships", ("organisation", "learner", "role", "since"), members)
    if secret:
        await _put(door, "tokens", ("hash", "learner", "scopes", "created"), (token_row(secret, at, now) for at in range(learners)))
    await _feed(door, ((id_, Kind.LEARNER, id_, body) for id_, body in bodies))


async def copies(address: str, learners: int, archetypes: int) -> dict[str, float]:
    """What follows from the archetypes' events, for everybody else. Two connections share it, for two cores."""
    left = range(archetypes, learners)
    door = await asyncpg.connect(address)
    blocks = {table: [await read(door, table, number) for number in range(archetypes)] for table in COLUMNS}
    await door.close()
    groups = (["learning_events"], [table for table in COLUMNS if table != "learning_events"])
    found = await asyncio.gather(*(_copied(address, group, blocks, left) for group in groups))
    return {step: seconds for each in found for step, seconds in each.items()}


async def _copied(address: str, tables: Sequence[str], blocks: dict[str, list[Block]], left: range) -> dict[str, float]:
    seconds: dict[str, float] = {}
    door = await asyncpg.connect(address)
    try:
        await door.execute(NO_CHECKS)
        for table in tables:
            started = time.perf_counter()
            async with door.transaction():
                indexes = await without_indexes(door, table)
                await _copied_table(door, table, blocks[table], left)
                for index in indexes:
                    await door.execute(index, timeout=3600)
            seconds[f"{table} (two tables at a time)"] = time.perf_counter() - started
    finally:
        await door.close()
    return seconds


async def _copied_table(door: Door, table: str, blocks: Sequence[Block], left: range) -> None:
    if table != "changes":
        await _text(door, table, COLUMNS[table], renamed(blocks, left))
        return
    txid, first = await door.fetchval(TRANSACTION), await _next(door)
    await _text(door, table, FEED, renamed_and_numbered([numbered(block, txid) for block in blocks], left, first))
    await _given(door, first + sum(blocks[number % len(blocks)].rows for number in left))


async def seats_of(door: Door, webinars: Sequence[Webinar], learners: int, chance: Random, now: datetime) -> None:
    """Registrations, the counts of their webinars, and what the feed says of both."""
    found = list(seats(learners, webinars, now, chance))
    columns = ("webinar", "learner", "state", "position", "receipt", "at", "body")
    bodies = [(it, it.registration, it.registration.model_dump_json()) for it in found]
    rows = ((of.webinar_id, it.learner, of.state.value, of.position, it.receipt, of.at, body) for it, of, body in bodies)
    await _put(door, "registrations", columns, rows)
    taken, waiting = dict.fromkeys((it.id for it in webinars), 0), dict.fromkeys((it.id for it in webinars), 0)
    for seat in found:
        counts = taken if seat.registration.state is SeatState.SEAT else waiting
        counts[seat.registration.webinar_id] += 1
    await door.executemany(
        "UPDATE webinars SET taken = $2, waiting = $3, received = $4 WHERE id = $1",
        [(it, taken[it], waiting[it], taken[it] + waiting[it]) for it in taken],
    )
    counted = {it.id: it.model_copy(update={"taken": taken[it.id], "waiting": waiting[it.id]}) for it in webinars}
    await door.execute("DELETE FROM changes WHERE audience = $1 AND kind = $2 AND id = ANY($3)", EVERYBODY, Kind.WEBINAR, list(counted))
    told = ((EVERYBODY, Kind.WEBINAR, id_, it.model_dump_json()) for id_, it in counted.items())
    mine = ((it.learner, Kind.REGISTRATION, of.webinar_id, body) for it, of, body in bodies)
    await _feed(door, (row for rows in (mine, told) for row in rows))
    await door.execute("UPDATE versions SET version = version + 1 WHERE name = 'live'")


async def measured(door: Door) -> tuple[dict[str, int], dict[str, int]]:
    """Rows and bytes by table, of those that have any."""
    tables = [
        row["name"] for row in await door.fetch("SELECT relname AS name FROM pg_class WHERE oid IN (SELECT relid FROM pg_stat_user_tables)")
    ]
    rows = {table: await door.fetchval(f"SELECT count(*) FROM {table}") for table in tables}
    kept = {table: count for table, count in rows.items() if count}
    return kept, {table: await door.fetchval("SELECT pg_total_relation_size($1::regclass)", table) for table in kept}


async def _feed(door: Door, rows: Iterable[FeedRow]) -> None:
    """Into the feed, numbered in this order."""
    async with door.transaction():
        txid, first = await door.fetchval(TRANSACTION), await _next(door)
        told = [(to, kind.value, of, body, number, txid) for number, (to, kind, of, body) in enumerate(rows, first)]
        await _put(door, "changes", FEED, told)
        await _given(door, first + len(told))


async def _next(door: Door) -> int:
    return int(await door.fetchval("SELECT nextval('changes_seq')"))


async def _given(door: Door, following: int) -> None:
    """The next number of the feed."""
    await door.execute("SELECT setval('changes_seq', $1)", following)


async def _put(door: Door, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]] | Iterator[tuple[object, ...]]) -> None:
    await door.copy_records_to_table(table, records=rows, columns=columns, timeout=3600)


async def _text(door: Door, table: str, columns: Sequence[str], blocks: AsyncIterator[bytes]) -> None:
    await door.copy_to_table(table, source=blocks, columns=columns, format="text", timeout=3600)
