"""COURSE-3, VID-3: seconds that remember when they were last watched, checked against a table with one row per second."""

from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.models.base import DatedSpans, Spans
from trainhub_core.rules.dated import dated, latest, watched_after
from trainhub_core.rules.intervals import union

PLACES = st.integers(0, 40)
SPANS = st.lists(st.tuples(PLACES, PLACES).map(lambda ends: (min(ends), max(ends))), max_size=4).map(tuple)
PIECES = st.lists(st.tuples(SPANS, st.integers(0, 9)), max_size=8)
SETS = PIECES.map(lambda pieces: _joined(pieces))


def _joined(pieces: list[tuple[Spans, int]]) -> DatedSpans:
    return reduce(latest, (dated(spans, at) for spans, at in pieces), ())


def _table(pieces: list[tuple[Spans, int]]) -> dict[int, int]:
    table: dict[int, int] = {}
    for spans, at in pieces:
        for second in {second for start, end in spans for second in range(start, end)}:
            table[second] = max(at, table.get(second, at))
    return table


@given(PIECES)
def test_each_second_has_its_latest_moment(pieces: list[tuple[Spans, int]]) -> None:
    found = _joined(pieces)
    assert {second: at for start, end, at in found for second in range(start, end)} == _table(pieces)
    assert all(one[1] < other[0] or (one[1] == other[0] and one[2] != other[2]) for one, other in pairwise(found))


@given(SETS, SETS, SETS)
def test_joining_is_commutative_associative_and_idempotent(a: DatedSpans, b: DatedSpans, c: DatedSpans) -> None:
    assert latest(a, b) == latest(b, a)
    assert latest(latest(a, b), c) == latest(a, latest(b, c)) == latest(a, b, c)
    assert latest(a, a) == latest(a) == a


@given(PIECES, st.integers(-1, 10))
def test_what_was_watched_after_a_moment_is_what_the_later_pieces_hold(pieces: list[tuple[Spans, int]], moment: int) -> None:
    assert watched_after(_joined(pieces), moment) == union(*(spans for spans, at in pieces if at > moment))
