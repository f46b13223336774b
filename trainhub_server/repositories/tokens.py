"""Personal access tokens, known by their hash alone."""

from dataclasses import dataclass
from datetime import datetime

from trainhub_server.database.face import Connection
from trainhub_server.repositories.organisations import ENDED


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a token is, and the scopes it has, in words. `ended`: every organisation of theirs has ended their access."""

    learner: str
    scopes: str
    ended: bool = False


async def owner(connection: Connection, token_hash: str, now: datetime) -> Owner | None:
    """The learner whose valid token hashes to this."""
    row = await connection.one(
        f"""SELECT learner, scopes, {ENDED.format(learner="tokens.learner")} AS ended
        FROM tokens WHERE hash = $1 AND (expires IS NULL OR expires > $2)""",
        token_hash,
        now,
    )
    return Owner(row.text("learner"), row.text("scopes"), row.maybe_number("ended") == 1) if row else None


async def add(connection: Connection, token_hash: str, owner: Owner, now: datetime, expires: datetime | None) -> None:
    await connection.run(
        "INSERT INTO tokens (hash, learner, scopes, created, expires) VALUES ($1, $2, $3, $4, $5)",
        *(token_hash, owner.learner, owner.scopes, now, expires),
    )
