"""How servers on one database tell each other that something was committed. It may be missed: who hears it looks into the tables."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

Pause = Callable[[float], Awaitable[None]]
GLANCE_SECONDS = 0.25


class Bell(Protocol):
    """`look_seconds` is how often whoever listens should look although nothing was heard."""

    look_seconds: float

    def ring(self) -> None:
        """Something was committed here: tell the others, soon. Never waits."""
        ...

    async def listen(self, heard: Callable[[], None], anew: Callable[[], None]) -> None:
        """Until cancelled: `heard` when others rang, `anew` each time when it begins to hear, and may have missed something."""
        ...

    async def close(self) -> None: ...


class FileBell:
    """A SQLite file: the processes that use it are on one machine, and its own counter says that one of them wrote."""

    look_seconds = 60.0

    def __init__(self, path: Path, pause: Pause = asyncio.sleep) -> None:
        self._path = path
        self._pause = pause

    def ring(self) -> None:
        """The file says so itself."""

    async def listen(self, heard: Callable[[], None], anew: Callable[[], None]) -> None:
        """A question of some microseconds, which takes no lock that a writer waits for: it is asked without a thread."""
        anew()
        with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)) as watched:
            known = _version(watched)
            while True:
                await self._pause(GLANCE_SECONDS)
                now = _version(watched)
                if now != known:
                    known = now
                    heard()

    async def close(self) -> None:
        return


def _version(watched: sqlite3.Connection) -> object:
    """A number that is another one after each commit of somebody else; None while that cannot be said."""
    try:
        return watched.execute("PRAGMA data_version").fetchone()[0]
    except sqlite3.OperationalError:
        return None
