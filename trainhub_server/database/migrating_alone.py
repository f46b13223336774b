"""Several servers may start at once: the first one migrates, the others wait. On Postgres by an advisory lock, which they ask for again
and again, each time in a transaction of its own: an index that is made concurrently waits for every older transaction, so one that waited
for its maker would wait for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from trainhub_server.database.face import Connection, Database
from trainhub_server.database.who import LOGIN

LOCK = 7_416_220_531  # any number that nothing else uses
LOOK_SECONDS = 0.1


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[Connection]:
    """A unit of work, once no other server migrates."""
    while True:
        async with database.writing(LOGIN) as connection:
            if await _is_ours(connection):
                yield connection
                return
        await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def outside_a_transaction(connection: Connection) -> AsyncIterator[None]:
    """For statements that no transaction may hold: the session keeps the lock meanwhile."""
    for words in (f"SELECT pg_advisory_lock({LOCK})", "COMMIT", "SET lock_timeout = 0"):
        await connection.run_script(words)
    try:
        yield
    finally:
        for words in ("RESET lock_timeout", "BEGIN", f"SELECT pg_advisory_xact_lock({LOCK}), pg_advisory_unlock({LOCK})"):
            await connection.run_script(words)


async def _is_ours(connection: Connection) -> bool:
    if connection.dialect.name != "postgres":
        return True  # one that writes is alone on SQLite
    return await connection.one("SELECT 1 AS ours WHERE pg_try_advisory_xact_lock($1)", LOCK) is not None
