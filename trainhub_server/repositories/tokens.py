"""Personal access tokens, known by their hash alone."""

from dataclasses import dataclass
from datetime import datetime

from trainhub_server.database.face import Connection


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a token is, and the scopes it has, in words."""

    learner: str
    scopes: str


async def owner(connection: Connection, token_hash: str, now: datetime) -> Owner | None:
    """The learner whose valid token hashes to this."""
    row = await connection.one("SELECT learner, scopes FROM tokens WHERE hash = $1 AND (expires IS NULL OR expires > $2)", token_hash, now)
    return Owner(row.text("learner"), row.text("scopes")) if row else None


async def add(connection: Connection, token_hash: str, owner: Owner, now: datetime, expires: datetime | None) -> None:
    await connection.run(
        "INSERT INTO tokens (hash, learner, scopes, created, expires) VALUES ($1, $2, $3, $4, $5)",
        *(token_hash, owner.learner, owner.scopes, now, expires),
    )
