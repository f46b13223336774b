"""Attempts at quizzes and walks through scenarios, as they were shown and answered. Append-only."""

from datetime import datetime

from trainhub_core.models.attempt import Attempt, Walk
from trainhub_core.models.wire import Kind
from trainhub_server.database.face import Connection


async def add(connection: Connection, learner: str, kind: Kind, told: Attempt | Walk, received: datetime) -> bool:
    """Write it down; False when its id was known."""
    row = await connection.one(
        """INSERT INTO quiz_attempts (learner, id, kind, lesson, received, body) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (learner, id) DO NOTHING RETURNING id""",
        learner,
        told.id,
        kind.value,
        told.lesson_id,
        received,
        told.model_dump_json(),
    )
    return row is not None


async def count(connection: Connection, learner: str) -> int:
    row = await connection.one("SELECT count(*) AS number FROM quiz_attempts WHERE learner = $1", learner)
    return row.number("number") if row else 0
