"""Webinars planned by rule, so that a hub started in any year has upcoming ones."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Minutes, Text
from trainhub_core.models.webinars import Webinar


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class PlannedWebinar(Fact):
    """Held on the first `weekday` at least `days_ahead` days from now, at `starts` (HH:MM) on the clock of the host's `zone`."""

    id: Id
    title: Line
    summary: Text = ""
    presenter: Line
    weekday: Weekday
    days_ahead: int = Field(ge=2, le=365)
    starts: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    minutes: Minutes
    zone: Line
    capacity: int = Field(ge=1)

    def at(self, now: datetime) -> Webinar:
        """The webinar as planned from this moment. Days are counted from the date in UTC, the same for every host."""
        earliest = now.astimezone(UTC).date() + timedelta(days=self.days_ahead)
        wait = (list(Weekday).index(self.weekday) - earliest.weekday()) % 7
        starts = datetime.combine(earliest + timedelta(days=wait), time.fromisoformat(self.starts), ZoneInfo(self.zone))
        shared = self.model_dump(include={"id", "title", "summary", "presenter", "minutes", "zone", "capacity"})
        return Webinar.model_validate({**shared, "starts": starts})
