"""Connections of Postgres as units of work have them, each acting as its role and caller."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.acting import Raw, as_role, begun, text_words
from trainhub_server.database.face import POSTGRES, Dialect, DoesNotFit, Row, Value, first
from trainhub_server.database.readers import Readers, Records, Together
from trainhub_server.database.who import SYSTEM, DatabaseRole, Who

PROBE_SECONDS = 30.0
ANSWER_SECONDS = 10.0
UNFIT = (
    *(asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError, asyncpg.UndefinedObjectError, asyncpg.UndefinedFunctionError),
    *(asyncpg.DuplicateTableError, asyncpg.DuplicateColumnError, asyncpg.DuplicateObjectError, asyncpg.DuplicateFunctionError),
    *(asyncpg.InvalidSchemaNameError, asyncpg.DuplicateSchemaError, asyncpg.WrongObjectTypeError, asyncpg.DependentObjectsStillExistError),
    asyncpg.IntegrityConstraintViolationError,
)


async def until_lost(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """As long as a connection lives that waits for something. Raises what the driver does where nobody answers any more."""
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    while not (lost.is_set() or connection.is_closed()):
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await lost.wait()
        except TimeoutError:  # nothing for a while: is there still somebody?
            await connection.execute("SELECT 1", timeout=ANSWER_SECONDS)


class PostgresConnection:
    """One inside a transaction that has been told who acts."""

    def __init__(self, raw: Raw, who: Who, last: list[str]) -> None:
        self._raw = raw
        self._who = who
        self._last = last

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    @property
    def who(self) -> Who:
        return self._who

    @asynccontextmanager
    async def as_system(self) -> AsyncIterator[None]:
        before = self._who
        async with as_role(self._raw, DatabaseRole.SYSTEM, before.role):
            self._who = Who(DatabaseRole.SYSTEM, before.learner)
            try:
                yield
            finally:
                self._who = before

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        return [Row(row) for row in await self._raw.fetch(sql, *values)]

    async def one(self, sql: str, *values: Value) -> Row | None:
        return first(await self._raw.fetch(sql, *values))

    only = one

    async def run(self, sql: str, *values: Value) -> None:
        await self._raw.execute(sql, *values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        await self._raw.executemany(sql, list(rows))

    async def run_last(self, sql: str, *values: str) -> None:
        told = f"({', '.join(map(text_words, values))})" if values else ""
        self._last.append(f"EXECUTE {await self._raw.name_of(sql)}{told}")

    async def run_script(self, script: str) -> None:
        try:
            await self._raw.execute(script)
        except UNFIT as fault:
            raise DoesNotFit(str(fault).partition("\n")[0]) from fault


class ReadingConnection:
    """A connection taken anew for every statement, in a transaction that can only read; the hub's own needs none."""

    __slots__ = ("_lookers", "_pool", "_readers", "_together", "_who")

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", readers: Readers, lookers: Readers, together: Together, who: Who) -> None:
        self._pool = pool
        self._readers = readers
        self._lookers = lookers
        self._together = together
        self._who = who

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    @property
    def who(self) -> Who:
        return self._who

    @asynccontextmanager
    async def as_system(self) -> AsyncIterator[None]:
        before, self._who = self._who, Who(DatabaseRole.SYSTEM, self._who.learner)
        try:
            yield
        finally:
            self._who = before

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        return [Row(row) for row in await self._fetched(sql, values)]

    async def one(self, sql: str, *values: Value) -> Row | None:
        return first(await self._fetched(sql, values))

    async def only(self, sql: str, *values: Value) -> Row | None:
        """The statement says for whom it asks (`Dialect.calling`), so it needs no transaction around it."""
        if self._who.role is not DatabaseRole.APP:
            return await self.one(sql, *values)
        row = await self._together.ask(sql, values)
        return None if row is None else Row(row)

    async def run(self, sql: str, *values: Value) -> None:
        await self._fetched(sql, values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        for values in rows:
            await self._fetched(sql, values)

    async def run_last(self, sql: str, *values: str) -> None:
        await self._fetched(sql, values)

    async def run_script(self, script: str) -> None:
        await self._fetched(script, ())

    async def _fetched(self, sql: str, values: Sequence[Value]) -> Records:
        if self._who.role is DatabaseRole.APP:
            return await self._readers.fetch_as(self._who, sql, values)
        if self._who == SYSTEM:
            return await self._lookers.fetch(sql, values)
        async with self._pool.acquire() as raw, begun(raw, self._who):
            return await raw.fetch(sql, *values)  # type: ignore[no-any-return]
