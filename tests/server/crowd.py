"""Learners who ask a server over the network, each until they are answered, and the processes they ask."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx

from tests.ports import free_port
from tests.server import small_server
from tests.server.postgres import OWNER
from tests.server.programme import NOW
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.operations import CancelWebinar, Operation, RegisterWebinar, SetBookmark
from trainhub_server.database.face import Database
from trainhub_server.database.migrate import migrate_at
from trainhub_server.database.opening import open_database
from trainhub_server.offer import Offer
from trainhub_server.services import accounts
from trainhub_server.unit import Unit

PATIENCE = 60.0
_numbers = count(1)


@dataclass
class Processes:
    """Server processes on one port."""

    database: str
    folder: Path
    port: int
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> subprocess.Popen[str]:
        words = ("-m", "tests.server.small_server", self.database, str(self.folder / "files"), str(self.port))
        process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True)
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[str]) -> None:
        """With -9: it is asked nothing."""
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        self.running.remove(process)


def listens(process: subprocess.Popen[str]) -> bool:
    return process.stdout is not None and process.stdout.readline() == small_server.LISTENING


@contextmanager
def processes(database: str, folder: Path, number: int) -> Iterator[Processes]:
    """So many of them, which listen."""
    made = Processes(database, folder, free_port())
    try:
        for _ in range(number):
            made.start()
        assert all(listens(process) for process in made.running)
        yield made
    finally:
        for process in list(made.running):
            made.kill(process)


@dataclass
class Learner:
    """Somebody who sends each change until it is answered, with the same key."""

    id: str
    http: httpx.AsyncClient
    statuses: list[int] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    async def do(self, operation: Operation) -> None:
        """Until it is done. What is neither done nor put off is kept in `statuses`, and asked for no more."""
        headers = {"Idempotency-Key": f"key-{next(_numbers)}", "Content-Type": "application/json"}
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    answer = await self.http.request(operation.method, operation.path, content=operation.body(), headers=headers)
                except httpx.TransportError:
                    await asyncio.sleep(0.02)
                    continue
                self.statuses.append(answer.status_code)
                if answer.status_code not in (503, 409):
                    return
                self.sentences.append(answer.json()["detail"])
                await asyncio.sleep(0.02)

    async def work(self, rounds: int, half_way: asyncio.Event | None = None) -> None:
        """A seat taken and given back, and a bookmark, again and again; in the middle of it they wait for `half_way`."""
        for number in range(rounds):
            if half_way and number == rounds // 2:
                await half_way.wait()
            await self.do(RegisterWebinar(webinar_id="talk", at=NOW))
            mark = Bookmark(kind=BookmarkKind.LESSON, object="first-steps/l1", offset=number, title=f"{number}", at=NOW)
            await self.do(SetBookmark(bookmark=mark))
            await self.do(CancelWebinar(webinar_id="talk", at=NOW))


@asynccontextmanager
async def learners(database: Database, port: int, number: int) -> AsyncIterator[list[Learner]]:
    """So many, signed in. Each request of theirs is a connection of its own, so that any process may get it."""
    made = []
    for at in range(number):
        async with database.writing() as connection:
            unit = Unit(connection, Offer(), NOW)
            who = await accounts.ensure(unit, f"learner-{at}", f"Learner {at}", "UTC")
            await accounts.add_token(unit, who.id, f"th_token_{at}")
        headers = {"Authorization": f"Bearer th_token_{at}", "Connection": "close"}
        made.append(Learner(who.id, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=PATIENCE)))
    try:
        yield made
    finally:
        for learner in made:
            await learner.http.aclose()


@asynccontextmanager
async def looking(address: str) -> AsyncIterator[Database]:
    """The database, migrated by its owner, to look into past every wall."""
    await migrate_at(address)
    database = await open_database(address.replace(f"//{OWNER}@", "//postgres@"))
    try:
        yield database
    finally:
        await database.close()
