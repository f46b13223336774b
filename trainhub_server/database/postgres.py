"""Postgres: an asyncpg pool in session mode."""

import logging
from collections.abc import Awaitable, Mapping
from types import TracebackType

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.acting import NamingConnection, Raw, begin, commit, roll_back
from trainhub_server.database.face import POSTGRES, Again, Connection, DatabaseTrouble, Dialect
from trainhub_server.database.postgres_connections import PostgresConnection, ReadingConnection
from trainhub_server.database.readers import Readers, Together
from trainhub_server.database.who import SYSTEM, DatabaseRole, Who

log = logging.getLogger(__name__)
LEAST, MOST = 1, 12
READERS, LOOKERS = 6, 2
"""Kept for what learners ask, and for what the hub itself does."""
PATIENCE = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "30s"}


class Reading:
    """A class, because every request enters one: half the time of a generator."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def __aenter__(self) -> Connection:
        return self._connection

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(fault, FAULTS):
            raise in_words(fault) from fault


class Writing:
    """A unit of work: committed when the block ends, rolled back when it raises. A class, as above."""

    __slots__ = ("_last", "_pool", "_raw", "_who")

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", who: Who) -> None:
        self._pool = pool
        self._who = who
        self._raw: Raw | None = None
        self._last: list[str] = []

    async def __aenter__(self) -> Connection:
        try:
            raw = self._raw = await self._pool.acquire()
            await self._or_back(begin(raw, self._who))
        except FAULTS as fault:
            raise in_words(fault) from fault
        return PostgresConnection(raw, self._who, self._last)

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        raw = self._raw
        if raw is None:
            return
        try:
            if fault is None:
                await self._or_back(commit(raw, self._last))
                await self._pool.release(raw)
            else:
                await self._back()
        except FAULTS as trouble:
            raise in_words(trouble) from trouble
        if isinstance(fault, FAULTS):
            raise in_words(fault) from fault

    async def _or_back(self, said: Awaitable[None]) -> None:
        try:
            await said
        except BaseException:
            await self._back()
            raise

    async def _back(self) -> None:
        """Nothing of it was done, and the connection is the pool's again."""
        raw, self._raw = self._raw, None
        if raw is None:
            return
        try:
            await roll_back(raw)
        finally:
            await self._pool.release(raw)


class PostgresDatabase:
    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._readers = Readers(pool, READERS, DatabaseRole.APP)
        self._lookers = Readers(pool, LOOKERS, DatabaseRole.SYSTEM)
        self._together = Together(self._readers)

    @property
    def dialect(self) -> Dialect:
        return POSTGRES

    def reading(self, who: Who = SYSTEM) -> Reading:
        return Reading(ReadingConnection(self._pool, self._readers, self._lookers, self._together, who))

    def writing(self, who: Who = SYSTEM) -> "Writing":
        return Writing(self._pool, who)

    def connections(self) -> tuple[int, int]:
        """How many are open, and how many of them are at work."""
        there = self._pool.get_size()
        return there, there - self._pool.get_idle_size() - self._readers.free - self._lookers.free

    async def close(self) -> None:
        await self._readers.close()
        await self._lookers.close()
        await self._pool.close()


async def opened(address: str) -> PostgresDatabase:
    """A pool on this address (`postgresql://…`). Raises DatabaseTrouble."""
    try:
        pool = await asyncpg.create_pool(
            address,
            min_size=LEAST,
            max_size=MOST,
            server_settings=PATIENCE,
            reset=_nothing_to_reset,
            connection_class=NamingConnection,
        )
    except FAULTS as fault:
        raise in_words(fault) from fault
    return PostgresDatabase(pool)


async def _nothing_to_reset(_: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Nothing stays in a session but a role, which each unit of work sets anew: the question that would clear it is saved."""


AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
SENTENCES: Mapping[type[Exception], str] = {
    asyncpg.LockNotAvailableError: "The server is busy with other changes; try again in a moment.",
    asyncpg.TooManyConnectionsError: "The server is busy with other changes; try again in a moment.",
    asyncpg.DiskFullError: "The server cannot save: its disk is full.",
    asyncpg.ReadOnlySQLTransactionError: "The server cannot save: its database is read-only.",
    asyncpg.PostgresConnectionError: "The server cannot reach its database; try again in a moment.",
    asyncpg.AdminShutdownError: "The server cannot reach its database; try again in a moment.",
    asyncpg.CrashShutdownError: "The server cannot reach its database; try again in a moment.",
    asyncpg.InterfaceError: "The server cannot reach its database; try again in a moment.",
    asyncpg.CannotConnectNowError: "The server cannot reach its database; try again in a moment.",
    asyncpg.InvalidCatalogNameError: "There is no such database on that server.",
    asyncpg.InsufficientPrivilegeError: "The database does not let the server do this; its log names the table. "
    "docs/operating-database.md says what the server's user needs.",
    asyncpg.InvalidAuthorizationSpecificationError: "The database does not let the server in: check user and password.",
    OSError: "The server cannot reach its database; try again in a moment.",
}
FAULTS = (*AGAIN, *SENTENCES)


def in_words(fault: Exception) -> Again | DatabaseTrouble:
    """What a driver's fault is to the server."""
    if isinstance(fault, AGAIN):
        return Again()
    if isinstance(fault, asyncpg.InterfaceError) and "closed" not in str(fault):
        raise fault  # a mistake of ours: the driver says this too of a connection that is gone
    said = f" ({fault})" if isinstance(fault, asyncpg.InsufficientPrivilegeError) else ""  # names a table, never what is in it
    log.error("the database does not serve: %s%s", type(fault).__name__, said)
    return DatabaseTrouble(next(sentence for kind, sentence in SENTENCES.items() if isinstance(fault, kind)))
