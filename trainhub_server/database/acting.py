"""How Postgres is told who acts: in the first words of each transaction, so that nothing of it stays in a session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.database.who import DatabaseRole, Who

Raw: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

NOT_A_MEMBER = (
    "The database user may not act for the server, or the database is not up to date: start once with --migrate, "
    "and grant that user trainhub_app, trainhub_author and trainhub_system (docs/operating-database.md)."
)
NO_SUCH_ROLE = asyncpg.InvalidParameterValueError


@asynccontextmanager
async def begun(raw: Raw, who: Who, kind: str = "BEGIN") -> "AsyncIterator[None]":
    """A transaction as this role and caller: committed when the block ends, rolled back when it raises."""
    try:
        await _told(raw, f"{kind}; {role_words(who.role)}; {caller_words(who.learner)}")
        yield
        await raw.execute("COMMIT")
    except BaseException:
        if not raw.is_closed():
            await raw.execute("ROLLBACK")
        raise


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
    """The role of all that this session says outside of a transaction."""
    await _told(raw, f"SET ROLE {role.value}")


def role_words(role: DatabaseRole) -> str:
    return f"SET LOCAL ROLE {role.value}"


def caller_words(learner: str | None) -> str:
    """In hexadecimal: nothing in a learner's id can be read as SQL."""
    return f"SELECT set_config('trainhub.caller', convert_from(decode('{(learner or '').encode().hex()}', 'hex'), 'UTF8'), true)"


async def _told(raw: Raw, words: str) -> None:
    try:
        await raw.execute(words)
    except (asyncpg.InsufficientPrivilegeError, NO_SUCH_ROLE) as fault:
        raise DatabaseTrouble(NOT_A_MEMBER) from fault
