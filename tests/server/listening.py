"""A client of the event stream that lets go, stops reading and comes again when a test says so."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.server.running import Server
from trainhub_core.operations import ROOT
from trainhub_server.events.stream import CUT

PATIENCE = 60.0


@dataclass(frozen=True)
class Told:
    """One event."""

    name: str
    data: dict[str, Any]
    cursor: str = ""
    retry: int | None = None

    @property
    def kinds(self) -> list[str]:
        return list(self.data.get("kinds", []))


@dataclass
class Ear:
    """What one client has heard. `reads` is clear while it reads nothing."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[Told] = field(default_factory=list)
    beats: int = 0
    body: bytes = b""
    is_over: bool = False
    was_cut: bool = False
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    _taken: int = 0
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)
    _leaves: asyncio.Event = field(default_factory=asyncio.Event)
    _asked: bool = False

    async def next(self) -> Told:
        """The next event, once it has come."""
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: len(self.heard) > self._taken)
        self._taken += 1
        return self.heard[self._taken - 1]

    async def over(self) -> None:
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: self.is_over or self.was_cut)

    async def beat(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: self.beats >= count)

    def leave(self) -> None:
        self._leaves.set()

    def cut(self) -> None:
        self.was_cut = True
        self._leaves.set()
        self.reads.set()

    async def receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        await self.reads.wait()
        async with self._came:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                self._take(message["body"])
                self.is_over = not message.get("more_body", False)
            self._came.notify_all()

    def _take(self, part: bytes) -> None:
        self.body += part
        if self.status != 200:
            return
        *whole, self.body = self.body.split(b"\n\n")
        for block in whole:
            lines = [line.partition(": ") for line in block.decode().split("\n")]
            fields = {name: value for name, _, value in lines}
            if block == b":":
                self.beats += 1
            else:
                retry = int(fields["retry"]) if "retry" in fields else None
                self.heard.append(Told(fields["event"], json.loads(fields["data"]), fields.get("id", ""), retry))


@asynccontextmanager
async def listening(server: Server, token: str, cursor: str = "") -> AsyncIterator[Ear]:
    """A stream of this token's bearer; gone at the end."""
    ear = Ear()
    ear.reads.set()
    headers = [(b"authorization", f"Bearer {token}".encode()), *([(b"last-event-id", cursor.encode())] if cursor else [])]
    scope = {
        **{"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": ""},
        **{"path": f"{ROOT}/events", "raw_path": b"", "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1)},
        **{"server": ("trainhub", 80), CUT: ear.cut},
    }
    task = asyncio.create_task(server.app(scope, ear.receive, ear.send))
    try:
        yield ear
    finally:
        ear.leave()
        ear.reads.set()
        async with asyncio.timeout(PATIENCE):
            await task
