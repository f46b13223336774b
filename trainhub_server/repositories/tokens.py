"""Personal access tokens, known by their hash alone."""

from dataclasses import dataclass
from datetime import datetime

from trainhub_server.database.face import Connection


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token it is, and whether it may publish."""

    learner: str
    author: bool = False


async def owner(connection: Connection, token_hash: str, now: datetime) -> Caller | None:
    """Whose valid token hashes to this."""
    sql = "SELECT learner, author FROM tokens WHERE hash = $1 AND (expires IS NULL OR expires > $2)"
    row = await connection.one(sql, token_hash, now)
    return Caller(row.text("learner"), bool(row.number("author"))) if row else None


async def add(connection: Connection, token_hash: str, caller: Caller, now: datetime, expires: datetime | None) -> None:
    await connection.run(
        "INSERT INTO tokens (hash, learner, author, created, expires) VALUES ($1, $2, $3, $4, $5)",
        *(token_hash, caller.learner, caller.author, now, expires),
    )
