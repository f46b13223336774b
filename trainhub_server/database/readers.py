"""How Postgres is asked single statements: connections kept at hand, and questions of the same text asked together."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.acting import begun, serve_as
from trainhub_server.database.face import Value
from trainhub_server.database.who import DatabaseRole, Who

AT_ONCE = 2
FEW, MOST_TOGETHER = 4, 32
Records = Sequence["asyncpg.Record"]
Question = tuple[Sequence[Value], "asyncio.Future[asyncpg.Record | None]"]


class Readers:
    """Up to `most` connections of the pool, kept and acting in one role: taking one and giving it back is a list's pop and append."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", most: int, role: DatabaseRole) -> None:
        self._pool = pool
        self._role = role
        self._places = asyncio.Semaphore(most)
        self._free: list[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]] = []

    async def fetch(self, sql: str, values: Sequence[Value]) -> Records:
        async with self._one() as connection:
            return await connection.fetch(sql, *values)  # type: ignore[no-any-return]

    async def fetch_as(self, who: Who, sql: str, values: Sequence[Value]) -> Records:
        """The same of a statement that does not say itself who asks."""
        async with self._one() as connection, begun(connection, who):
            return await connection.fetch(sql, *values)  # type: ignore[no-any-return]

    async def fetch_many(self, sql: str, questions: Sequence[Sequence[Value]]) -> Records:
        """The rows of the statement with each of these values, in one journey there and back."""
        async with self._one() as connection:
            return await connection.fetchmany(sql, questions)  # type: ignore[no-any-return]

    @property
    def free(self) -> int:
        """How many are kept and ask nothing now."""
        return len(self._free)

    async def close(self) -> None:
        while self._free:
            await self._pool.release(self._free.pop())

    @asynccontextmanager
    async def _one(self) -> "AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]":
        """One whose statement did not come to its end goes the long way, through the pool, which looks after it."""
        async with self._places:
            connection = await self._taken()
            try:
                yield connection
            except BaseException:
                await self._pool.release(connection)
                raise
            self._free.append(connection)

    async def _taken(self) -> "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]":
        while self._free:
            found = self._free.pop()
            if not found.is_closed():
                return found
            await self._pool.release(found)
        found = await self._pool.acquire()
        try:
            await serve_as(found, self._role)
        except BaseException:
            await self._pool.release(found)
            raise
        return found


class Together:
    """Questions of the same text: while two journeys are under way, those who come wait and go together on the next.

    A database that is woken once answers several questions in a row. No more than half of many go at once, so that
    the database is asked the one half while the server answers the other."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._waiting: dict[str, list[Question]] = {}
        self._under_way: Counter[str] = Counter()
        self._journeys: set[asyncio.Task[None]] = set()

    async def ask(self, sql: str, values: Sequence[Value]) -> "asyncpg.Record | None":
        """The one row of a statement that never gives more, None when there is none."""
        answer: asyncio.Future[asyncpg.Record | None] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(sql, [])
        waiting.append((values, answer))
        if len(waiting) == 1 and self._under_way[sql] < AT_ONCE:
            self._under_way[sql] += 1
            journey = asyncio.create_task(self._travel(sql, waiting))
            self._journeys.add(journey)
            journey.add_done_callback(self._journeys.discard)
        return await answer

    async def _travel(self, sql: str, waiting: list[Question]) -> None:
        """There and back until nobody waits. It starts a moment later, so that all who ask at the same time are with it."""
        try:
            while waiting:
                size = min(MOST_TOGETHER, max(FEW, len(waiting) // 2))
                group = waiting[:size]
                del waiting[:size]
                await self._answer(sql, group)
        finally:
            self._under_way[sql] -= 1

    async def _answer(self, sql: str, group: Sequence[Question]) -> None:
        try:
            found = await self._answers(sql, [values for values, _ in group])
        except Exception as fault:  # noqa: BLE001 - each who asked is told
            for _, answer in group:
                if not answer.done():
                    answer.set_exception(fault)
            return
        for (_, answer), record in zip(group, found, strict=True):
            if not answer.done():
                answer.set_result(record)

    async def _answers(self, sql: str, questions: Sequence[Sequence[Value]]) -> "Sequence[asyncpg.Record | None]":
        """As many rows as questions: each has its own. With fewer, nobody knows whose is missing, and each is asked alone."""
        if len(questions) > 1:
            rows = await self._readers.fetch_many(sql, questions)
            if len(rows) == len(questions):
                return rows
        return [next(iter(await self._readers.fetch(sql, values)), None) for values in questions]
