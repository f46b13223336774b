"""A lock between windows that ends with its holder, however that one dies, and that no clock can confuse."""

import os
import sys
import threading
import time
from pathlib import Path
from typing import Self

_STEP = 0.02


class FileLock:
    """One holder at a time over all processes (and over all such objects within one)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None
        self._mine = threading.Lock()

    def take(self, seconds: float = 0.0) -> bool:
        """Whether the lock is ours now, after waiting at most so long. Raises OSError where no lock file can be made."""
        until = time.monotonic() + seconds
        while not self._taken():
            if time.monotonic() >= until:
                return False
            time.sleep(_STEP)
        return True

    def give_back(self) -> None:
        with self._mine:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None

    def __enter__(self) -> Self:
        self.take(10.0)
        return self

    def __exit__(self, *_: object) -> None:
        self.give_back()

    def _taken(self) -> bool:
        with self._mine:
            if self._handle is not None:
                return False
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if _locked(handle):
                self._handle = handle
                return True
            os.close(handle)
            return False


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # only there

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # not on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
