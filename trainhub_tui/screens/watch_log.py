"""What a video being watched tells: of a lesson to the hub, of a document to this laptop alone (VID-2, VID-3)."""

import json
import threading
from datetime import datetime
from typing import Protocol

from trainhub_core.models.base import Spans
from trainhub_core.models.learning import EventType
from trainhub_core.rules.intervals import length, union
from trainhub_core.rules.watching import LONGEST_PIECE, without
from trainhub_tui.hub import Hub
from trainhub_tui.screens.lesson_log import LessonLog


class WatchLog(Protocol):
    """`watched` and `place` (a second) as they were known at first and told since; `seconds` is the video's length, 0 while unknown."""

    watched: Spans
    place: int
    seconds: int

    def keep(self, watched: Spans, place: int) -> bool:
        """Tell what was watched since the last time, and where; True when there was anything to tell. Raises as `Hub.record`."""


class ResourceLog:
    """Of a video of the library, on this laptop alone."""

    def __init__(self, hub: Hub, resource_id: str) -> None:
        self._hub = hub
        self._name = f"watched/resource/{resource_id}"
        self.watched: Spans = ()
        self.place = self.seconds = 0
        self._read(hub.remembered(self._name) or "")

    def _read(self, kept: str) -> None:
        try:
            told = json.loads(kept) if kept else {}
            self.watched = union((int(start), int(end)) for start, end in told.get("watched", ()))
            self.place, self.seconds = int(told.get("place", 0)), int(told.get("seconds", 0))
        except (ValueError, TypeError, AttributeError):
            self.watched, self.place, self.seconds = (), 0, 0  # what cannot be read is as good as never kept

    def keep(self, watched: Spans, place: int) -> bool:
        self.watched, self.place = union(self.watched, watched), place
        value = json.dumps({"watched": self.watched, "place": place, "seconds": self.seconds})
        known = self._hub.remembered(self._name)
        if value == known or (known is None and not self.watched and not place):
            return False
        self._hub.remember(self._name, value)
        return True


class LessonWatchLog:
    """Of a video lesson: watched pieces, study time and the place, as learning events."""

    def __init__(self, hub: Hub, lesson_id: str, watched: Spans, place: int, seconds: int) -> None:
        self._hub = hub
        self._lock = threading.Lock()
        self._log = LessonLog(hub, lesson_id)
        self._log.begin_at((place, self._share(watched, seconds)))
        self.lesson_id, self.watched, self.place, self.seconds = lesson_id, watched, place, seconds
        self._since: datetime | None = None

    def plays(self) -> None:
        """The video runs: that is study time."""
        self._log.alive()
        self._since = self._since or self._hub.now()

    def keep(self, watched: Spans, place: int) -> bool:
        with self._lock:
            fresh = without(watched, self.watched)
            if fresh:
                self._hub.record(self._hub.event(EventType.WATCHED, self.lesson_id, media=fresh, span=self._wall()))
                self.watched = union(self.watched, fresh)
            self._since = None
            self.place = place
            told = self._log.keep(self._log.taken(), (place, self._share(self.watched, self.seconds)))
            return bool(fresh) or told

    def reads(self) -> None:
        """The transcript is read in the video's place: that is study time."""
        self._log.alive()

    def read_seconds(self) -> int:
        """Seconds of reading that were not told yet."""
        return self._log.running_seconds()

    def keep_read(self, at_end: bool = False) -> bool:
        """Tell how long the transcript was read, and that its end was reached. Raises as `Hub.record`."""
        with self._lock:
            place = (self.place, self._share(self.watched, self.seconds))
            return self._log.keep(self._log.taken(), place, EventType.REACHED_END if at_end else None)

    def mark_done(self) -> None:
        """The learner says that it is done. Raises as `Hub.record`."""
        with self._lock:
            self._log.keep(self._log.taken(), (self.place, self._share(self.watched, self.seconds)), EventType.MARKED_DONE)

    def _wall(self) -> tuple[int, int] | None:
        end = int(self._hub.now().timestamp())
        start = int(self._since.timestamp()) if self._since else end
        return (max(start, end - LONGEST_PIECE), end) if start < end else None

    @staticmethod
    def _share(watched: Spans, seconds: int) -> int:
        return min(1000, 1000 * length(watched) // seconds) if seconds else 0
