"""Other processes of this computer, and what our own are started with."""

import os
from contextlib import suppress
from pathlib import Path


def runs(process_id: int) -> bool:
    """Whether a process of this number runs; one that has ended does not, though nobody has asked yet how it ended."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return not _has_ended(process_id)


def _has_ended(process_id: int) -> bool:
    """As Linux tells it: in a container such a number may stay for ever."""
    with suppress(OSError):
        return Path(f"/proc/{process_id}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "Z"
    return False


def has_a_shell() -> bool:
    """Whether there is somebody who would continue this job once it has stopped: not where a terminal was opened for it alone."""
    return os.name == "posix" and os.getpgrp() != os.getsid(0)


def environment() -> dict[str, str]:
    """Ours. `-P` keeps what lies in the current folder from being imported, so a source tree is named as such."""
    folder = Path(__file__).resolve().parent.parent
    if folder.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))}
