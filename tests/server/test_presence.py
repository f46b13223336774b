"""A server is known to the others on its database also after the database crashed. Source: architecture.md, Sync; reliability.md, I5."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest

from tests.server import postgres
from tests.server.running import started
from trainhub_core.models.wire import Receipt
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.database.postgres_presence import PostgresPresence

pytestmark = pytest.mark.anyio
SHARED = """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND mode = 'ShareLock'
    AND granted AND application_name = 'trainhub serving' AND datname = current_database()"""


async def is_known(address: str) -> None:
    """Until one server is known to be there."""
    door = await asyncpg.connect(address.replace(f"//{postgres.SERVER}@", "//postgres@"))
    try:
        async with asyncio.timeout(60):
            for _ in count():
                if await door.fetchval(SHARED) == 1:
                    return
                await asyncio.sleep(0.01)
    finally:
        await door.close()


async def answered(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The first answer that is not a word about connections that went with the crash."""
    for _ in range(20):
        if (answer := await ask()).status_code != 503:
            return answer
    raise AssertionError("the database is never reached")


async def test_after_a_crash_of_the_database_a_server_that_joins_costs_nobody_their_place(
    durable: postgres.Postgres, tmp_path: Path
) -> None:
    """I5: the lock went with the crash, and the server took it again."""
    async with postgres.served_database(durable) as address, started(address, tmp_path / "files") as server:
        ana = await server.partner()
        _, cursor = await ana.feed()
        durable.end_at_once()
        durable.start()
        await is_known(address)
        async with started(address, tmp_path / "files") as beside:
            receipt = Receipt.model_validate_json((await answered(partial(ana.register, "talk"))).content)
            known = max(it.seq for it in receipt.changes)
            for door in (server, beside):
                asked = await answered(partial((await door.partner_again("Ana")).get, "changes", since=cursor, known=known))
                assert asked.status_code == 200, asked.text


async def test_a_database_that_is_away_is_asked_less_and_less_often(durable: postgres.Postgres) -> None:
    """Quiet and bounded: tenths of a second at first, half a minute at most."""
    waited: list[float] = []
    back = asyncio.Event()

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 12:
            durable.start()
            back.set()

    presence = PostgresPresence(durable.address(), pause)
    assert await presence.come()
    await presence.settled()
    durable.end_at_once()
    await back.wait()
    await is_known(durable.address())
    await presence.close()
    assert waited[0] <= 0.1 < waited[4] and 10 < max(waited) <= 30
    gone = PostgresPresence(durable.address("nothing-here"))
    with pytest.raises(DatabaseTrouble):
        await gone.come()
    await gone.close()
