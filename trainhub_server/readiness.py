"""Whether this server can serve: its database, its migrations, its files. Asked by whoever sends it requests."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.database.migrate import pending
from trainhub_server.files.store import StoreTrouble
from trainhub_server.site import Site

PART_SECONDS = 2.0
KNOWN_SECONDS = 1.0
STOPPING = "Not ready: the server is being stopped."


class Readiness:
    """The answer is kept for a second: however often it is asked, the parts are looked at once."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic, part_seconds: float = PART_SECONDS) -> None:
        self._seconds = seconds
        self._part_seconds = part_seconds
        self._known: tuple[float, str] | None = None
        self._looking = asyncio.Lock()

    async def why_not(self, site: Site) -> str:
        """The sentence that says which part fails; nothing when all serve."""
        if site.stopping.is_set():
            return STOPPING
        async with self._looking:
            if self._known is None or self._known[0] <= self._seconds():
                troubles = await asyncio.gather(self._of(_database(site), "the database"), self._of(_files(site), "the files"))
                found = "; ".join(filter(None, troubles))
                self._known = self._seconds() + KNOWN_SECONDS, f"Not ready: {found}." if found else ""
            return self._known[1]

    async def _of(self, part: Awaitable[str], name: str) -> str:
        try:
            async with asyncio.timeout(self._part_seconds):
                return await part
        except TimeoutError:
            return f"{name} did not answer within {self._part_seconds:.0f} s"


async def _database(site: Site) -> str:
    try:
        waiting = await pending(site.database)
    except Again:
        return "the database is busy"
    except DatabaseTrouble as trouble:
        return f"the database: {trouble.sentence.rstrip('.')}"
    return f"the database is not up to date, {len(waiting)} migrations wait" if waiting else ""


async def _files(site: Site) -> str:
    try:
        await site.files.check()
    except StoreTrouble as trouble:
        return f"the files: {trouble.sentence.rstrip('.')}"
    return ""
