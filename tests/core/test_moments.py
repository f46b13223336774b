"""API-1: a moment travels as a date and time with its zone, and as nothing else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from trainhub_core.models.base import Moment
from trainhub_core.models.webinars import Registration, SeatState

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


@pytest.mark.parametrize(
    "told",
    ["2026-03-02T09:30:00Z", "2026-03-02t09:30:00z", "2026-03-02 09:30+00:00", "2026-03-02T10:30:00.000+01:00", "2026-03-02T09:30:00+0000"],
)
def test_a_date_and_time_with_its_zone_is_a_moment_in_utc(told: str) -> None:
    assert MOMENT.validate_json(f'"{told}"') == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [
        *("1772443800", "1772443800.5", '"1772443800"', '"-1.5"', "true", "null", "[]"),
        *('"2026-03-02"', '"2026-03-02T09:30:00"', '"20260302T093000Z"', '"2026-W10-1T09:30:00Z"', '"tomorrow"', '""'),
        *('"0000-03-02T09:30:00Z"', '"9999-12-31T23:59:59-01:00"', '"2026-03-02T09:30:00Z\\n"', '"2026-02-30T09:30:00Z"'),
    ],
)
def test_a_number_or_half_a_moment_is_refused(told: str) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_json(told)


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_was_written_is_read_again(moment: datetime) -> None:
    """What is stored on either side was written by a model."""
    seat = Registration(webinar_id="talk", state=next(iter(SeatState)), at=moment)
    assert Registration.model_validate_json(seat.model_dump_json()) == seat
    assert Registration.model_validate(seat.model_dump(mode="json")) == seat
    assert MOMENT.validate_json(f'"{moment.isoformat()}"') == moment


def test_the_document_says_date_and_time() -> None:
    assert MOMENT.json_schema() == {"type": "string", "format": "date-time"}
