"""The right answers to any quiz, and an attempt that gives them."""

from datetime import datetime

from trainhub_core.identity import uuid7
from trainhub_core.models.attempt import Answer, Attempt, Chosen, Filled, Matched, Ordered, Ticked, Typed
from trainhub_core.models.learning import EventType
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Gap,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortAnswer,
    TextGap,
)
from trainhub_core.operations import SubmitAttempt
from trainhub_core.rules import quiz as quizzes
from trainhub_tui.hub import Hub


def right_answer(question: Question) -> Answer:
    match question:
        case MultipleResponse():
            return Ticked(options=tuple(it.id for it in question.options if it.right))
        case Numeric():
            return Typed(text=str(next(it.value for it in question.numbers if it.right)))
        case ShortAnswer():
            return Typed(text=next(it.text for it in question.forms if it.right))
        case Matching():
            return Matched(targets={it.id: it.target for it in question.items})
        case Ordering():
            return Ordered(items=tuple(it.id for it in question.items))
        case Cloze():
            return Filled(gaps={gap.id: _filling(gap) for gap in question.gaps})
    return Chosen(option=next(it.id for it in question.options if it.right))


def passed(quiz: Quiz, lesson_id: str, version: int, now: datetime) -> Attempt:
    """An attempt with every answer right, that is over."""
    attempt = quizzes.begun(quiz, lesson_id, version, uuid7(now), now)
    for question in quiz.questions:
        attempt = quizzes.replied(quiz, attempt, question.id, right_answer(question), now)
    return quizzes.finished(attempt, now, uuid7(now))


def pass_quiz(hub: Hub, lesson_id: str) -> None:
    """Do the quiz of a lesson whose text is on this laptop, as the quiz page tells it."""
    text = hub.lesson_text(lesson_id)
    assert text is not None and text.quiz is not None
    attempt = passed(text.quiz, lesson_id, text.version, hub.now())
    event = hub.event(EventType.SCORED, lesson_id, id=attempt.event_id, at=attempt.ended, score=attempt.score)
    hub.record(event, SubmitAttempt(event=event, attempt=attempt))


def _filling(gap: Gap) -> str:
    if isinstance(gap, ChoiceGap):
        return next(it.id for it in gap.options if it.right)
    if isinstance(gap, TextGap):
        return next(it.text for it in gap.forms if it.right)
    return str(next(it.value for it in gap.numbers if it.right))
