"""Personal access tokens, known by their hash alone."""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from trainhub_server.database.face import Connection
from trainhub_server.repositories.organisations import ENDED

ID_LENGTH = 12
"""How much of its hash names a token."""


def id_of(token_hash: str) -> str:
    return token_hash[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Issued:
    """A token that was given out."""

    id: str
    learner: str
    scopes: str
    created: datetime
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a token is, the scopes it was given, in words, and whether they made it for themselves. `ended`: every organisation of
    theirs has ended their access."""

    learner: str
    scopes: str
    ended: bool = False
    own: bool = False
    expires: datetime | None = None


async def add(connection: Connection, token_hash: str, owner: Owner, now: datetime) -> None:
    await connection.run(
        "INSERT INTO tokens (hash, learner, scopes, created, expires, own) VALUES ($1, $2, $3, $4, $5, $6)",
        *(token_hash, owner.learner, owner.scopes, now, owner.expires, owner.own),
    )


async def issued(connection: Connection, learner: str | None = None) -> Sequence[Issued]:
    """Every token that was given out (to this learner) and not revoked, the oldest first."""
    sql = "SELECT hash, learner, scopes, created, expires FROM tokens"
    of_learner = () if learner is None else (learner,)
    rows = await connection.all(f"{sql}{' WHERE learner = $1' if of_learner else ''} ORDER BY created, hash", *of_learner)
    return [
        Issued(id_of(row.text("hash")), row.text("learner"), row.text("scopes"), row.moment("created"), row.maybe_moment("expires"))
        for row in rows
    ]


async def revoke(connection: Connection, token_id: str, learner: str | None = None) -> str | None:
    """Forget the token of this id (of this learner); whose it was, None where there is none of it."""
    row = await connection.one(
        f"DELETE FROM tokens WHERE substr(hash, 1, {ID_LENGTH}) = $1 AND learner = coalesce($2, learner) RETURNING learner",
        token_id,
        learner,
    )
    return row.text("learner") if row else None


async def forget_expired(connection: Connection, moment: datetime) -> None:
    """Those that expired before this moment."""
    await connection.run("DELETE FROM tokens WHERE expires < $1", moment)


async def owner(connection: Connection, token_hash: str, now: datetime) -> Owner | None:
    """The learner whose valid token hashes to this."""
    row = await connection.one(
        f"""SELECT learner, scopes, CASE WHEN own THEN 1 ELSE 0 END AS own, expires, {ENDED.format(learner="tokens.learner")} AS ended
        FROM tokens WHERE hash = $1 AND (expires IS NULL OR expires > $2)""",
        token_hash,
        now,
    )
    if row is None:
        return None
    is_ended, is_own = row.maybe_number("ended") == 1, row.number("own") == 1
    return Owner(row.text("learner"), row.text("scopes"), is_ended, is_own, row.maybe_moment("expires"))


async def standing(connection: Connection, hashes: Sequence[str], now: datetime) -> Set[str]:
    """Those of these hashes whose tokens are valid, and whose owners are let in."""
    rows = await connection.all(
        f"""SELECT hash FROM tokens WHERE hash IN (SELECT value FROM {connection.dialect.each_of})
        AND (expires IS NULL OR expires > $2) AND coalesce({ENDED.format(learner="tokens.learner")}, 0) = 0""",
        json.dumps(hashes),
        now,
    )
    return {row.text("hash") for row in rows}
