"""Registrations for webinars at a programme with 100,000 learners, against pgbench writing what a registration writes, and nothing else."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from benchmarks import load, pgbench
from benchmarks.figures import Figure, in_turn
from benchmarks.scale_people import token_of
from benchmarks.scale_surroundings import SECRET, Filled, few_of, filled
from tests.terminal.programmes import Programme
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.models.wire import Kind
from trainhub_core.operations import ROOT
from trainhub_server.database.opening import open_database
from trainhub_server.offer import Offer
from trainhub_server.repositories import versions
from trainhub_server.services import renewing, starting
from trainhub_server.unit import Unit

SECONDS = 5.0
AIM = 0.5
"""Issue 5 names a bar for dashboards alone; it is taken for this too."""
WEBINARS, SEATS, FIRST_WEBINAR = 100, 1_000_000, 700_000_000_000
WRITTEN = """\\set webinar random({first}, {last})
BEGIN;
SELECT capacity, taken, waiting, received, cancelled, CAST(body AS text) FROM webinars WHERE id = :webinar;
SELECT CAST(body AS text) FROM registrations WHERE webinar = :webinar AND learner = :learner;
UPDATE webinars SET taken = taken + 1, received = received + 1
    WHERE id = :webinar AND taken < capacity AND waiting = 0 AND NOT cancelled RETURNING CAST(body AS text);
INSERT INTO registrations (webinar, learner, state, position, receipt, at, body) VALUES (:webinar, :learner, 'seat', NULL, 1, now(), :held)
    ON CONFLICT (webinar, learner) DO UPDATE SET state = excluded.state, position = excluded.position,
    receipt = excluded.receipt, at = excluded.at, body = excluded.body, offered_until = NULL
    WHERE registrations.state = 'cancelled' RETURNING webinar;
{mine}
{everybody}
UPDATE versions SET version = version + 1 WHERE name = 'live';
COMMIT;
"""
CHANGED = """INSERT INTO changes (audience, kind, id, seq, txid, body)
    VALUES ({to}, '{kind}', :webinar, nextval('changes_seq'), CAST(CAST(pg_current_xact_id() AS text) AS bigint), {body})
    ON CONFLICT (audience, kind, id) DO UPDATE SET seq = nextval('changes_seq'),
    txid = CAST(CAST(pg_current_xact_id() AS text) AS bigint), body = excluded.body RETURNING kind, id, seq, CAST(body AS text);"""


def registrations(rounds: int) -> Iterator[Figure]:
    """Seats a second in a hundred webinars, over eight connections."""
    with filled() as (folder, _, large):
        yield from registrations_of(folder, large, few_of(rounds))


def registrations_of(folder: Path, large: Filled, few: int) -> Iterator[Figure]:
    """Ours signs in, checks, counts each key once and tells what it did; the reference writes."""
    webinars = asyncio.run(_offered(large))
    script, orders = _script(folder, large, webinars[0]), _orders(large)
    values = {"held": _held(webinars[0]).model_dump_json(), "told": webinars[0].model_dump_json()}
    with Programme(folder / "registrations", database=large.address) as programme:
        ours, theirs = in_turn(
            few,
            lambda: large.with_cpu(programme.pid, lambda: load.rate_of(programme.port, orders, SECONDS), SECONDS),
            lambda: large.with_cpu(0, lambda: pgbench.rate_of(large.postgres, script, SECONDS, large.name, **values), SECONDS),
        )
    yield Figure(f"registrations, {large.learners:,} learners, against bare SQL", ours[0], theirs[0], "/s", AIM, more_is_better=True)
    yield Figure("  CPU of all that takes part, each", ours[1], theirs[1], "ms", 1 / AIM)


def _script(folder: Path, large: Filled, webinar: Webinar) -> Path:
    mine = CHANGED.format(to=":learner", kind=Kind.REGISTRATION, body=":held")
    everybody = CHANGED.format(to="'*'", kind=Kind.WEBINAR, body=":told")
    first = int(webinar.id)
    script = folder / "registrations.sql"
    script.write_text(large.choosing + WRITTEN.format(first=first, last=first + WEBINARS - 1, mine=mine, everybody=everybody), "utf-8")
    return script


def _orders(large: Filled) -> Iterator[bytes]:
    """Every learner who asks takes a seat in every webinar and gives none back: each order changes something. Who asks at the same time
    asks for different ones, as the reference does."""
    people, numbers = large.asked_by(), count()
    for turn in range(WEBINARS):
        for at, number in enumerate(people, start=turn):
            order = json.dumps({"webinar_id": str(FIRST_WEBINAR + at % WEBINARS), "at": datetime.now(UTC).isoformat()}).encode()
            yield load.post(f"{ROOT}/register-webinar", token_of(SECRET, number), f"seat-{next(numbers)}", order)


async def _offered(large: Filled) -> list[Webinar]:
    """Webinars with seats enough for everybody."""
    now = datetime.now(UTC)
    found = [
        Webinar(
            id=str(FIRST_WEBINAR + at),
            title=f"Questions and answers {at}",
            presenter="Ana Silva",
            starts=now + timedelta(days=30, hours=at),
            minutes=45,
            capacity=SEATS,
        )
        for at in range(WEBINARS)
    ]
    database = await open_database(large.address)
    try:
        async with database.writing() as connection:
            unit = Unit(connection, Offer(), now)
            for webinar in found:
                await renewing.offer(unit, Kind.WEBINAR, webinar, starting.PUBLISHED)
            await versions.bump(connection, "catalogue")
    finally:
        await database.close()
    return found


def _held(webinar: Webinar) -> Registration:
    return Registration(webinar_id=webinar.id, state=SeatState.SEAT, at=webinar.starts - timedelta(days=30))
