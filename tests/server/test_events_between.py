"""Event streams of real server processes on one Postgres. Source: the issue's Proof, API-4."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest

from tests.server import postgres
from tests.server.listening import listening
from tests.server.running import Server, started
from tests.server.test_events import greeted
from tests.terminal.programmes import Programme
from trainhub_core.operations import ROOT

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_rounds")]
LISTENING = "SELECT pid FROM pg_stat_activity WHERE application_name = 'trainhub listening' AND datname = current_database()"


@pytest.fixture
def engine() -> str:
    return "postgres"


async def kill_listeners(address: str) -> int:
    """End every connection that listens, as a failing network would."""
    door = await asyncpg.connect(address)
    try:
        return len(await door.fetch(LISTENING.replace("SELECT pid", "SELECT pg_terminate_backend(pid)")))
    finally:
        await door.close()


async def listeners(address: str, count: int) -> None:
    """Wait until so many listen."""
    door = await asyncpg.connect(address)
    try:
        async with asyncio.timeout(60):
            while len(await door.fetch(LISTENING)) != count:
                continue
    finally:
        await door.close()


async def test_a_listening_connection_that_was_killed_is_made_anew_and_nobody_misses_anything(database: str, tmp_path: Path) -> None:
    """API-4."""
    async with started(database, tmp_path / "files") as one, started(database, tmp_path / "files") as other:
        ana = await one.partner()
        async with listening(other, "token-of-Ana") as ear:
            await greeted(ear)
            await listeners(database, 1)
            assert await kill_listeners(database) == 1
            await ana.register("talk")
            assert (await ear.next()).kinds == ["registration", "webinar"], "told although nobody listened when it was committed"
            await listeners(database, 1)
            await ana.cancel("talk")
            assert (await ear.next()).kinds == ["registration", "webinar"]
            assert [it.name for it in ear.heard] == ["hello", "changes", "changes"], "nothing was told twice"


async def test_nobody_is_told_twice_who_comes_back_through_another_server(database: str, tmp_path: Path) -> None:
    """API-4: a cursor of one server is good at the other."""
    async with started(database, tmp_path / "files") as one, started(database, tmp_path / "files") as other:
        ana = await one.partner()
        async with listening(one, "token-of-Ana") as ear:
            await greeted(ear)
            await ana.register("talk")
            cursor = (await ear.next()).cursor
        async with listening(other, "token-of-Ana", cursor) as ear:
            assert await greeted(ear) == cursor
            await ana.cancel("talk")
            assert "registration" in (await ear.next()).kinds
            assert len(ear.heard) == 2


@asynccontextmanager
async def _two(server: postgres.Postgres, folder: Path) -> AsyncIterator[tuple[Programme, Programme]]:
    async with postgres.fresh_database(server) as address:
        with Programme(folder / "one", database=address) as one, Programme(folder / "two", database=address) as two:
            yield one, two


async def test_two_processes_tell_each_other_and_one_that_ends_says_so(postgres_server: postgres.Postgres, tmp_path: Path) -> None:
    """API-4, API-1: over the network; a server that is told to stop does not leave those who listen in the dark."""
    async with _two(postgres_server, tmp_path) as (one, two):
        bearer = {"Authorization": f"Bearer {one.token}"}
        async with httpx.AsyncClient(headers=bearer, timeout=60) as client:
            home = (await client.get(f"{one.url}{ROOT}/dashboard")).json()
            order = {"webinar_id": home["webinars"][0]["webinar"]["id"], "at": "2026-01-01T00:00:00Z"}
            async with client.stream("GET", f"{two.url}{ROOT}/events") as stream:
                assert stream.headers["content-type"].startswith("text/event-stream")
                lines = stream.aiter_lines()
                assert await anext(lines) == "event: hello"
                answer = await client.post(f"{one.url}{ROOT}/register-webinar", json=order, headers={"Idempotency-Key": "key"})
                answer.raise_for_status()
                heard = [line async for line in _until(lines, 'data: {"kinds')]
                assert '"registration"' in heard[-1]
                two.stop()
                said = [line async for line in lines]
                assert "event: closing" in said and any(line.startswith("retry: ") for line in said)


async def _until(lines: AsyncIterator[str], start: str) -> AsyncIterator[str]:
    async for line in lines:
        yield line
        if line.startswith(start):
            return


async def test_a_reader_that_is_slow_holds_up_nobody(server: Server) -> None:
    """API-4: the same over many at once: all but one have heard, and that one's waits in one piece."""
    ana = await server.partner()
    async with listening(server, "token-of-Ana") as slow, listening(server, "token-of-Ana") as quick:
        await greeted(slow), await greeted(quick)
        slow.reads.clear()
        for _ in range(20):
            await ana.register("talk"), await ana.cancel("talk")
        heard = ""
        _, newest = await ana.feed()
        while heard != newest:
            heard = (await quick.next()).cursor
        slow.reads.set()
        while (await slow.next()).cursor != newest:
            continue
        assert len(slow.heard) <= 4
