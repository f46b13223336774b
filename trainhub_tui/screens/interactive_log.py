"""What a package in the browser tells, as learning events; its bookmark stays on this laptop (COURSE-4, PROG-1)."""

import threading
from datetime import datetime

from pydantic import ValidationError

from trainhub_core.models.catalogue import Lesson
from trainhub_core.models.interactive import Left, Reported
from trainhub_core.models.learning import EventType
from trainhub_core.rules.interactive import Standing, standing
from trainhub_tui.hub import Hub
from trainhub_tui.screens.lesson_log import LessonLog

HERE = (0, 0)
"""The place in a lesson that has none."""


class InteractiveLog:
    """One lesson's. `take` is called in a thread of the server; it and `leave` raise as `Hub.record` does."""

    def __init__(self, hub: Hub, lesson: Lesson, restarted: datetime | None, is_done: bool) -> None:
        """What was left before the course was last started again counts no more."""
        self._hub, self._lesson = hub, lesson
        self._lock = threading.Lock()
        self._clock = LessonLog(hub, lesson.id)
        self._clock.begin_at(HERE)
        self.left = self._kept(restarted)
        self.standing: Standing | None = None
        self._scored = self.left.score if self.left and is_done else None
        self._is_done = is_done

    @property
    def _name(self) -> str:
        return f"package/{self._lesson.id}"

    def begin(self) -> None:
        """It is opened: that is study time."""
        self._clock.alive()

    def take(self, told: Reported) -> None:
        """Keep the bookmark; tell the score when it counts, and the end once the package says that it is passed or completed."""
        with self._lock:
            now = self.standing = standing(told, self._lesson.pass_mark)
            self._clock.alive()
            kept = {"api": told.api, "location": told.location, "suspended": told.suspended, "status": told.status.lower()}
            self.left = Left(**kept, score=now.score, at=self._hub.now())
            self._hub.remember(self._name, self.left.model_dump_json())
            if now.result.is_final or told.is_over:
                self._tell_score()
            if now.result.is_done and not self._is_done:
                self._is_done = True
                self._clock.keep(self._clock.taken(), HERE, EventType.REACHED_END)

    def forget(self) -> None:
        """Begin at its beginning the next time."""
        with self._lock:
            self.left = self.standing = None
            self._hub.remember(self._name, "")

    def leave(self) -> bool:
        """Tell the time, and a score that the package has not told the end of. True when there was anything to tell."""
        with self._lock:
            return self._tell_score() | self._clock.keep(self._clock.taken(), HERE)

    def _tell_score(self) -> bool:
        score = self.standing.score if self.standing else None
        if score is None or score == self._scored:
            return False
        self._scored = score
        self._hub.record(self._hub.event(EventType.SCORED, self._lesson.id, score=score))
        return True

    def _kept(self, restarted: datetime | None) -> Left | None:
        kept = self._hub.remembered(self._name)
        try:
            left = Left.model_validate_json(kept) if kept else None
        except ValidationError:
            return None  # of an older version of trainhub; it begins anew
        return None if left and restarted and left.at < restarted else left
