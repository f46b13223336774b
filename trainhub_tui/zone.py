"""The IANA zone of this laptop: TZ, then the system's zone file."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MARK = "zoneinfo/"


def zone_of_laptop(wanted: str = "") -> str:
    """The zone's name; `wanted` (from the settings) goes first, UTC where none can be told."""
    told = (wanted, os.environ.get("TZ", "").lstrip(":"), _linked(Path("/etc/localtime")), _written(Path("/etc/timezone")))
    return next((name for name in told if name and _is_known(name)), "UTC")


def _is_known(name: str) -> bool:
    """Whether times can be shown in it: `CET-1CEST` can stand in TZ and is no IANA zone."""
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _linked(file: Path) -> str:
    try:
        target = str(file.readlink())
    except OSError:
        return ""
    return target.partition(_MARK)[2]


def _written(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
