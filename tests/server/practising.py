"""Attempts and walks as a laptop tells them."""

from datetime import timedelta

from tests.server.programme import NOW, QUIZ, SCENARIO, SmallPack, event
from trainhub_core.models.attempt import Answer, Attempt, Chosen, Ticked, Walk
from trainhub_core.models.learning import EventType
from trainhub_core.models.quiz import Quiz
from trainhub_core.operations import SubmitAttempt
from trainhub_core.rules import quiz as quizzes
from trainhub_core.rules import scenario as scenarios

PRACTICE = SmallPack().with_practice()
RIGHT: dict[str, Answer] = {"silence": Chosen(option="true"), "signs": Ticked(options=("a",))}


def answered(answers: dict[str, Answer] = RIGHT, quiz: Quiz = QUIZ, attempt_id: str = "attempt-1", version: int = 2) -> Attempt:
    """An attempt that is over, marked as the laptop marks it."""
    attempt = quizzes.begun(quiz, "check-up/quiz", version, attempt_id, NOW - timedelta(minutes=4))
    for question_id, answer in answers.items():
        attempt = quizzes.replied(quiz, attempt, question_id, answer, NOW)
    return quizzes.finished(attempt, NOW, f"told-of-{attempt_id}")


def submitted(attempt: Attempt) -> SubmitAttempt:
    """The attempt with its event."""
    told = event(EventType.SCORED, attempt.lesson_id, id=attempt.event_id, score=attempt.score, version=attempt.version)
    return SubmitAttempt(event=told, attempt=attempt)


def walked(steps: int = 1, walk_id: str = "walk-1") -> SubmitAttempt:
    """A walk of so many steps, said to be over."""
    walk = scenarios.set_out("check-up/walk", 2, walk_id, NOW - timedelta(minutes=2))
    for _ in range(steps):
        walk = scenarios.stepped(SCENARIO, walk, "call", NOW)
    walk = Walk.model_validate({**walk.model_dump(), "ended": NOW, "event_id": f"told-of-{walk_id}"})
    return SubmitAttempt(event=event(EventType.REACHED_END, "check-up/walk", id=walk.event_id), walk=walk)
