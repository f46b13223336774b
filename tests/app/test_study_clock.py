"""How long a lesson was studied: idle time, long sittings, clocks that jump (PROG-1; rules.md, merging by kind)."""

from datetime import UTC, datetime, timedelta

from trainhub_tui.screens.study_clock import StudyClock

START = datetime(2025, 1, 26, 13, 0, tzinfo=UTC)
SECOND = int(START.timestamp())


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def clock_with(*signs: int) -> StudyClock:
    """A clock that saw the learner at these seconds."""
    clock = StudyClock()
    for seconds in signs:
        clock.alive(at(seconds))
    return clock


def test_what_is_taken_is_told_once() -> None:
    clock = clock_with(0, 40)
    assert clock.taken(at(60)) == ((SECOND, SECOND + 60),)
    assert clock.taken(at(60)) == ()
    assert clock.taken(at(90)) == ((SECOND + 60, SECOND + 90),)


def test_idling_counts_for_five_minutes_at_most() -> None:
    assert clock_with(0).taken(at(3600)) == ((SECOND, SECOND + 300),)


def test_after_idling_a_new_span_begins_with_the_next_sign_of_life() -> None:
    assert clock_with(0, 1000).taken(at(1010)) == ((SECOND, SECOND + 300), (SECOND + 1000, SECOND + 1010))


def test_spans_are_five_minutes_long_at_most() -> None:
    spans = clock_with(0, 200, 400, 600).taken(at(700))
    assert spans == ((SECOND, SECOND + 300), (SECOND + 300, SECOND + 600), (SECOND + 600, SECOND + 700))


def test_less_than_a_second_is_not_told() -> None:
    assert clock_with(0).taken(at(0)) == ()


def test_a_clock_set_back_ends_the_span_at_the_last_sign_of_life() -> None:
    clock = clock_with(0, 50)
    clock.alive(at(-7200))
    assert clock.taken(at(-7190)) == ((SECOND, SECOND + 50), (SECOND - 7200, SECOND - 7190))


def test_the_running_span_stops_growing_when_idle() -> None:
    assert clock_with(0).running_seconds(at(30)) == 30
    assert clock_with(0).running_seconds(at(9000)) == 300
