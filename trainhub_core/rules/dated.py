"""Sets of seconds that remember when each was last watched, so that a restart can tell old from new. Joined by the later moment."""

from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import pairwise

from trainhub_core.models.base import DatedSpan, DatedSpans, Span, Spans
from trainhub_core.rules.intervals import union


def dated(spans: Iterable[Span], at: int) -> DatedSpans:
    """These seconds, all watched at `at` (epoch seconds)."""
    return tuple((start, end, at) for start, end in union(spans))


def latest(*sets: Iterable[DatedSpan]) -> DatedSpans:
    """All seconds of the sets, each with the latest moment that any of them has for it."""
    waiting = sorted((span for spans in sets for span in spans if span[0] < span[1]), reverse=True)
    ends = sorted({place for start, end, _ in waiting for place in (start, end)})
    running: list[tuple[int, int]] = []  # the newest first: minus its moment, its end
    joined: list[DatedSpan] = []
    for start, end in pairwise(ends):
        while waiting and waiting[-1][0] <= start:
            _, until, at = waiting.pop()
            heappush(running, (-at, until))
        while running and running[0][1] <= start:
            heappop(running)
        if running:
            _extend(joined, (start, end, -running[0][0]))
    return tuple(joined)


def watched_after(spans: Iterable[DatedSpan], moment: int) -> Spans:
    """The seconds that were watched after this moment (epoch seconds)."""
    return union((start, end) for start, end, at in spans if at > moment)


def _extend(joined: list[DatedSpan], span: DatedSpan) -> None:
    if joined and joined[-1][1:] == (span[0], span[2]):
        joined[-1] = (joined[-1][0], span[1], span[2])
    else:
        joined.append(span)
