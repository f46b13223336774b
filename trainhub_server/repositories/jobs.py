"""The table of jobs: written down, claimed for a time, ended by whoever holds the newest claim."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.jobs import StandingJob
from trainhub_server.database.face import Connection, Row

STATES = ("waiting", "leased", "failed", "done")
OPEN = "state IN ('waiting', 'leased')"
LONGEST_FAULT = 400
COLUMNS = "id, kind, key, learner, CAST(body AS text) AS body, tries, claim"


@dataclass(frozen=True, slots=True)
class Job:
    """A job that was claimed; `body` is JSON, `tries` counts this one."""

    id: str
    kind: str
    key: str
    learner: str | None
    body: str
    tries: int
    claim: int


def id_of(kind: str, key: str) -> str:
    """The same for the same work."""
    return hashlib.sha256(f"{kind}\n{key}".encode()).hexdigest()[:32]


async def add(connection: Connection, kind: str, key: str, body: str, due: datetime, now: datetime, learner: str | None = None) -> None:
    """Write a job down, unless this work was written down before."""
    await connection.run(
        """INSERT INTO jobs (id, kind, key, learner, body, state, due, made) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7)
        ON CONFLICT (id) DO NOTHING""",
        *(id_of(kind, key), kind, key, learner, body, due, now),
    )


async def next_due(connection: Connection, kinds: Collection[str]) -> datetime | None:
    """When the next of these kinds is to be looked at."""
    row = await connection.one(f"SELECT min(due) AS due FROM jobs WHERE {OPEN} AND {_among(kinds)}")
    return row.maybe_moment("due") if row else None


async def known(connection: Connection, kinds: Collection[str]) -> set[str]:
    """Which of these kinds have a job that comes again and again: its key is empty."""
    rows = await connection.all(f"SELECT kind FROM jobs WHERE key = '' AND {OPEN} AND {_among(kinds)}")
    return {row.text("kind") for row in rows}


async def claim(connection: Connection, kinds: Collection[str], now: datetime, until: datetime) -> Job | None:
    """The first that is due, leased until then. What another unit of work is claiming just now is passed over."""
    row = await connection.one(
        f"""UPDATE jobs SET state = 'leased', due = $2, tries = tries + 1, claim = claim + 1 WHERE id = (
            SELECT id FROM jobs WHERE {OPEN} AND due <= $1 AND {_among(kinds)} ORDER BY due, id LIMIT 1 {connection.dialect.skip_locked})
        RETURNING {COLUMNS}""",
        now,
        until,
    )
    return _job(row) if row else None


async def hold(connection: Connection, job: Job) -> bool:
    """Whether the claim still stands. With that, nobody else claims or ends it before this unit of work has ended."""
    found = await connection.one(
        f"SELECT id FROM jobs WHERE id = $1 AND claim = $2 AND state = 'leased' {connection.dialect.for_update}", job.id, job.claim
    )
    return found is not None


async def renew(connection: Connection, job: Job, until: datetime) -> bool:
    """A longer lease; False where the claim stands no more."""
    return await connection.one(f"UPDATE jobs SET due = $3 WHERE {_MINE} RETURNING id", job.id, job.claim, until) is not None


async def end(connection: Connection, job: Job, now: datetime) -> None:
    """Done. What it was about is forgotten, that it was done is not."""
    await connection.run(f"UPDATE jobs SET state = 'done', body = '{{}}', fault = '', ended = $3 WHERE {_MINE}", job.id, job.claim, now)


async def put_off(connection: Connection, job: Job, due: datetime, fault: str, fresh: bool = False) -> None:
    """Not now; again at that moment. With `fresh` the count of tries begins anew."""
    await connection.run(
        f"UPDATE jobs SET state = 'waiting', due = $3, fault = $4, tries = CASE WHEN $5 THEN 0 ELSE tries END WHERE {_MINE}",
        *(job.id, job.claim, due, fault, fresh),
    )


async def fail(connection: Connection, job: Job, now: datetime, fault: str) -> None:
    """Given up, for an operator to see."""
    await connection.run(f"UPDATE jobs SET state = 'failed', fault = $4, ended = $3 WHERE {_MINE}", job.id, job.claim, now, fault)


async def count(connection: Connection, states: Collection[str]) -> int:
    """How many are in one of these states."""
    row = await connection.one(f"SELECT count(*) AS found FROM jobs WHERE state IN ({_quoted(states)})")
    return row.number("found") if row else 0


async def standing(connection: Connection, states: Collection[str], limit: int, offset: int = 0) -> Sequence[StandingJob]:
    """Jobs in one of these states, the longest due first."""
    rows = await connection.all(
        f"""SELECT id, kind, state, due, tries, fault FROM jobs WHERE state IN ({_quoted(states)})
        ORDER BY due, id LIMIT $1 OFFSET $2""",
        *(limit, offset),
    )
    return [
        StandingJob(
            id=row.text("id"),
            kind=row.text("kind"),
            state=row.text("state"),
            due=row.moment("due"),
            tries=row.number("tries"),
            fault=row.text("fault")[:LONGEST_FAULT],
        )
        for row in rows
    ]


async def by_state(connection: Connection) -> dict[str, float]:
    """How many jobs there are in each state, also where there is none."""
    rows = await connection.all("SELECT state, count(*) AS found FROM jobs GROUP BY state")
    return dict.fromkeys(STATES, 0.0) | {row.text("state"): float(row.number("found")) for row in rows}


async def retry(connection: Connection, job_id: str, now: datetime) -> bool:
    """Try a failed one again from the first; False where there is none of this id."""
    found = await connection.one(
        "UPDATE jobs SET state = 'waiting', due = $2, tries = 0, ended = NULL WHERE id = $1 AND state = 'failed' RETURNING id", job_id, now
    )
    return found is not None


async def forget_ended(connection: Connection, moment: datetime) -> None:
    """Those that were done, or given up, before this moment."""
    await connection.run("DELETE FROM jobs WHERE ended < $1", moment)


_MINE = "id = $1 AND claim = $2 AND state = 'leased'"


def _among(kinds: Collection[str]) -> str:
    return f"kind IN ({_quoted(kinds)})"


def _quoted(words: Collection[str]) -> str:
    """Words of our own, for a statement."""
    return ", ".join(f"'{word}'" for word in sorted(words))


def _job(row: Row) -> Job:
    return Job(
        *(row.text("id"), row.text("kind"), row.text("key"), row.maybe_text("learner"), row.text("body")),
        *(row.number("tries"), row.number("claim")),
    )
