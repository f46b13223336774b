"""Numbers and moments in words."""

from datetime import datetime

from trainhub_core.rules.record import zone_of
from trainhub_tui.cli.answer import Cell
from trainhub_tui.cli.roles import Role

_ROLES = {
    "completed": Role.DONE,
    "done": Role.DONE,
    "seat": Role.DONE,
    "in progress": Role.UNDER_WAY,
    "available": Role.TEXT,
    "locked": Role.MUTED,
    "refused": Role.BAD,
    "failed": Role.BAD,
    "cancelled": Role.MUTED,
}


def minutes_words(minutes: int) -> str:
    """45 min, 2 h, 2 h 5 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def date_words(moment: datetime, zone: str) -> str:
    """Tue 28 Jan 2025, on the learner's wall."""
    local = moment.astimezone(zone_of(zone))
    return f"{_DAYS[local.weekday()]} {local.day:02d} {_MONTHS[local.month - 1]} {local.year}"


def moment_words(moment: datetime, zone: str) -> str:
    """Tue 28 Jan 2025 14:00, on the learner's wall."""
    return f"{date_words(moment, zone)} {moment.astimezone(zone_of(zone)):%H:%M}"


def until_words(moment: datetime, now: datetime) -> str:
    """In 2 days, in 3 hours, in 5 minutes, now."""
    seconds = int((moment - now).total_seconds())
    if seconds <= 0:
        return "now"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"in {count} {unit}{'' if count == 1 else 's'}"
    return "in a minute"


def counted(count: int, one: str, many: str | None = None) -> str:
    """1 course, 2 courses."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def rating_words(rating: int, ratings: int) -> str:
    """4.3 of 5 (12 ratings); nothing while there are too few to tell."""
    return f"{rating / 10:.1f} of 5 ({counted(ratings, 'rating')})" if ratings else ""


def state_cell(state: str) -> Cell:
    """A state in its role."""
    return Cell(state, _ROLES.get(state, Role.TEXT))


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
