"""Folders of the demo. Each is locked for as long as its window lives; what windows that were killed left behind is swept away."""

import contextlib
import os
import shutil
import stat
import time
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from trainhub_tui.cache.lock import FileLock

PREFIX = "trainhub-demo-"
LOCK = "window.lock"
UNLOCKED_SECONDS = 24 * 3600.0
"""A folder without a lock may be one that is being made; a day later it is not."""


class Throwaway:
    """A new folder of one's own, gone with `remove` or, after a kill, with the next sweep."""

    def __init__(self, root: Path | None = None) -> None:
        self.folder = Path(mkdtemp(prefix=PREFIX, dir=root))
        self._lock = FileLock(self.folder / LOCK)
        self._lock.take()

    def remove(self) -> None:
        self._lock.give_back()
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep_throwaways(root: Path | None = None) -> None:
    """Remove this person's folders that belong to no living window."""
    for folder in (root or Path(gettempdir())).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if _is_left_behind(folder):
                shutil.rmtree(folder)


def _is_left_behind(folder: Path) -> bool:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (os.name == "posix" and found.st_uid != os.getuid()):
        return False
    if not os.path.lexists(folder / LOCK):
        return time.time() - found.st_mtime > UNLOCKED_SECONDS
    lock = FileLock(folder / LOCK)
    if not lock.take():
        return False
    lock.give_back()
    return True
