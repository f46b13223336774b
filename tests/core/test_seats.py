"""WEB-2: what a webinar is to a learner, by the clock (rules.md, Webinars)."""

from datetime import timedelta

import pytest

from tests.core.learning_builders import START
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.rules.seats import WebinarState, overlapping, webinar_status, why_not_cancel

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
