"""Connections to Postgres notice that nobody is there any more. Source: reliability.md, Server."""

import asyncio
import importlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.server import postgres
from trainhub_server.database import alive
from trainhub_server.database.postgres import opened
from trainhub_server.database.postgres_bell import PostgresBell
from trainhub_server.database.postgres_presence import PostgresPresence

LINUX = {"SO_KEEPALIVE": 1, "TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 60_000}
LOOPS = ["asyncio", *(["uvloop"] if find_spec("uvloop") else [])]


@asynccontextmanager
async def over_tcp(path: Path) -> AsyncIterator[int]:
    """The port of a relay to a Unix socket."""

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            writer.write(chunk)
        writer.close()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(path)
        await asyncio.gather(passed(reader, back), passed(there, writer), return_exceptions=True)

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def found(connected: socket.socket) -> dict[str, int]:
    level = {True: socket.SOL_SOCKET, False: socket.IPPROTO_TCP}
    return {name: connected.getsockopt(level[name.startswith("SO_")], getattr(socket, name)) for name in LINUX if hasattr(socket, name)}


async def connections(address: str, seen: list[dict[str, int]]) -> list[int]:
    """How many connections there are once the pool is open, once the lock is held, once somebody listens."""
    pool, presence, hears = await opened(address), PostgresPresence(address), asyncio.Event()
    counts = [len(seen)]
    await presence.come()
    counts.append(len(seen))
    listening = asyncio.create_task(PostgresBell(address, pool).listen(hears.set, hears.set))
    await asyncio.wait_for(hears.wait(), 60)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await presence.close()
    await pool.close()
    return [*counts, len(seen)]


@pytest.mark.parametrize("loop", LOOPS)
def test_every_connection_asks_whether_the_other_end_is_there(
    loop: str, postgres_server: postgres.Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """reliability.md, Server: a failover of which nobody is told."""
    seen, keep_alive = list[dict[str, int]](), alive.keep_alive

    def kept(connected: socket.socket) -> None:
        keep_alive(connected)
        seen.append(found(connected))

    async def counted() -> list[int]:
        async with over_tcp(postgres_server.folder / ".s.PGSQL.5432") as port:
            return await connections(f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable", seen)

    monkeypatch.setattr(alive, "keep_alive", kept)
    with asyncio.Runner(loop_factory=importlib.import_module(loop).new_event_loop) as runner:
        assert runner.run(counted()) == [1, 2, 3]
    assert all(it == {name: LINUX[name] for name in it} and it["SO_KEEPALIVE"] for it in seen)
