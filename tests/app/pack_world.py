"""The starter pack with the demo's history, as a staged hub: real content for the section screens."""

from datetime import UTC, datetime
from pathlib import Path

from tests.app.staged import StagedHub, staged
from trainhub_content.demo import demo_events
from trainhub_content.pack import Pack, starter_pack
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.achievements import Award
from trainhub_core.models.base import Fact
from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.rules.certification import badge_claims, certification_claims, completions
from trainhub_core.rules.record import record_of
from trainhub_core.rules.time import streak

MOMENT = datetime(2026, 11, 18, 13, 2, tzinfo=UTC)
ZONE = "Europe/Berlin"


def pack_hub(home: Path, *more: Fact, demo: bool = True) -> StagedHub:
    """A hub that has synced with a server that has the starter pack; with `demo` the learner has the demo's history."""
    pack = starter_pack()
    things = (*pack.facts, *pack.webinars_at(MOMENT))
    hub = staged(*(_history(things) if demo else ()), *more, home=home, moment=MOMENT, things=things)
    texts: dict[str, list[tuple[str, int, str]]] = {}
    for lesson_id, text in pack.texts.items():
        texts.setdefault(lesson_id.partition("/")[0], []).append((lesson_id, 1, text))
    for course_id, own in texts.items():
        practice = {lesson_id: body for lesson_id, body in _practice(pack).items() if lesson_id.partition("/")[0] == course_id}
        hub.snapshot.keep_texts(course_id, '"etag"', 1, own, practice)
    return hub


def _practice(pack: Pack) -> dict[str, str]:
    quizzes = {lesson_id: f'{{"quiz":{quiz.model_dump_json()}}}' for lesson_id, quiz in pack.quizzes.items()}
    return quizzes | {lesson_id: f'{{"scenario":{it.model_dump_json()}}}' for lesson_id, it in pack.scenarios.items()}


def _history(things: tuple[Fact, ...]) -> tuple[Fact, ...]:
    catalogue = catalogue_of(things)
    record = record_of(demo_events(catalogue, MOMENT, ZONE))
    state = LearnerState(learner=Learner(id="me", name="Ada Partner", zone=ZONE), record=record)
    done = completions(catalogue, record)
    longest = streak(record.standing.days, MOMENT.date()).longest
    claims = (*certification_claims(catalogue, state, done), *badge_claims(catalogue, state, done, longest))
    awards = tuple(Award(of=claim.of, at=MOMENT) for claim in claims if claim.met)
    return (*record.lessons.values(), *record.courses.values(), record.standing, *awards)
