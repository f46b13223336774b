"""Personal access tokens, known by their hash alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trainhub_server.database.face import Connection

ID_LENGTH = 12
"""How much of its hash names a token."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token that was given out."""

    id: str
    learner: str
    created: datetime
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token it is, and whether it may publish."""

    learner: str
    author: bool = False


async def add(connection: Connection, token_hash: str, caller: Caller, now: datetime, expires: datetime | None) -> None:
    await connection.run(
        "INSERT INTO tokens (hash, learner, author, created, expires) VALUES ($1, $2, $3, $4, $5)",
        *(token_hash, caller.learner, caller.author, now, expires),
    )


async def issued(connection: Connection) -> Sequence[Issued]:
    """Every token that was given out and not revoked, the oldest first."""
    rows = await connection.all("SELECT hash, learner, created, expires FROM tokens ORDER BY created, hash")
    return [Issued(row.text("hash")[:ID_LENGTH], row.text("learner"), row.moment("created"), row.maybe_moment("expires")) for row in rows]


async def revoke(connection: Connection, token_id: str) -> str | None:
    """Forget the token of this id; whose it was, None where there is none of it."""
    row = await connection.one(
        f"DELETE FROM tokens WHERE substr(hash, 1, {ID_LENGTH}) = $1 RETURNING learner",
        token_id,
    )
    return row.text("learner") if row else None


async def owner(connection: Connection, token_hash: str, now: datetime) -> Caller | None:
    """Whose valid token hashes to this."""
    sql = "SELECT learner, author FROM tokens WHERE hash = $1 AND (expires IS NULL OR expires > $2)"
    row = await connection.one(sql, token_hash, now)
    return Caller(row.text("learner"), bool(row.number("author"))) if row else None
