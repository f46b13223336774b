"""What learners say of courses: the last word of each, and the counts that everybody sees."""

from trainhub_core.models.catalogue import Course
from trainhub_core.models.feedback import Applied, Rating
from trainhub_server.database.face import Connection
from trainhub_server.repositories.catalogue import as_shown


async def put_rating(connection: Connection, learner: str, rating: Rating) -> None:
    await connection.run(
        """INSERT INTO course_ratings (learner, course, stars, at, body) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (learner, course) DO UPDATE SET stars = excluded.stars, at = excluded.at, body = excluded.body""",
        *(learner, rating.course_id, rating.stars, rating.at, rating.model_dump_json()),
    )


async def rating(connection: Connection, learner: str, course: str) -> Rating | None:
    row = await connection.one("SELECT CAST(body AS text) AS body FROM course_ratings WHERE learner = $1 AND course = $2", learner, course)
    return Rating.model_validate_json(row.text("body")) if row else None


async def lock_course(connection: Connection, course: str) -> Course | None:
    """The course as it stands; one rating of it is counted at a time, and nobody publishes it meanwhile."""
    row = await connection.one(
        f"SELECT rated, stars, CAST(body AS text) AS body FROM courses WHERE id = $1 {connection.dialect.for_update}", course
    )
    return as_shown(Course.model_validate_json(row.text("body")), row.number("rated"), row.number("stars")) if row else None


async def count_ratings(connection: Connection, course: str) -> tuple[int, int]:
    """Count the ratings of a course anew; how many there are, and their stars in all. The course is locked."""
    row = await connection.one(
        """UPDATE courses SET rated = (SELECT count(stars) FROM course_ratings WHERE course = $1),
        stars = (SELECT coalesce(sum(stars), 0) FROM course_ratings WHERE course = $1) WHERE id = $1 RETURNING rated, stars""",
        course,
    )
    return (row.number("rated"), row.number("stars")) if row else (0, 0)


async def put_applied(connection: Connection, learner: str, told: Applied) -> None:
    await connection.run(
        """INSERT INTO course_applied (learner, course, answer, at, body) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (learner, course) DO UPDATE SET answer = excluded.answer, at = excluded.at, body = excluded.body""",
        *(learner, told.course_id, told.answer.value if told.answer else None, told.at, told.model_dump_json()),
    )
