"""Hours and streak. Rules: merging by kind (time), Streak, rules.md."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from trainhub_core.models.learning import Record
from trainhub_core.rules import intervals

GRACE_EVERY = 7
MOST_GRACE = 2


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row, the longest there ever was, and the days of grace that are left."""

    days: int
    longest: int
    grace: int
    why: str


def study_seconds(record: Record) -> int:
    """Seconds studied: the length of the union of all study intervals, so that two devices at once do not count double."""
    return intervals.length(intervals.union(*(lesson.study for lesson in record.lessons.values())))


def streak(days: Iterable[date], today: date, rest_days: Collection[int] = (5, 6)) -> Streak:
    """The streak as it stands on `today`; `rest_days` are weekdays, Monday 0."""
    studied = {day for day in days if day <= today}
    length = longest = grace = 0
    day = min(studied, default=today)
    while day <= today:
        if day in studied:
            length += 1
            longest = max(longest, length)
            if length % GRACE_EVERY == 0:
                grace = min(MOST_GRACE, grace + 1)
        elif day.weekday() not in rest_days and day != today:
            if grace and length:
                grace -= 1
            else:
                length = grace = 0
        day += timedelta(days=1)
    spare = f", {grace} day{'s' if grace > 1 else ''} of grace left" if grace else ""
    return Streak(length, longest, grace, f"{length} day{'' if length == 1 else 's'} in a row with a minute of study or more{spare}")
