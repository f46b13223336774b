"""Which seconds of a video were watched. Rule: a step counts only if it fits the time that passed; media-and-standards.md, Video."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from trainhub_core.models.base import Span, Spans
from trainhub_core.rules import intervals

SLACK = 750
"""Milliseconds by which a step may be longer than the time that passed allows: players report late."""
LATE = 5_000
"""Milliseconds by which whoever looks may be late: what the player told meanwhile comes all at once then."""
FASTEST = 3.0
"""No faster playback counts, whatever the player was set to."""
LONGEST_PIECE = 120
"""Wall seconds that one event may tell of; players tell every minute."""
SECONDS_OF_SLACK = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """Where playback stood and how fast it ran, at a moment of a clock that only runs forward; both in milliseconds."""

    position: int
    moment: int
    speed: float = 1.0


def step(before: Seen, after: Seen) -> Span | None:
    """The milliseconds of the video that played between two looks; None where it stood, went back, or jumped."""
    passed = after.moment - before.moment
    fits = passed * _speed(before, after) + SLACK
    if passed <= 0 or not 0 < after.position - before.position <= fits:
        return None
    return before.position, after.position


def onward(before: Seen, after: Seen) -> Seen:
    """Where the next step begins: with the time that this one had and did not need, which what is told late needs."""
    if after.position != before.position and step(before, after) is None:
        return after
    needed = ceil((after.position - before.position) / _speed(before, after))
    return replace(after, moment=min(after.moment, max(before.moment + needed, after.moment - LATE)))


def _speed(before: Seen, after: Seen) -> float:
    return min(FASTEST, max(before.speed, after.speed))


def in_seconds(milliseconds: Iterable[Span], length: int | None = None) -> Spans:
    """Spans of milliseconds as whole seconds, each end rounded to the nearest; none past the video's `length`."""
    most = length if length is not None else 10**9
    return intervals.union((min(most, (start + 500) // 1000), min(most, (end + 500) // 1000)) for start, end in milliseconds)


def without(spans: Iterable[Span], taken: Sequence[Span]) -> Spans:
    """The seconds of `spans` that are in none of `taken` (both disjoint and in order)."""
    left: list[Span] = []
    for start, end in spans:
        for first, last in taken:
            if first < end and last > start:
                if first > start:
                    left.append((start, first))
                start = max(start, last)
        if start < end:
            left.append((start, end))
    return tuple(left)


def wall_of(at: int, span: Span | None) -> Span:
    """The wall seconds that an event told at `at` speaks of: as long as its span, two minutes at most, and ending then."""
    told = span[1] - span[0] if span else 0
    return at - max(0, min(LONGEST_PIECE, told)), at


def capped(media: Spans, wall: Span, others: Iterable[Span]) -> Spans:
    """What of `media` the wall time allows that no other event has used; the first seconds of it where it is too much."""
    free = intervals.length(without((wall,), intervals.union(others)))
    left = int(FASTEST * free) + SECONDS_OF_SLACK if free else 0
    kept: list[Span] = []
    for start, end in media:
        if left <= 0:
            break
        kept.append((start, min(end, start + left)))
        left -= end - start
    return tuple(kept)
