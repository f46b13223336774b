"""Questions asked together: each gets its own answer, however they meet on the way."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.server.running import started
from trainhub_server.database.face import Value
from trainhub_server.database.readers import AT_ONCE, FEW, Readers, Together

pytestmark = pytest.mark.anyio


class Echo(Readers):
    """A database that answers a number with itself, odd ones alone where `only_odd`; each journey is let go by the test."""

    def __init__(self, only_odd: bool = False) -> None:
        self.journeys: list[list[Value]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.only_odd = only_odd
        self.fault: Exception | None = None

    async def fetch(self, sql: str, values: Sequence[Value]) -> Sequence[Value]:
        return await self.fetch_many(sql, [values])

    async def fetch_many(self, sql: str, questions: Sequence[Sequence[Value]]) -> Sequence[Value]:
        asked = [values[0] for values in questions]
        self.journeys.append(asked)
        await self.gate.wait()
        if self.fault:
            raise self.fault
        return [it for it in asked if not self.only_odd or (isinstance(it, int) and it % 2)]


async def test_who_asks_while_others_are_on_their_way_goes_together_on_the_next_journey() -> None:
    echo = Echo()
    together = Together(echo)
    echo.gate.clear()
    asked, everybody = [], AT_ONCE + 24
    for number in range(everybody):
        asked.append(asyncio.create_task(together.ask("q", [number])))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert len(echo.journeys) == AT_ONCE
    echo.gate.set()
    assert await asyncio.gather(*asked) == list(range(everybody))
    assert sorted(map(len, echo.journeys)) == [1, 1, 2, FEW, 6, 12]


async def test_nobody_is_left_behind_whenever_they_come() -> None:
    """Asked at every moment of a journey, the last one included."""
    echo, rounds = Echo(), 200
    together = Together(echo)

    async def learner(number: int) -> None:
        for turn in range(rounds):
            assert await together.ask("q", [number * rounds + turn]) == number * rounds + turn

    await asyncio.wait_for(asyncio.gather(*(learner(number) for number in range(7))), 30)


async def test_an_answer_that_is_missing_is_missing_for_its_own_question_alone() -> None:
    together = Together(Echo(only_odd=True))
    assert await asyncio.gather(*(together.ask("q", [number]) for number in range(6))) == [None, 1, None, 3, None, 5]


async def test_a_fault_is_told_to_each_and_a_later_question_is_answered() -> None:
    echo = Echo()
    together = Together(echo)
    echo.fault = ConnectionError("gone")
    answers = await asyncio.gather(*(together.ask("q", [number]) for number in range(3)), return_exceptions=True)
    assert [type(it) for it in answers] == [ConnectionError] * 3
    echo.fault = None
    assert await together.ask("q", [7]) == 7


async def test_one_who_goes_away_takes_nobody_along() -> None:
    echo = Echo()
    together = Together(echo)
    echo.gate.clear()
    gone, stays = (asyncio.create_task(together.ask("q", [number])) for number in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    echo.gate.set()
    assert await stays == 1


async def test_dashboards_asked_at_once_are_each_learners_own(database: str, tmp_path: Path) -> None:
    """DASH-1, on both engines: nobody sees another's."""
    async with started(database, tmp_path / "files") as server:
        partners = [await server.partner(f"Partner {number}") for number in range(40)]
        answers = await asyncio.gather(*(partner.get("dashboard") for partner in partners))
        assert [answer.json()["learner_name"] for answer in answers] == [f"Partner {number}" for number in range(40)]
