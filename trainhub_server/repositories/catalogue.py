"""What is on offer: courses, webinars and resources in tables of their own, the small kinds in one."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainhub_core.catalogue import SHARED_KINDS
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario
from trainhub_core.models.texts import LessonText
from trainhub_core.models.webinars import Webinar
from trainhub_core.models.wire import Kind
from trainhub_core.rules.feedback import shown_rating
from trainhub_server.database.face import Connection, Row
from trainhub_server.repositories.learners import Versions, versions_of

KIND_OF = {model: kind for kind, model in SHARED_KINDS.items()}
TABLES = {Kind.COURSE: "courses", Kind.WEBINAR: "webinars", Kind.RESOURCE: "resources"}
VERSIONS = """(SELECT version FROM versions WHERE name = 'catalogue') AS catalogue,
    (SELECT version FROM versions WHERE name = 'live') AS live"""
EVERYTHING = f"""
SELECT '' AS kind, '' AS id, '' AS body, 0 AS one, 0 AS other, {VERSIONS}
UNION ALL SELECT kind, id, CAST(body AS text), 0, 0, 0, 0 FROM catalogue
UNION ALL SELECT 'course', id, CAST(body AS text), rated, stars, 0, 0 FROM courses
UNION ALL SELECT 'webinar', id, CAST(body AS text), taken, waiting, 0, 0 FROM webinars
UNION ALL SELECT 'resource', id, CAST(body AS text), downloads, 0, 0, 0 FROM resources"""
COUNTS = f"""
SELECT '' AS kind, '' AS id, 0 AS one, 0 AS other, {VERSIONS}
UNION ALL SELECT 'webinar', id, taken, waiting, 0, 0 FROM webinars
UNION ALL SELECT 'resource', id, downloads, 0, 0, 0 FROM resources
UNION ALL SELECT 'course', id, rated, stars, 0, 0 FROM courses WHERE rated > 0"""

TEXTS = "SELECT lesson, version, content, CAST(quiz AS text) AS quiz, CAST(scenario AS text) AS scenario, model_answer FROM lesson_texts"


@dataclass(frozen=True, slots=True)
class Counts:
    """What changes often: seats taken and waited for by webinar, downloads by resource, ratings as they are shown by course."""

    seats: dict[str, tuple[int, int]]
    downloads: dict[str, int]
    ratings: dict[str, tuple[int, int]]
    versions: Versions


async def everything(connection: Connection) -> tuple[Sequence[Fact], Versions]:
    """All facts on offer and the versions they are of. One query, so one moment."""
    rows = await connection.all(EVERYTHING)
    facts = [_fact(row.text("kind"), row.text("body"), row.number("one"), row.number("other")) for row in rows if row.text("kind")]
    return facts, next(versions_of(row) for row in rows if not row.text("kind"))


async def counts(connection: Connection) -> Counts:
    rows = await connection.all(COUNTS)
    return Counts(
        seats={row.text("id"): (row.number("one"), row.number("other")) for row in rows if row.text("kind") == Kind.WEBINAR},
        downloads={row.text("id"): row.number("one") for row in rows if row.text("kind") == Kind.RESOURCE},
        ratings={row.text("id"): shown_rating(row.number("one"), row.number("other")) for row in rows if row.text("kind") == Kind.COURSE},
        versions=next(versions_of(row) for row in rows if not row.text("kind")),
    )


async def put(connection: Connection, kind: Kind, fact: Fact, origin: str) -> Fact:
    """Offer a fact, or its new state. Counts of seats, downloads and ratings stay as they are just now: the answer has them."""
    body = fact.model_dump_json()
    match fact:
        case Course():
            row = await connection.one(
                """INSERT INTO courses (id, title, category, level, version, origin, body, rated, stars) VALUES ($1, $2, $3, $4, $5, $6, $7,
                (SELECT count(stars) FROM course_ratings WHERE course = $1),
                (SELECT coalesce(sum(stars), 0) FROM course_ratings WHERE course = $1))
                ON CONFLICT (id) DO UPDATE SET title = excluded.title, category = excluded.category, level = excluded.level,
                version = excluded.version, origin = excluded.origin, body = excluded.body RETURNING rated AS one, stars AS other""",
                *(fact.id, fact.title, fact.category, fact.level.value, fact.version, origin, body),
            )
        case Resource():
            row = await connection.one(
                """INSERT INTO resources (id, title, category, sha256, origin, body) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (id) DO UPDATE SET title = excluded.title, category = excluded.category, sha256 = excluded.sha256,
                origin = excluded.origin, body = excluded.body RETURNING downloads AS one, 0 AS other""",
                *(fact.id, fact.title, fact.category, fact.sha256, origin, body),
            )
        case Webinar():
            row = await connection.one(
                """INSERT INTO webinars (id, starts, capacity, cancelled, origin, body) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (id) DO UPDATE SET starts = excluded.starts, capacity = excluded.capacity,
                cancelled = excluded.cancelled, origin = excluded.origin, body = excluded.body RETURNING taken AS one, waiting AS other""",
                *(fact.id, fact.starts, fact.capacity, fact.cancelled, origin, body),
            )
        case _:
            row = await connection.one(
                """INSERT INTO catalogue (kind, id, origin, body) VALUES ($1, $2, $3, $4)
                ON CONFLICT (kind, id) DO UPDATE SET origin = excluded.origin, body = excluded.body RETURNING 0 AS one, 0 AS other""",
                *(kind.value, id_of(fact), origin, body),
            )
    return as_counted(fact, row.number("one"), row.number("other")) if row else fact


async def ids_of(connection: Connection, origin: str) -> Sequence[tuple[Kind, str]]:
    """Everything but webinars that came from this origin."""
    rows = await connection.all(
        """SELECT kind, id FROM catalogue WHERE origin = $1 UNION ALL SELECT 'course', id FROM courses WHERE origin = $1
        UNION ALL SELECT 'resource', id FROM resources WHERE origin = $1""",
        origin,
    )
    return [(Kind(row.text("kind")), row.text("id")) for row in rows]


async def remove(connection: Connection, kind: Kind, fact_id: str) -> None:
    if kind in TABLES:
        await connection.run(f"DELETE FROM {TABLES[kind]} WHERE id = $1", fact_id)
    else:
        await connection.run("DELETE FROM catalogue WHERE kind = $1 AND id = $2", kind.value, fact_id)


async def put_texts(connection: Connection, course: Course, texts: Sequence[LessonText]) -> None:
    """The texts of a course, in place of those it had."""
    await connection.run("DELETE FROM lesson_texts WHERE course = $1", course.id)
    await connection.run_many(
        "INSERT INTO lesson_texts (lesson, course, version, content, quiz, scenario, model_answer) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (
                text.lesson_id,
                course.id,
                text.version,
                text.text,
                *(it.model_dump_json() if it else None for it in (text.quiz, text.scenario)),
                text.model_answer,
            )
            for text in texts
        ],
    )


async def texts(connection: Connection, course_id: str) -> dict[str, LessonText]:
    """The texts of a course's lessons, by lesson id."""
    rows = await connection.all(f"{TEXTS} WHERE course = $1 ORDER BY lesson", course_id)
    return {row.text("lesson"): _lesson_text(row) for row in rows}


