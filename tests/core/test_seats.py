"""WEB-2: what a webinar is to a learner, by the clock (rules.md, Webinars)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.learning_builders import START
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.rules.seats import WebinarState, moves, overlapping, webinar_status, why_not_cancel

WEBINAR = Webinar(id="w", title="Referrals", presenter="Sarah", starts=START, minutes=60, capacity=2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "before", "state", "can"),
    [
        ({}, DAY, WebinarState.OPEN, True),
        ({"taken": 2}, DAY, WebinarState.FULL, True),
        ({"taken": 1, "waiting": 3}, DAY, WebinarState.FULL, True),
        ({"taken": 2}, timedelta(minutes=59), WebinarState.CLOSED, False),
        ({}, timedelta(minutes=5), WebinarState.OPEN, True),
        ({}, timedelta(minutes=-5), WebinarState.LIVE, False),
        ({}, -DAY, WebinarState.ENDED, False),
        ({"recording": "tape"}, -DAY, WebinarState.RECORDING, False),
        ({"cancelled": True}, DAY, WebinarState.CANCELLED, False),
    ],
)
def test_states_follow_seats_and_clock(changes: dict[str, object], before: timedelta, state: WebinarState, can: bool) -> None:
    status = webinar_status(WEBINAR.model_copy(update=changes), None, START - before)
    assert status.state is state
    assert (status.refusal is None) is can


@pytest.mark.parametrize(
    ("held", "state", "label"),
    [
        (Registration(webinar_id="w", state=SeatState.SEAT), WebinarState.REGISTERED, "seat"),
        (Registration(webinar_id="w", state=SeatState.REQUESTED), WebinarState.REQUESTED, "seat requested"),
        (Registration(webinar_id="w", state=SeatState.WAITING, position=3), WebinarState.WAITING, "waiting 3"),
        (Registration(webinar_id="w", state=SeatState.CANCELLED), WebinarState.OPEN, "open"),
    ],
)
def test_what_is_held_goes_first(held: Registration, state: WebinarState, label: str) -> None:
    status = webinar_status(WEBINAR, held, START - DAY)
    assert (status.state, status.label) == (state, label)


def test_there_is_something_to_cancel_only_when_something_is_held() -> None:
    seat = Registration(webinar_id="w", state=SeatState.SEAT)
    assert why_not_cancel(WEBINAR, seat, START - DAY) is None
    assert why_not_cancel(WEBINAR, None, START - DAY) == "You have no seat in Referrals."
    assert why_not_cancel(WEBINAR, seat, START + DAY) == "Referrals has ended."


def test_an_overlap_names_the_other_webinar() -> None:
    other = WEBINAR.model_copy(update={"id": "x", "title": "Other", "starts": START + timedelta(minutes=59)})
    after = WEBINAR.model_copy(update={"id": "y", "starts": START + timedelta(minutes=60)})
    assert overlapping(WEBINAR, [WEBINAR, after, other]) == other
    assert overlapping(WEBINAR, [after]) is None


@pytest.mark.parametrize(
    ("before", "state", "until"),
    [
        (timedelta(hours=25), SeatState.SEAT, None),
        (timedelta(hours=24), SeatState.OFFERED, START - timedelta(hours=23, minutes=30)),
        (timedelta(minutes=61), SeatState.OFFERED, START - timedelta(minutes=31)),
    ],
)
def test_a_free_seat_is_given_until_a_day_before_and_offered_from_then_on(
    before: timedelta, state: SeatState, until: datetime | None
) -> None:
    moved = moves(WEBINAR.model_copy(update={"taken": 1}), {}, ("ana", "ben"), START - before)
    assert (moved.given, moved.state, moved.until) == (("ana",), state, until)


def test_nobody_is_asked_once_the_waitlist_is_closed_but_offers_lapse_all_the_same() -> None:
    full = WEBINAR.model_copy(update={"taken": 2})
    moved = moves(full, {"ana": START - timedelta(minutes=50)}, ("ben",), START - timedelta(minutes=50))
    assert (moved.lapsed, moved.given) == (("ana",), ())


def test_an_offer_is_shown_until_its_moment_and_has_lapsed_from_then_on() -> None:
    """WEB-2: by the clock alone, before the server says so."""
    full, until = WEBINAR.model_copy(update={"taken": 2}), START - timedelta(hours=5)
    held = Registration(webinar_id="w", state=SeatState.OFFERED, offered_until=until)
    before, at = webinar_status(full, held, until - timedelta(seconds=1)), webinar_status(full, held, until)
    assert (before.state, before.refusal, at.state, at.refusal) == (WebinarState.OFFERED, None, WebinarState.LAPSED, None)
    assert why_not_cancel(full, held, until - timedelta(seconds=1)) is None
    assert why_not_cancel(full, held, until) == "You have no seat in Referrals."
    assert webinar_status(full, held, START - timedelta(minutes=50)).state is WebinarState.CLOSED


STEPS = st.lists(st.tuples(st.sampled_from(("join", "leave", "take", "wait")), st.integers(0, 5), st.integers(0, 40)), max_size=60)


@given(STEPS, st.integers(1, 3), st.integers(2, 40))
def test_whatever_happens_nobody_is_passed_over_and_no_seat_is_held_twice(
    steps: list[tuple[str, int, int]], capacity: int, hours: int
) -> None:
    """WEB-2: seats and offers within capacity; first in, first out; an offer ends by its holder or its time alone."""
    now = START - timedelta(hours=hours)
    seats: set[str] = set()
    offers: dict[str, datetime] = {}
    line: list[str] = []
    for act, number, minutes in steps:
        now += timedelta(minutes=minutes)
        who = f"learner-{number}"
        if act == "join" and who not in seats and who not in offers and who not in line:
            line.append(who)
        if act == "leave":
            seats.discard(who)
            offers.pop(who, None)
            line = [other for other in line if other != who]
        if act == "take" and offers.get(who, now) > now:
            del offers[who]
            seats.add(who)
        taken = len(seats) + len(offers)
        moved = moves(WEBINAR.model_copy(update={"capacity": capacity, "taken": taken}), offers, line, now)
        assert set(moved.lapsed) == {other for other, until in offers.items() if until <= now}
        assert list(moved.given) == line[: len(moved.given)]
        offers = {other: until for other, until in offers.items() if other not in moved.lapsed}
        line = line[len(moved.given) :]
        if moved.until is None:
            seats |= set(moved.given)
        else:
            offers |= dict.fromkeys(moved.given, moved.until)
        assert len(seats) + len(offers) <= capacity
        is_closed = now >= START - timedelta(hours=1)
        assert is_closed or not line or len(seats) + len(offers) == capacity
        assert not (is_closed and moved.given)
