"""Attempts and walks on this laptop: what was begun is remembered after each answer, what is over goes to the outbox with its event."""

import threading

from pydantic import ValidationError

from trainhub_core.identity import uuid7
from trainhub_core.models.attempt import Answer, Attempt, Walk
from trainhub_core.models.learning import EventType
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario
from trainhub_core.models.texts import LessonText
from trainhub_core.operations import SubmitAttempt
from trainhub_core.rules import quiz as quizzes
from trainhub_core.rules import scenario as scenarios
from trainhub_tui.hub import Hub


class QuizLog:
    """One lesson's attempts. `keep` and `tell` write, in whatever thread, and raise as `Hub.record` does."""

    def __init__(self, hub: Hub, text: LessonText, quiz: Quiz) -> None:
        """Goes on with the attempt that was left, where its questions are still as they were shown."""
        self._hub, self._text, self.quiz = hub, text, quiz
        self._lock = threading.Lock()
        self.attempt = self._left() or self._fresh()
        self.was_left = bool(self.attempt.replies)

    @property
    def _name(self) -> str:
        return f"attempt/{self._text.lesson_id}"

    @property
    def is_over(self) -> bool:
        """Whether every question was answered."""
        return self.attempt.ended is not None

    def reply(self, question_id: str, answer: Answer) -> None:
        """Take an answer; the last one ends the attempt."""
        now = self._hub.now()
        self.attempt = quizzes.replied(self.quiz, self.attempt, question_id, answer, now)
        if quizzes.next_question(self.attempt) is None:
            self.attempt = quizzes.finished(self.attempt, now, uuid7(now))

    def again(self) -> None:
        """Begin another attempt."""
        self.attempt = self._fresh()

    def keep(self) -> None:
        """Write down where the attempt stands; one that is over is told, once."""
        with self._lock:
            attempt = self.attempt
            self._hub.remember(self._name, attempt.model_dump_json() if attempt.replies else "")
            if attempt.ended and attempt.event_id and attempt.id not in self._hub.state().attempts:
                told = {"id": attempt.event_id, "at": attempt.ended, "score": attempt.score}
                event = self._hub.event(EventType.SCORED, attempt.lesson_id, **told)
                self._hub.record(event, SubmitAttempt(event=event, attempt=attempt))
            if attempt.ended:
                self._hub.remember(self._name, "")

    def _fresh(self) -> Attempt:
        now = self._hub.now()
        return quizzes.begun(self.quiz, self._text.lesson_id, self._text.version, uuid7(now), now)

    def _left(self) -> Attempt | None:
        kept = self._hub.remembered(self._name)
        try:
            attempt = Attempt.model_validate_json(kept) if kept else None
        except ValidationError:
            return None  # of an older version of trainhub; it begins anew
        return attempt if attempt and quizzes.can_go_on(self.quiz, attempt) else None


class WalkLog:
    """One lesson's walks, as `QuizLog` keeps attempts."""

    def __init__(self, hub: Hub, text: LessonText, scenario: Scenario) -> None:
        self._hub, self._text, self.scenario = hub, text, scenario
        self._lock = threading.Lock()
        self.walk = self._left() or self._fresh()

    @property
    def _name(self) -> str:
        return f"walk/{self._text.lesson_id}"

    @property
    def is_over(self) -> bool:
        """Whether an end was reached."""
        return self.walk.ended is not None

    def step(self, choice_id: str) -> None:
        """Take a choice; one that leads to an end ends the walk."""
        now = self._hub.now()
        self.walk = scenarios.stepped(self.scenario, self.walk, choice_id, now)
        if self.walk.ended:
            self.walk = self.walk.model_copy(update={"event_id": uuid7(now)})

    def back(self) -> None:
        """Take the last choice back. A walk that was told of goes on as another one."""
        walk = scenarios.stepped_back(self.walk)
        self.walk = walk.model_copy(update={"id": uuid7(self._hub.now())}) if self.walk.ended else walk

    def again(self) -> None:
        """Begin another walk."""
        self.walk = self._fresh()

    def keep(self) -> None:
        """Write down where the walk stands; one that is over is told, once."""
        with self._lock:
            walk = self.walk
            self._hub.remember(self._name, walk.model_dump_json() if walk.steps else "")
            if walk.ended and walk.event_id and walk.id not in self._hub.state().walks:
                event = self._hub.event(EventType.REACHED_END, walk.lesson_id, id=walk.event_id, at=walk.ended)
                self._hub.record(event, SubmitAttempt(event=event, walk=walk))
            if walk.ended:
                self._hub.remember(self._name, "")

    def _fresh(self) -> Walk:
        now = self._hub.now()
        return scenarios.set_out(self._text.lesson_id, self._text.version, uuid7(now), now)

    def _left(self) -> Walk | None:
        kept = self._hub.remembered(self._name)
        try:
            walk = Walk.model_validate_json(kept) if kept else None
        except ValidationError:
            return None  # of an older version of trainhub; it begins anew
        return walk if walk and len(scenarios.travelled(self.scenario, walk)) == len(walk.steps) else None