async def lesson_text(connection: Connection, lesson_id: str) -> LessonText | None:
    """The text of one lesson, with its quiz or scenario."""
    row = await connection.one(f"{TEXTS} WHERE lesson = $1", lesson_id)
    return _lesson_text(row) if row else None


async def count_download(connection: Connection, resource_id: str) -> Resource | None:
    row = await connection.one(
        "UPDATE resources SET downloads = downloads + 1 WHERE id = $1 RETURNING downloads, CAST(body AS text) AS body", resource_id
    )
    return Resource.model_validate_json(row.text("body")).model_copy(update={"downloads": row.number("downloads")}) if row else None


async def file_label(connection: Connection, sha256: str) -> tuple[str, str] | None:
    """Name and media type of a file of the library."""
    row = await connection.one("SELECT CAST(body AS text) AS body FROM resources WHERE sha256 = $1 ORDER BY id LIMIT 1", sha256)
    resource = Resource.model_validate_json(row.text("body")) if row else None
    return (resource.name, resource.media_type) if resource else None


def id_of(fact: Fact) -> str:
    """The id of a shared fact; every one has it."""
    return str(fact.id) if hasattr(fact, "id") else ""


def _lesson_text(row: Row) -> LessonText:
    quiz, scenario = row.maybe_text("quiz"), row.maybe_text("scenario")
    return LessonText(
        lesson_id=row.text("lesson"),
        version=row.number("version"),
        text=row.text("content"),
        quiz=Quiz.model_validate_json(quiz) if quiz else None,
        scenario=Scenario.model_validate_json(scenario) if scenario else None,
        model_answer=row.text("model_answer"),
    )


def _fact(kind: str, body: str, one: int, other: int) -> Fact:
    return as_counted(SHARED_KINDS[Kind(kind)].model_validate_json(body), one, other)


def as_counted(fact: Fact, one: int, other: int) -> Fact:
    """The fact with its counts: seats and waitlist, downloads, or ratings and their stars."""
    match fact:
        case Webinar():
            return fact.model_copy(update={"taken": one, "waiting": other})
        case Resource():
            return fact.model_copy(update={"downloads": one})
        case Course():
            return as_shown(fact, one, other)
    return fact


def as_shown(course: Course, rated: int, stars: int) -> Course:
    """The course with its rating as it is shown."""
    average, count = shown_rating(rated, stars)
    return course.model_copy(update={"rating": average, "ratings": count})
