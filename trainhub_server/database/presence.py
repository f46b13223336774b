"""Whether another server runs on the same database. Where one does, the database cannot have gone back to a backup meanwhile."""

import asyncio
import sys
from pathlib import Path
from typing import IO, Protocol

if sys.platform != "win32":
    import fcntl


class Presence(Protocol):
    """One server's. It ends with the process, however that ends."""

    async def come(self) -> bool:
        """True where nobody else is there; whoever comes next then waits until `settled`. Raises DatabaseTrouble."""
        ...

    async def settled(self) -> None:
        """Others may come."""
        ...

    async def close(self) -> None: ...


class FilePresence:
    """A SQLite file's: a lock on a file beside it, because one on the file itself is the engine's."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}-serving")
        self._file: IO[bytes] | None = None

    async def come(self) -> bool:
        if sys.platform == "win32":
            return True  # each server takes itself for the only one
        self._file = self._path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            await asyncio.to_thread(fcntl.flock, self._file, fcntl.LOCK_SH)
            return False
        return True

    async def settled(self) -> None:
        if sys.platform != "win32" and self._file:
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)

    async def close(self) -> None:
        if self._file:
            self._file.close()
