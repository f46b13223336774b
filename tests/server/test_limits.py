"""Rate limits: a bucket per account, and one for all processes of a server on Postgres. Source: reliability.md, Server."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from tests.server.running import Server, problem, started
from trainhub_core.operations import ROOT
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.limits import MOST_ACCOUNTS, SLICES, Limits
from trainhub_server.refusals import TooMany
from trainhub_server.settings import Rate

pytestmark = pytest.mark.anyio
RATE = Rate(per_second=1, burst=200)
SLICE = RATE.burst // SLICES


class Shared:
    """What the database does, for processes that are told of each other by hand."""

    def __init__(self) -> None:
        self.left: dict[str, float] = {}
        self.journeys: list[dict[str, int]] = []
        self.is_there = True

    async def tell(self, spent: Mapping[str, int]) -> Mapping[str, float]:
        await asyncio.sleep(0)
        if not self.is_there:
            raise DatabaseTrouble("The server cannot reach its database; try again in a moment.")
        self.journeys.append(dict(spent))
        for account, count in spent.items():
            self.left[account] = self.left.get(account, float(RATE.burst)) - count
        return {account: self.left[account] for account in spent}


async def allowed(limits: Limits, account: str, asked: int) -> int:
    """How many of so many requests are allowed."""

    async def one() -> int:
        try:
            await limits.spend(account)
        except TooMany:
            return 0
        return 1

    return sum(await asyncio.gather(*(one() for _ in range(asked))))


async def test_a_bucket_fills_again_with_time() -> None:
    seconds = [0.0]
    limits = Limits(Rate(per_second=1, burst=2), lambda: seconds[0])
    assert await allowed(limits, "ana", 3) == 2
    seconds[0] = 1.5
    assert await allowed(limits, "ana", 3) == 1


async def test_processes_together_allow_what_one_allows_but_for_a_slice_each() -> None:
    shared = Shared()
    processes = [Limits(RATE, lambda: 0.0, shared.tell) for _ in range(4)]
    given = sum(await asyncio.gather(*(allowed(it, "ana", 500) for it in processes)))
    assert RATE.burst <= given <= RATE.burst + len(processes) * SLICE
    assert await allowed(processes[0], "ben", 500) == RATE.burst
    again = sum(await asyncio.gather(*(allowed(it, "ana", 500) for it in processes)))
    assert given + again <= RATE.burst + len(processes) * SLICE, "however often they ask"


async def test_over_time_too_the_rate_is_that_of_one_process() -> None:
    """Each process believes what it last heard, and what it believed too much is a debt for all."""
    seconds, shared = [0.0], Shared()
    processes = [Limits(RATE, lambda: seconds[0], shared.tell) for _ in range(4)]
    given = 0
    for _ in range(300):
        seconds[0] += 1
        for account in shared.left:
            shared.left[account] = min(float(RATE.burst), shared.left[account] + RATE.per_second)
        given += sum(await asyncio.gather(*(allowed(it, "ana", 20) for it in processes)))
    assert given <= RATE.burst + 300 * RATE.per_second + len(processes) * SLICE
    assert given >= 300 * RATE.per_second


async def test_few_requests_ask_the_database_and_those_speak_for_many() -> None:
    """The price: with a hundred learners at work a journey for some hundreds of requests."""
    shared = Shared()
    limits = Limits(RATE, lambda: 0.0, shared.tell)
    for _ in range(100):
        for number in range(100):
            await limits.spend(f"learner-{number}")
    assert len(shared.journeys) <= 10_000 / 900
    assert await allowed(limits, "new", SLICE) == SLICE
    assert not any("new" in journey for journey in shared.journeys), "who asks little is never told"


async def test_without_the_database_each_process_counts_for_itself() -> None:
    shared = Shared()
    shared.is_there = False
    limits = Limits(RATE, lambda: 0.0, shared.tell)
    assert await allowed(limits, "ana", 500) == RATE.burst
    shared.is_there = True
    assert await allowed(limits, "ana", 500) == 0


async def test_accounts_that_nobody_remembers_cost_no_memory() -> None:
    shared = Shared()
    limits = Limits(RATE, lambda: 0.0, shared.tell)
    for number in range(MOST_ACCOUNTS + 100):
        for _ in range(SLICE // 2):
            await limits.spend(f"from {number}")
    assert await allowed(limits, "ana", 2 * SLICE) == 2 * SLICE
    assert max(map(len, shared.journeys)) <= MOST_ACCOUNTS


@pytest.mark.parametrize("engine", ["postgres"])
async def test_two_servers_on_postgres_hold_one_limit_for_accounts_and_for_addresses(database: str, tmp_path: Path) -> None:
    """Somebody with bad tokens is told to wait by all of them (sign-in lockout)."""
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(started(database, tmp_path / "files", rate=Rate(0.01, 40))) for _ in range(2)]
        await servers[0].partner("Ana")
        clients = [(await server.partner_again("Ana")).http for server in servers]
        most = 40 + len(servers) * 2
        assert 40 <= await _answered(200, clients) <= most
        strangers = [server.client("th_wrong") for server in servers]
        assert 40 <= await _answered(401, strangers) <= most
        refused = problem(await strangers[0].get(f"{ROOT}/bookmarks"))
        assert (refused.status, refused.type) == (429, "/problems/too-many")
        await servers[0].partner("Ben")
        assert (await servers[0].partners["Ben"].get("bookmarks")).status_code == 200
        await _counts_come_back(servers[0])


async def _answered(status: int, clients: list[httpx.AsyncClient]) -> int:
    """How many of 120 requests, turn by turn, are answered so."""
    answers = await asyncio.gather(*(client.get(f"{ROOT}/bookmarks") for client in clients * 60))
    return sum(answer.status_code == status for answer in answers)


async def _counts_come_back(server: Server) -> None:
    """What is left grows with the database's clock, and is never more than a debt of a whole burst."""
    async with server.site.writing() as unit:
        await unit.connection.run("UPDATE spending SET remaining = -1000, at = at - CAST('1 hour' AS interval)")
        rows = await unit.connection.all("SELECT count(*) AS found FROM spending")
        assert rows[0].number("found") == 2
    assert server.site.limits._tell
    left = await server.site.limits._tell({"ana": 1, "new": 3})
    assert left == {"ana": -40, "new": 37}
    async with server.site.writing() as unit:
        await unit.connection.run("UPDATE spending SET remaining = 0, at = at - CAST('1 hour' AS interval)")
    assert 35 <= (await server.site.limits._tell({"ana": 1}))["ana"] <= 36
