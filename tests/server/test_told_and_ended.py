"""What waits for news is ended also by a word that comes in the moment of the news. Source: reliability.md, Server: a server that ends."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from unittest.mock import AsyncMock, Mock

import pytest

from trainhub_server.database.postgres_connections import until_lost
from trainhub_server.events.board import Board
from trainhub_server.events.watch import Events

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("turns", range(6))]


async def turned(turns: int) -> None:
    """So many turns of the loop later."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def test_a_server_that_ends_while_something_is_committed_ends(turns: int) -> None:
    """API-1: wherever the news is on its way; it would be waited for until somebody kills it."""
    events = Events(Mock(look_seconds=60.0, close=AsyncMock()), Board(lambda: 0.0))
    events.look = AsyncMock(return_value=False)  # type: ignore[method-assign]
    events._tasks = [asyncio.create_task(events._keep(lambda: events._look_when_rung(Mock())))]
    await turned(9)
    events.ring()
    await turned(turns)
    async with asyncio.timeout(60):
        await events.close()
    assert all(it.cancelled() for it in events._tasks)


async def test_a_connection_that_is_lost_while_nobody_needs_it_any_more_is_let_go(turns: int) -> None:
    """I5: the server that ends makes no new one."""
    told: list[Callable[[object], None]] = []
    connection = SimpleNamespace(add_termination_listener=told.append, is_closed=lambda: False)
    waiting = asyncio.create_task(until_lost(connection))
    await turned(9)
    told[0](connection)
    await turned(turns)
    if waiting.cancel():
        with pytest.raises(asyncio.CancelledError):
            await waiting
