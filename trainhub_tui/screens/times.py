"""Moments in a learner's words: days, times, countdowns. Light, because Home needs it before the first paint."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def local(moment: datetime, zone: str) -> datetime:
    """The moment on the learner's clock; an unknown zone leaves it as it is."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment


def day_label(moment: datetime, zone: str) -> str:
    """`Tue 28 Jan` in a zone."""
    here = local(moment, zone)
    return f"{here:%a} {here.day:>2} {here:%b}"


def date_label(moment: datetime, zone: str) -> str:
    """`28 Jan 2025` in a zone."""
    here = local(moment, zone)
    return f"{here.day} {here:%b %Y}"


def time_label(moment: datetime, zone: str) -> str:
    """`14:00` in a zone."""
    return f"{local(moment, zone):%H:%M}"


def zone_label(zone: str) -> str:
    """A zone for people: `Berlin time`."""
    return "UTC" if zone in ("", "UTC", "Etc/UTC") else f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def countdown(moment: datetime, now: datetime) -> str:
    """How far off a moment is: `in 2 days`, `in 3 h`, `in 12 min`, `now`."""
    away = moment - now
    if away < timedelta(minutes=1):
        return "now"
    if away < timedelta(hours=1):
        return f"in {away // timedelta(minutes=1)} min"
    if away < timedelta(days=1):
        return f"in {away // timedelta(hours=1)} h"
    days = away // timedelta(days=1)
    return f"in {days} day{'' if days == 1 else 's'}"
