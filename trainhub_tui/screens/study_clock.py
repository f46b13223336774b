"""How long a lesson was really studied, in spans to tell; idling counts for five minutes at most. Rule: merging by kind, rules.md."""

from datetime import datetime

from trainhub_core.models.base import Span

IDLE_SECONDS = 300
LONGEST_SECONDS = 300


class StudyClock:
    """Runs from its first sign of life; stops five minutes after the last one. Wall clock, so that spans of two devices can be joined."""

    def __init__(self) -> None:
        self._start: int | None = None
        self._last = 0
        self._ready: list[Span] = []

    def alive(self, now: datetime) -> None:
        """The learner did something."""
        second = int(now.timestamp())
        if self._start is not None and not self._last <= second <= self._last + IDLE_SECONDS:
            self._close(second)
        if self._start is None:
            self._start = second
        self._last = second

    def taken(self, now: datetime) -> tuple[Span, ...]:
        """The spans studied since the last time, each one second to five minutes long; what is taken is not told again."""
        second = int(now.timestamp())
        if self._start is not None:
            running = self._last <= second <= self._last + IDLE_SECONDS
            self._close(second)
            self._start = second if running else None
        ready, self._ready = tuple(self._ready), []
        return ready

    def running_seconds(self, now: datetime) -> int:
        """Length of the span that runs now."""
        if self._start is None:
            return 0
        return max(0, min(int(now.timestamp()), self._last + IDLE_SECONDS) - self._start)

    def _close(self, second: int) -> None:
        """End the span that runs: now, or where the idling began to count no more; a clock set back ends it at the last sign of life."""
        if self._start is None:
            return
        end = self._last if second < self._last else min(second, self._last + IDLE_SECONDS)
        while self._start < end:
            step = min(end, self._start + LONGEST_SECONDS)
            self._ready.append((self._start, step))
            self._start = step
        self._start = None
