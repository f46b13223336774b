"""Attempts at practice quizzes and walks through scenarios: marked once more here, by the rules of the laptop. Rule: Quizzes, rules.md."""

from datetime import datetime

from trainhub_core.models.attempt import Attempt, Walk
from trainhub_core.models.learning import Event
from trainhub_core.models.texts import LessonText
from trainhub_core.models.wire import Kind, Receipt
from trainhub_core.operations import SubmitAttempt
from trainhub_core.rules import quiz as quizzes
from trainhub_core.rules import scenario as scenarios
from trainhub_server.refusals import Invalid, NotThere, Refused
from trainhub_server.repositories import attempts, changes, learners
from trainhub_server.repositories import catalogue as repository
from trainhub_server.services import learning
from trainhub_server.services.learning import EARLIEST
from trainhub_server.unit import Unit

MOST_ATTEMPTS = 10_000


async def submit(unit: Unit, caller: str, order: SubmitAttempt) -> Receipt:
    """Keep it with the score that it has by our rules, and take in the event that tells of it. The first one of an id counts."""
    told = order.attempt or order.walk
    if told is None:
        raise Invalid("This takes an attempt at a quiz or a walk through a scenario.")
    await learners.lock(unit.connection, caller)
    kind = Kind.ATTEMPT if order.attempt else Kind.WALK
    if known := await changes.current(unit.connection, caller, kind, told.id):
        return Receipt(changes=(known,))
    if await attempts.count(unit.connection, caller) >= MOST_ATTEMPTS:
        raise Refused(f"{MOST_ATTEMPTS} attempts and walks of yours are kept already; there is no room for more.")
    text = await repository.lesson_text(unit.connection, told.lesson_id)
    kept, event = _marked(text, told, order.event)
    kept = kept.model_copy(update={"started": _sane(kept.started, unit.now), "ended": _sane(kept.ended or unit.now, unit.now)})
    receipt = await learning.record(unit, caller, [event])
    if not await attempts.add(unit.connection, caller, kind, kept, unit.now):
        raise Invalid("This id is that of another attempt.")
    change = await changes.put(unit.connection, caller, kind, kept.id, kept)
    return receipt.model_copy(update={"changes": (*receipt.changes, change)})


def _marked(text: LessonText | None, told: Attempt | Walk, event: Event) -> tuple[Attempt | Walk, Event]:
    """What is kept, and its event with our score. Raises NotThere and Invalid."""
    if isinstance(told, Attempt):
        if text is None or text.quiz is None:
            raise NotThere("There is no quiz in this lesson.")
        if reason := quizzes.why_not_counted(text.quiz, text.version, told):
            raise Invalid(reason)
        marked = quizzes.remarked(text.quiz, told)
        return marked, event.model_copy(update={"score": marked.score})
    if text is None or text.scenario is None:
        raise NotThere("There is no scenario in this lesson.")
    if told.version == text.version and not scenarios.standing(text.scenario, told).is_end:
        raise Invalid("This walk has not come to an end.")
    return told, event


def _sane(moment: datetime, now: datetime) -> datetime:
    return min(max(moment, EARLIEST), now)
