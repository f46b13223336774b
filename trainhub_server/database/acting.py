"""How Postgres is told who acts: in the first words of each transaction, so that nothing of it stays in a session."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]
from asyncpg.prepared_stmt import PreparedStatement  # type: ignore[import-untyped]

from trainhub_server.database.alive import AliveConnection
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.database.who import DatabaseRole, Who

Raw: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

NOT_A_MEMBER = (
    "The database user may not act for the server, or the database is not up to date: start once with --migrate, "
    "and grant that user trainhub_app, trainhub_author and trainhub_system (docs/operating-database.md)."
)
NO_SUCH_ROLE = asyncpg.InvalidParameterValueError


class NamingConnection(AliveConnection):
    """A session that knows by which names it has prepared statements for EXECUTE, which several of one message can be."""

    def __init__(self, protocol: object, transport: asyncio.Transport, *rest: object) -> None:
        super().__init__(protocol, transport, *rest)
        self._named: dict[str, tuple[str, PreparedStatement[asyncpg.Record]]] = {}
        """By their text. They are kept, because what nobody keeps is forgotten by the database too."""

    async def name_of(self, sql: str) -> str:
        """Asks the database once for each statement."""
        if sql not in self._named:
            prepared = await self.prepare(sql)
            self._named[sql] = prepared.get_name(), prepared
        return self._named[sql][0]


@asynccontextmanager
async def begun(raw: Raw, who: Who) -> "AsyncIterator[None]":
    """A transaction as this role and caller, which only reads."""
    try:
        await begin(raw, who, "BEGIN READ ONLY")
        yield
        await commit(raw)
    except BaseException:
        await roll_back(raw)
        raise


async def begin(raw: Raw, who: Who, kind: str = "BEGIN READ WRITE") -> None:
    """A transaction as this role and caller."""
    await _told(raw, f"{kind}; {role_words(who.role)}; {caller_words(who.learner)}")


async def commit(raw: Raw, last: Iterable[str] = ()) -> None:
    """With the last statements, in one journey: what they lock is held no longer than that takes."""
    await raw.execute("; ".join([*dict.fromkeys(last), "COMMIT"]))


async def roll_back(raw: Raw) -> None:
    if not raw.is_closed():
        await raw.execute("ROLLBACK")


@asynccontextmanager
async def as_role(raw: Raw, role: DatabaseRole, before: DatabaseRole) -> "AsyncIterator[None]":
    """Another role for a part of a transaction. One that has failed is rolled back by its owner, and takes no more words."""
    await _told(raw, role_words(role))
    try:
        yield
    finally:
        if raw.is_in_transaction():
            with suppress(asyncpg.InFailedSQLTransactionError):  # what failed it is on its way to whoever rolls back
                await raw.execute(role_words(before))


async def serve_as(raw: Raw, role: DatabaseRole) -> None:
    """The role of all that this session says outside of a transaction, which only reads."""
    await _told(raw, f"SET ROLE {role.value}; SET default_transaction_read_only = on")


def role_words(role: DatabaseRole) -> str:
    return f"SET LOCAL ROLE {role.value}"


def caller_words(learner: str | None) -> str:
    return f"SELECT set_config('trainhub.caller', {text_words(learner or '')}, true)"


def text_words(value: str) -> str:
    """A text as an expression. In hexadecimal: nothing in it can be read as SQL."""
    return f"convert_from(decode('{value.encode().hex()}', 'hex'), 'UTF8')"


async def _told(raw: Raw, words: str) -> None:
    try:
        await raw.execute(words)
    except (asyncpg.InsufficientPrivilegeError, NO_SUCH_ROLE) as fault:
        raise DatabaseTrouble(NOT_A_MEMBER) from fault
