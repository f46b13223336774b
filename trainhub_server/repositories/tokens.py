"""Personal access tokens, known by their hash alone."""

from datetime import datetime

from trainhub_server.database.face import Connection


async def owner(connection: Connection, token_hash: str, now: datetime) -> str | None:
    """The learner whose valid token hashes to this."""
    row = await connection.one("SELECT learner FROM tokens WHERE hash = $1 AND (expires IS NULL OR expires > $2)", token_hash, now)
    return row.text("learner") if row else None


async def add(connection: Connection, token_hash: str, learner: str, now: datetime, expires: datetime | None) -> None:
    await connection.run("INSERT INTO tokens (hash, learner, created, expires) VALUES ($1, $2, $3, $4)", token_hash, learner, now, expires)
