"""Other processes of this computer, and what our own are started with."""

import os
from contextlib import suppress
from pathlib import Path

_STATE, _BEGAN = 0, 19  # proc(5), counted from what stands behind the name
_ENDED = "Z"


def runs(process_id: int, began: str = "") -> bool:
    """Whether a process of this number runs, which began then where that is told: numbers come again. One that has ended does not,
    though nobody has asked yet how it ended."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    found = _told(process_id)
    if not found:
        return True
    return found[_STATE] != _ENDED and began in ("", found[_BEGAN])


def beginning(process_id: int) -> str:
    """When a process began, as Linux counts it; empty where that is not told."""
    found = _told(process_id)
    return found[_BEGAN] if found else ""


def _told(process_id: int) -> list[str]:
    """What Linux tells of a process behind its name, empty where it does not: the number of one that has ended may stay for ever."""
    with suppress(OSError):
        return Path(f"/proc/{process_id}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return []


def has_a_shell() -> bool:
    """Whether there is somebody who would continue this job once it has stopped: not where a terminal was opened for it alone."""
    return os.name == "posix" and os.getpgrp() != os.getsid(0)


def environment() -> dict[str, str]:
    """Ours. `-P` keeps what lies in the current folder from being imported, so a source tree is named as such."""
    folder = Path(__file__).resolve().parent.parent
    if folder.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))}
