"""Learners, and all that is one learner's in one query."""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.learning import Learner
from trainhub_server.database.face import POSTGRES, SQLITE, Connection, Row
from trainhub_server.repositories.organisations import ENDED

_STATE = """
SELECT CASE WHEN {calling} THEN (SELECT '{{"learner":' || CAST(body AS text)
    || ',"record":{{"lessons":' || coalesce(CAST((
        SELECT json_object_agg(lesson, body) FROM learning_progress WHERE learner = $1) AS text), '{{}}')
    || ',"courses":' || coalesce(CAST((
        SELECT json_object_agg(course, body) FROM user_progress WHERE learner = $1 AND body IS NOT NULL) AS text), '{{}}')
    || ',"standing":' || coalesce(CAST((SELECT body FROM standings WHERE learner = $1) AS text), '{{}}')
    || '}},"registrations":' || coalesce(CAST((
        SELECT json_object_agg(webinar, body) FROM registrations WHERE learner = $1) AS text), '{{}}')
    || ',"awards":' || coalesce(CAST((SELECT json_agg(body) FROM achievements WHERE learner = $1) AS text), '[]')
    || ',"applied":' || coalesce(CAST((SELECT json_object_agg(course, body) FROM course_applied WHERE learner = $1) AS text), '{{}}')
    || '}}' FROM learners WHERE id = $1) END AS state,
    (SELECT version FROM versions WHERE name = 'catalogue') AS catalogue,
    (SELECT version FROM versions WHERE name = 'live') AS live"""
STATES = {dialect.name: _STATE.format(calling=dialect.calling) for dialect in (SQLITE, POSTGRES)}
"""A learner's state as the JSON of LearnerState (bookmarks, notes, ratings and attempts apart), and the versions of what is on offer.

`$1` is whose, `$2` who asks. PostgreSQL's manual promises the order in which a CASE is worked out, so nothing is read before it is said
who asks; and the database is asked once. Always one row, so that many can be asked together."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What is on offer, and its seats, downloads and ratings, as of these numbers."""

    catalogue: int
    live: int


@dataclass(frozen=True, slots=True)
class StateRow:
    """`state` is the JSON of a LearnerState."""

    state: str
    versions: Versions


async def state(connection: Connection, learner: str) -> StateRow | None:
    """Everything about one learner, and how new the catalogue is. One query."""
    row = await connection.only(STATES[connection.dialect.name], learner, connection.who.learner)
    told = row.maybe_text("state") if row else None
    return StateRow(told, versions_of(row)) if row and told else None


def versions_of(row: Row) -> Versions:
    return Versions(row.number("catalogue"), row.number("live"))


async def lock(connection: Connection, learner: str) -> None:
    """One unit of work at a time for a learner's record."""
    await connection.one(f"SELECT id FROM learners WHERE id = $1 {connection.dialect.for_update}", learner)


async def find(connection: Connection, learner: str) -> Learner | None:
    row = await connection.one("SELECT CAST(body AS text) AS body FROM learners WHERE id = $1", learner)
    return Learner.model_validate_json(row.text("body")) if row else None


async def has_ended(connection: Connection, learner: str) -> bool | None:
    """Whether every organisation of theirs has ended a learner's access; None where there is no such learner."""
    row = await connection.one(f"SELECT {ENDED.format(learner='learners.id')} AS ended FROM learners WHERE id = $1", learner)
    return row.maybe_number("ended") == 1 if row else None


async def let_in(connection: Connection, learner_ids: Sequence[str]) -> Set[str]:
    """Those of these learners that there are, and whose access has not ended."""
    rows = await connection.all(
        f"""SELECT id FROM learners WHERE id IN (SELECT value FROM {connection.dialect.each_of})
        AND coalesce({ENDED.format(learner="learners.id")}, 0) = 0""",
        json.dumps(learner_ids),
    )
    return {row.text("id") for row in rows}


async def rated(connection: Connection, learner: str) -> Sequence[str]:
    """The courses that a learner has given stars."""
    rows = await connection.all("SELECT course FROM course_ratings WHERE learner = $1 AND stars IS NOT NULL ORDER BY course", learner)
    return [row.text("course") for row in rows]


async def put(connection: Connection, learner: Learner, now: datetime) -> None:
    await connection.run(
        "INSERT INTO learners (id, created, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        learner.id,
        now,
        learner.model_dump_json(),
    )
