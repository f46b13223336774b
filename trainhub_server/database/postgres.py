"""Postgres: an asyncpg pool in session mode."""

import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from types import TracebackType

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.face import POSTGRES, Again, Connection, DatabaseTrouble, Dialect, Row, Value, first

log = logging.getLogger(__name__)
LEAST, MOST = 1, 10
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

    async def run(self, sql: str, *values: Value) -> None:
        await self._raw.execute(sql, *values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        await self._raw.executemany(sql, list(rows))

    async def run_script(self, script: str) -> None:
        await self._raw.execute(script)


class Reading:
    """A connection lent for single statements. A class, because every request enters one: half the time of a generator."""

    __slots__ = ("_pool", "_raw")

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        try:
            self._raw = await self._pool.acquire()
        except FAULTS as fault:
            raise _in_words(fault) from fault
        return PostgresConnection(self._raw)

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        await self._pool.release(self._raw)
        if isinstance(fault, FAULTS):
            raise _in_words(fault) from fault


class PostgresDatabase:
    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    def reading(self) -> Reading:
        return Reading(self._pool)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        try:
            async with self._pool.acquire() as raw, raw.transaction():
                yield PostgresConnection(raw)
        except FAULTS as fault:
            raise _in_words(fault) from fault

    async def close(self) -> None:
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
