"""Which keys have had their effect, and what was answered. Written in the unit of work of the effect itself."""

from dataclasses import dataclass
from datetime import datetime

from trainhub_server.database.face import Connection


@dataclass(frozen=True, slots=True)
class Stored:
    """The digest of the request that used the key, and the answer it was given."""

    digest: str
    answer: str


class NoAccount(Exception):
    """The account is gone (its learner had everything deleted)."""


async def claim(connection: Connection, account: str, key: str, digest: str, now: datetime) -> Stored | None:
    """Take the key for this unit of work; what is stored when another one had it. Waits for one that holds it now. Raises NoAccount."""
    taken = await connection.one(
        """INSERT INTO idempotency (account, key, digest, at) SELECT id, $2, $3, $4 FROM learners WHERE id = $1
        ON CONFLICT (account, key) DO NOTHING RETURNING key""",
        account,
        key,
        digest,
        now,
    )
    if taken:
        return None
    row = await connection.one("SELECT digest, answer FROM idempotency WHERE account = $1 AND key = $2", account, key)
    if row is None:
        raise NoAccount
    return Stored(row.text("digest"), row.text("answer"))


async def keep(connection: Connection, account: str, key: str, answer: str) -> None:
    """What was answered, once all else is done."""
    await connection.run_last("UPDATE idempotency SET answer = $3 WHERE account = $1 AND key = $2", account, key, answer)


async def forget_before(connection: Connection, moment: datetime) -> None:
    await connection.run("DELETE FROM idempotency WHERE at < $1", moment)
