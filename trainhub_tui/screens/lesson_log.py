"""What a lesson being read tells the hub: where it was left, how long it was studied, that its end was seen."""

import threading

from trainhub_core.models.base import Span
from trainhub_core.models.learning import EventType
from trainhub_tui.hub import Hub
from trainhub_tui.screens.study_clock import StudyClock

Place = tuple[int, int]
"""Source offset, and share seen per mille."""


class LessonLog:
    """One lesson's events, journalled in order whatever thread they come from. All raise as `Hub.record` does."""

    def __init__(self, hub: Hub, lesson_id: str) -> None:
        self._hub = hub
        self._lock = threading.Lock()
        self.lesson_id = lesson_id
        self.clock = StudyClock()
        self._told: Place | None = None

    def alive(self) -> None:
        """The learner did something."""
        self.clock.alive(self._hub.now())

    def running_seconds(self) -> int:
        """Seconds studied that were not told yet."""
        return self.clock.running_seconds(self._hub.now())

    def taken(self) -> tuple[Span, ...]:
        """The spans to tell now. Call it on the app's thread, `keep` them in another."""
        return self.clock.taken(self._hub.now())

    def keep(self, spans: tuple[Span, ...], place: Place, then: EventType | None = None) -> bool:
        """Tell what was studied, the place where it is another one than told before, and what happened then.

        True when there was anything to tell."""
        with self._lock:
            for span in spans:
                self._record(EventType.STUDIED, span=span)
            has_moved = place != self._told
            if has_moved:
                self._record(EventType.LEFT_AT, offset=place[0], share=place[1])
                self._told = place
            if then is not None:
                self._record(then)
            return bool(spans) or has_moved or then is not None

    def begin_at(self, place: Place) -> None:
        """Where the reading starts; that alone is nothing to tell."""
        self._told = place

    def _record(self, kind: EventType, **details: object) -> None:
        self._hub.record(self._hub.event(kind, self.lesson_id, **details))
