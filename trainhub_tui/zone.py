"""The IANA zone of this laptop, without asking a library: TZ, then the system's zone file."""

import os
from pathlib import Path

_MARK = "zoneinfo/"


def zone_of_laptop(wanted: str = "") -> str:
    """The zone's name; `wanted` (from the settings) goes first, UTC where none can be told."""
    named = wanted or os.environ.get("TZ", "").lstrip(":")
    if named and not named.startswith("/"):
        return named
    return _linked(Path("/etc/localtime")) or _written(Path("/etc/timezone")) or "UTC"


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
