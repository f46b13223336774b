"""PROG-1, ACH: streak, hours (rules.md, Streak)."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.rules.intervals import length, length_until, reached_at, since, union
from trainhub_core.rules.time import streak

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=n) for n in range(5)]


def test_monday_to_friday_shows_five_over_the_weekend_and_on_monday_morning() -> None:
    for day in (5, 6, 7):
        assert streak(WEEK, MONDAY + timedelta(days=day)).days == 5


def test_a_missed_monday_breaks_it_on_tuesday() -> None:
    assert streak(WEEK, MONDAY + timedelta(days=8)).days == 0


def test_rest_days_count_if_used() -> None:
    assert streak([*WEEK, MONDAY + timedelta(days=5)], MONDAY + timedelta(days=6)).days == 6


def test_a_day_of_grace_is_earned_per_seven_and_at_most_two_are_held() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(28)]
    held = streak(days, days[-1], rest_days=())
    assert (held.days, held.grace) == (28, 2)
    assert streak(days, days[-1] + timedelta(days=3), rest_days=()).days == 28
    assert streak(days, days[-1] + timedelta(days=4), rest_days=()).days == 0


def test_today_does_not_break_it_before_it_is_over() -> None:
    assert streak(WEEK[:3], WEEK[3]).days == 3


def test_the_longest_is_remembered() -> None:
    assert streak(WEEK, MONDAY + timedelta(days=60)).longest == 5


@given(st.sets(st.dates(MONDAY, MONDAY + timedelta(days=80))), st.dates(MONDAY, MONDAY + timedelta(days=90)))
def test_a_late_event_never_shortens_a_streak(days: set[date], late: date) -> None:
    today = MONDAY + timedelta(days=90)
    assert streak({*days, late}, today).days >= streak(days, today).days
    assert streak({*days, late}, today).longest >= streak(days, today).longest


def day_by_day(days: set[date], today: date, rest_days: frozenset[int]) -> tuple[int, int, int]:
    """The rule as rules.md says it, one day after the other: days in a row, the longest, grace."""
    length = longest = grace = 0
    day = min(days, default=today)
    while day <= today:
        if day in days:
            length += 1
            longest = max(longest, length)
            grace = min(2, grace + 1) if length % 7 == 0 else grace
        elif day.weekday() not in rest_days and day != today:
            length, grace = (length, grace - 1) if grace and length else (0, 0)
        day += timedelta(days=1)
    return length, longest, grace


@given(
    st.sets(st.integers(0, 60)).map(lambda left_out: {MONDAY + timedelta(days=n) for n in range(60)} - left_out),
    st.dates(MONDAY - timedelta(days=3), MONDAY + timedelta(days=90)),
    st.frozensets(st.integers(0, 6)),
)
def test_leaping_over_what_was_not_studied_says_what_each_day_would(days: set[date], today: date, rest_days: frozenset[int]) -> None:
    """PROG-1."""
    found = streak(days, today, rest_days)
    assert (found.days, found.longest, found.grace) == day_by_day(days, today, rest_days)


spans = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)).map(lambda it: (it[0], it[0] + it[1])), max_size=20)


@given(spans, spans)
def test_a_union_holds_each_second_once(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    seconds = {second for start, end in [*one, *other] for second in range(start, end)}
    joined = union(one, other)
    assert length(joined) == len(seconds)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(joined))
    assert length(since(joined, 100)) == len([second for second in seconds if second >= 100])
    assert length_until(joined, 100) == len([second for second in seconds if second < 100])


@given(spans, st.integers(1, 200))
def test_the_moment_a_time_was_reached(one: list[tuple[int, int]], wanted: int) -> None:
    seconds = sorted({second for start, end in one for second in range(start, end)})
    assert reached_at(union(one), wanted) == (seconds[wanted - 1] + 1 if len(seconds) >= wanted else None)
