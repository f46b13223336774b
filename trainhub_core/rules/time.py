"""Hours and streak. Rules: merging by kind (time), Streak, rules.md."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

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
    length = longest = grace = before = 0
    for day in sorted({day.toordinal() for day in days if day <= today}):
        if before + 1 != day:
            length, grace = _kept(length, grace, before, day, rest_days)
        length += 1
        longest = max(longest, length)
        if length % GRACE_EVERY == 0:
            grace = min(MOST_GRACE, grace + 1)
        before = day
    length, grace = _kept(length, grace, before, today.toordinal(), rest_days)
    spare = f", {grace} day{'s' if grace > 1 else ''} of grace left" if grace else ""
    return Streak(length, longest, grace, f"{length} day{'' if length == 1 else 's'} in a row with a minute of study or more{spare}")


def _kept(length: int, grace: int, before: int, after: int, rest_days: Collection[int]) -> tuple[int, int]:
    """What is left of a streak and its grace once nothing was studied on the days between these two (ordinals)."""
    for day in range(before + 1, after) if length else ():
        if (day - 1) % 7 not in rest_days:
            grace -= 1
            if grace < 0:
                return 0, 0
    return length, grace
