"""Postgres: an asyncpg pool in session mode."""

import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from types import TracebackType

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.face import POSTGRES, Again, Connection, DatabaseTrouble, Dialect, Row, Value, first
from trainhub_server.database.readers import Readers, Together

log = logging.getLogger(__name__)
LEAST, MOST = 1, 12
READERS = 8
PATIENCE = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "30s"}


class PostgresConnection:
    def __init__(self, raw: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> None:
        self._raw = raw

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        return [Row(row) for row in await self._raw.fetch(sql, *values)]

    async def one(self, sql: str, *values: Value) -> Row | None:
        return first(await self._raw.fetch(sql, *values))

    only = one

    async def run(self, sql: str, *values: Value) -> None:
        await self._raw.execute(sql, *values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        await self._raw.executemany(sql, list(rows))

    async def run_script(self, script: str) -> None:
        await self._raw.execute(script)


class ReadingConnection:
    """A connection that is taken anew for every statement."""

    def __init__(self, readers: Readers, together: Together) -> None:
        self._readers = readers
        self._together = together

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        return [Row(row) for row in await self._readers.fetch(sql, values)]

    async def one(self, sql: str, *values: Value) -> Row | None:
        return first(await self._readers.fetch(sql, values))

    async def only(self, sql: str, *values: Value) -> Row | None:
        row = await self._together.ask(sql, values)
        return None if row is None else Row(row)

    async def run(self, sql: str, *values: Value) -> None:
        await self._readers.fetch(sql, values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        await self._readers.fetch_many(sql, list(rows))

    async def run_script(self, script: str) -> None:
        await self._readers.fetch(script, ())


class Reading:
    """A class, because every request enters one: half the time of a generator."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def __aenter__(self) -> Connection:
        return self._connection

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(fault, FAULTS):
            raise _in_words(fault) from fault


class PostgresDatabase:
    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._readers = Readers(pool, READERS)
        self._reading = Reading(ReadingConnection(self._readers, Together(self._readers)))

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    def reading(self) -> Reading:
        return self._reading

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        try:
            async with self._pool.acquire() as raw, raw.transaction():
                yield PostgresConnection(raw)
        except FAULTS as fault:
            raise _in_words(fault) from fault

    def connections(self) -> tuple[int, int]:
        """How many are open, and how many of them are at work."""
        there = self._pool.get_size()
        return there, there - self._pool.get_idle_size() - self._readers.free

    async def close(self) -> None:
        await self._readers.close()
        await self._pool.close()


async def opened(address: str) -> PostgresDatabase:
    """A pool on this address (`postgresql://…`). Raises DatabaseTrouble."""
    try:
        pool = await asyncpg.create_pool(address, min_size=LEAST, max_size=MOST, server_settings=PATIENCE, reset=_nothing_to_reset)
    except FAULTS as fault:
        raise _in_words(fault) from fault
    return PostgresDatabase(pool)


async def _nothing_to_reset(_: "asyncpg.Connection[asyncpg.Record]") -> None:
    """No statement here leaves anything behind in its session, so the question that would clear it is saved at every release."""


AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
SENTENCES: Mapping[type[Exception], str] = {
    asyncpg.LockNotAvailableError: "The server is busy with other changes; try again in a moment.",
    asyncpg.TooManyConnectionsError: "The server is busy with other changes; try again in a moment.",
    asyncpg.DiskFullError: "The server cannot save: its disk is full.",
    asyncpg.ReadOnlySQLTransactionError: "The server cannot save: its database is read-only.",
    asyncpg.PostgresConnectionError: "The server cannot reach its database; try again in a moment.",
    asyncpg.CannotConnectNowError: "The server cannot reach its database; try again in a moment.",
    asyncpg.InvalidCatalogNameError: "There is no such database on that server.",
    asyncpg.InvalidAuthorizationSpecificationError: "The database does not let the server in: check user and password.",
    OSError: "The server cannot reach its database; try again in a moment.",
}
FAULTS = (*AGAIN, *SENTENCES)


def _in_words(fault: Exception) -> Again | DatabaseTrouble:
    if isinstance(fault, AGAIN):
        return Again()
    log.error("the database does not serve: %s", type(fault).__name__)
    return DatabaseTrouble(next(sentence for kind, sentence in SENTENCES.items() if isinstance(fault, kind)))
