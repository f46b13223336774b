"""VID-3: which seconds of a video were watched (media-and-standards.md, Video)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.models.base import Spans
from trainhub_core.rules.intervals import length, union
from trainhub_core.rules.watching import FASTEST, LATE, SECONDS_OF_SLACK, Seen, capped, in_seconds, onward, step, wall_of, without

PLACES = st.integers(0, 300)
SPANS = st.lists(st.tuples(PLACES, PLACES).map(lambda ends: (min(ends), max(ends) + 1)), max_size=12).map(lambda spans: union(spans))


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (Seen(0, 0), Seen(500, 500), True),
        (Seen(0, 0), Seen(1250, 500), True),  # late by three quarters of a second
        (Seen(0, 0), Seen(1251, 500), False),  # a jump forward
        (Seen(9000, 0), Seen(2000, 500), False),  # a jump back
        (Seen(9000, 0), Seen(9000, 60_000), False),  # a pause
        (Seen(0, 0), Seen(2000, 1000, 2.0), True),
        (Seen(0, 0), Seen(10_000, 1000, 100.0), False),  # faster than anyone watches
        (Seen(0, 500), Seen(400, 500), False),  # no time has passed
        (Seen(0, 500), Seen(400, 100), False),
    ],
)
def test_a_step_counts_only_if_it_fits_the_time_that_passed(before: Seen, after: Seen, counts: bool) -> None:
    """VID-3."""
    assert step(before, after) == ((before.position, after.position) if counts else None)


@pytest.mark.parametrize(
    ("before", "after", "moment"),
    [
        (Seen(0, 0), Seen(500, 500), 500),
        (Seen(0, 0), Seen(100, 2000), 100),  # told late: what was played meanwhile is still to come
        (Seen(0, 0), Seen(200, 2000, 2.0), 100),
        (Seen(0, 0), Seen(0, 2000), 0),  # nothing was told for so long
        (Seen(0, 0), Seen(100, 60_000), 60_000 - LATE),  # it stood still and loaded
        (Seen(0, 0), Seen(1250, 500), 500),  # no time is lent
        (Seen(0, 0), Seen(9000, 500), 500),  # a jump
        (Seen(9000, 0), Seen(0, 500), 500),
    ],
)
def test_time_that_a_step_did_not_need_is_the_next_one_s(before: Seen, after: Seen, moment: int) -> None:
    """VID-3: an app that was busy for a moment hears all at once of what was watched meanwhile."""
    assert onward(before, after) == Seen(after.position, moment, after.speed)


def _seconds(spans: Spans) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


@given(SPANS, SPANS)
def test_what_is_left_and_what_is_taken_are_the_whole(spans: Spans, taken: Spans) -> None:
    """VID-3."""
    left = without(spans, taken)
    assert _seconds(left) == _seconds(spans) - _seconds(taken)
    assert union(left, spans) == spans


@given(st.lists(SPANS, max_size=6), st.randoms(use_true_random=False))
def test_pieces_count_the_same_in_any_order_and_however_often(pieces: list[Spans], random: object) -> None:
    """VID-3: the interval set."""
    whole = union(*pieces)
    shuffled = [*pieces, *pieces]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert union(*shuffled) == whole
    assert length(whole) == len({second for spans in pieces for start, end in spans for second in range(start, end)})


@given(st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 5_000)), max_size=20), st.integers(1, 70))
def test_whole_seconds_never_pass_the_length_and_never_grow_by_more_than_rounding(told: list[tuple[int, int]], most: int) -> None:
    """VID-3."""
    milliseconds = union((start, start + long) for start, long in told)
    seconds = in_seconds(milliseconds, most)
    assert all(0 <= start < end <= most for start, end in seconds)
    assert length(seconds) <= length(milliseconds) / 1000 + len(milliseconds)


@given(SPANS, st.integers(0, 200), SPANS)
def test_the_cap_keeps_a_part_of_what_was_told_that_fits_the_free_time(media: Spans, long: int, others: Spans) -> None:
    """VID-3."""
    wall = wall_of(200, (200 - long, 200))
    kept = capped(media, wall, others)
    free = length(without((wall,), others))
    assert union(kept, media) == media
    assert length(kept) <= (FASTEST * free + SECONDS_OF_SLACK if free else 0)
    if not others and length(media) <= FASTEST * free:
        assert kept == media
