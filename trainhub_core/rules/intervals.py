"""Sets of whole seconds as ordered, disjoint spans. Rule: merging by kind (union; length of the union), rules.md."""

from collections.abc import Iterable

from trainhub_core.models.base import Span, Spans


def union(*sets: Iterable[Span]) -> Spans:
    """All seconds that are in any of the sets; spans that touch become one. Empty and backward spans vanish."""
    joined: list[Span] = []
    for start, end in sorted(span for spans in sets for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def length(spans: Iterable[Span]) -> int:
    """Seconds in the spans (which must be disjoint, as `union` makes them)."""
    return sum([end - start for start, end in spans])


def since(spans: Iterable[Span], start: int) -> Spans:
    """The seconds from `start` on."""
    return tuple((max(first, start), end) for first, end in spans if end > start)


def length_until(spans: Iterable[Span], until: int) -> int:
    """Seconds in the spans before this moment."""
    return sum([min(end, until) - start for start, end in spans if start < until])


def reached_at(spans: Iterable[Span], seconds: int) -> int | None:
    """The second at which this many seconds had passed inside the spans, None when there are fewer."""
    left = seconds
    for start, end in spans:
        if end - start >= left:
            return start + left
        left -= end - start
    return None
