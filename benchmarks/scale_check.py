"""Whether the scale data are what our rules make of the events in them: worked out once more for some learners."""

from collections.abc import Sequence
from random import Random

from benchmarks.scale_people import learner_id
from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import Event, LearnerState
from trainhub_core.rules.certification import badge_claims, certification_claims, completions
from trainhub_core.rules.locks import course_state
from trainhub_core.rules.progress import course_progress
from trainhub_core.rules.record import record_of
from trainhub_core.rules.time import streak
from trainhub_server.database.face import Connection, Database
from trainhub_server.database.who import LOGIN
from trainhub_server.offer import Offer
from trainhub_server.repositories import learners

FEED = """SELECT kind, id FROM changes WHERE audience = $1 AND kind IN ('lesson-record', 'course-record', 'award', 'bookmark')
    AND body IS NOT NULL"""


async def faults(database: Database, count: int, sample: int, seed: int) -> Sequence[str]:
    """What is not as it should be, in words, for so many of the learners."""
    found: list[str] = []
    known = Offer()
    async with database.writing(LOGIN) as connection:
        for number in sorted(Random(f"{seed} sample").sample(range(count), min(sample, count))):
            found += [f"{learner_id(number)}: {what}" for what in await _of(connection, known, learner_id(number))]
        found += await _of_webinars(connection)
    return found


async def _of(connection: Connection, known: Offer, learner: str) -> Sequence[str]:
    row = await learners.state(connection, learner)
    if row is None:
        return ["is not there"]
    state, catalogue = LearnerState.model_validate_json(row.state), await known.at(connection, row.versions)
    told = await connection.all("SELECT CAST(body AS text) AS body FROM learning_events WHERE learner = $1", learner)
    again = record_of(Event.model_validate_json(it.text("body")) for it in told)
    progress = await connection.all("SELECT course, state, percent FROM user_progress WHERE learner = $1", learner)
    stored = {it.text("course"): (it.text("state"), it.number("percent")) for it in progress}
    due = {
        id_: (course_state(catalogue.courses[id_], catalogue.courses, again).value, course_progress(catalogue.courses[id_], again).percent)
        for id_ in stored
    }
    fed = {(it.text("kind"), it.text("id")) for it in await connection.all(FEED, learner)}
    checks = {
        "has no events": bool(told),
        "its record is not what its events make": again == state.record,
        "its progress is not what its record makes": stored == due and stored.keys() >= again.courses.keys(),
        "its awards are not those that are met": not _pending(catalogue, state),
        "the feed says something else": await _feed_of(connection, learner, state) == fed,
    }
    return [what for what, holds in checks.items() if not holds]


async def _feed_of(connection: Connection, learner: str, state: LearnerState) -> set[tuple[str, str]]:
    """What the feed is to say of a learner."""
    marks = await connection.all("SELECT id FROM bookmarks WHERE learner = $1", learner)
    return {
        *(("lesson-record", id_) for id_ in state.record.lessons),
        *(("course-record", id_) for id_ in state.record.courses),
        *(("award", award.of) for award in state.awards),
        *(("bookmark", mark.text("id")) for mark in marks),
    }


def _pending(catalogue: Catalogue, state: LearnerState) -> list[str]:
    """Awards that are met and were not given."""
    done = completions(catalogue, state.record)
    days = state.record.standing.days
    longest = streak(days, max(days), state.learner.rest_days).longest if days else 0
    claims = (*certification_claims(catalogue, state, done), *badge_claims(catalogue, state, done, longest))
    return [claim.of for claim in claims if claim.pending]


async def _of_webinars(connection: Connection) -> Sequence[str]:
    rows = await connection.all(
        """SELECT w.id FROM webinars w LEFT JOIN registrations r ON r.webinar = w.id GROUP BY w.id, w.taken, w.waiting, w.capacity
        HAVING w.taken <> count(*) FILTER (WHERE r.state = 'seat') OR w.waiting <> count(*) FILTER (WHERE r.state = 'waiting')
        OR (w.waiting > 0 AND w.taken < w.capacity)"""
    )
    return [f"{row.text('id')}: its seats are not those that are held" for row in rows]
