"""Learning events (append-only) and what is known from them: lesson, course and overall records, awards."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from trainhub_core.models.achievements import Award
from trainhub_core.models.learning import CourseRecord, Event, LessonRecord, Standing
from trainhub_server.database.face import Connection


async def append(connection: Connection, learner: str, event: Event, received: datetime) -> bool:
    """Write the event down; False when its id was known."""
    row = await connection.one(
        """INSERT INTO learning_events (learner, id, type, object, at, received, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (learner, id) DO NOTHING RETURNING id""",
        learner,
        event.id,
        event.type.value,
        event.object,
        event.at,
        received,
        event.model_dump_json(),
    )
    return row is not None


async def is_known(connection: Connection, learner: str, event_id: str) -> bool:
    """Whether an event of this id was written down."""
    return await connection.one("SELECT id FROM learning_events WHERE learner = $1 AND id = $2", learner, event_id) is not None


async def watched_between(connection: Connection, learner: str, start: datetime, end: datetime) -> Sequence[Event]:
    """The watched events of a learner whose moments lie in this time, whatever the lesson."""
    rows = await connection.all(
        """SELECT CAST(body AS text) AS body FROM learning_events
        WHERE learner = $1 AND type = 'watched' AND at >= $2 AND at <= $3""",
        learner,
        start,
        end,
    )
    return [Event.model_validate_json(row.text("body")) for row in rows]


async def has_events(connection: Connection, learner: str) -> bool:
    return await connection.one("SELECT id FROM learning_events WHERE learner = $1 LIMIT 1", learner) is not None


async def put_lessons(connection: Connection, learner: str, records: Iterable[LessonRecord]) -> None:
    await connection.run_many(
        """INSERT INTO learning_progress (learner, lesson, course, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (learner, lesson) DO UPDATE SET body = excluded.body""",
        [(learner, known.lesson_id, known.course_id, known.model_dump_json()) for known in records],
    )


async def put_course(
    connection: Connection, learner: str, course: str, state: str, percent: int, completed: datetime | None, known: CourseRecord | None
) -> None:
    """How far the learner is in a course; `known` is None where there was no word on enrolment yet."""
    await connection.run(
        """INSERT INTO user_progress (learner, course, state, percent, completed, body) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (learner, course) DO UPDATE
        SET state = excluded.state, percent = excluded.percent, completed = excluded.completed, body = excluded.body""",
        learner,
        course,
        state,
        percent,
        completed,
        known.model_dump_json() if known else None,
    )


async def put_standing(connection: Connection, learner: str, standing: Standing) -> None:
    await connection.run(
        "INSERT INTO standings (learner, body) VALUES ($1, $2) ON CONFLICT (learner) DO UPDATE SET body = excluded.body",
        learner,
        standing.model_dump_json(),
    )


async def add_award(connection: Connection, learner: str, award: Award) -> bool:
    """Give an award; False when it was given before. An award once given never changes."""
    row = await connection.one(
        """INSERT INTO achievements (learner, award, at, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (learner, award) DO NOTHING RETURNING award""",
        learner,
        award.of,
        award.at,
        award.model_dump_json(),
    )
    return row is not None


async def has_learners(connection: Connection, course: str) -> bool:
    """Whether anybody has a part in the course."""
    row = await connection.one(
        """SELECT 1 AS found FROM user_progress WHERE course = $1
        UNION ALL SELECT 1 FROM learning_progress WHERE course = $1 LIMIT 1""",
        course,
    )
    return row is not None
