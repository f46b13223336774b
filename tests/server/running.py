"""A server in the same process, its learners, and its clock."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Protocol, Self, TypeVar

import httpx
import pytest
from fastapi import FastAPI

from tests import buckets
from tests.server.programme import NOW, SmallPack
from trainhub_core.feed import fact_of
from trainhub_core.models.base import Fact
from trainhub_core.models.learning import Event, LessonRecord
from trainhub_core.models.wire import Changes, Kind, Problem, Receipt
from trainhub_core.operations import ROOT, CancelWebinar, Operation, RegisterWebinar
from trainhub_server.app import create_app
from trainhub_server.file_settings import Bucket
from trainhub_server.repositories import changes
from trainhub_server.services import accounts
from trainhub_server.settings import Settings
from trainhub_server.site import Site

_keys = count(1)
BOTH_STORES = pytest.mark.parametrize("store", ["folder", "bucket"])
"""Has the tests of a module run in a folder and in a bucket."""
Model = TypeVar("Model", bound="Readable")


class Readable(Protocol):
    """What can be read from JSON: models and views."""

    @classmethod
    def model_validate_json(cls, told: bytes, /) -> Self: ...


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Partner:
    """A learner with a token."""

    id: str
    http: httpx.AsyncClient

    async def get(self, path: str, **query: str | int) -> httpx.Response:
        return await self.http.get(f"{ROOT}/{path}", params=query)

    async def read(self, model: type[Model], path: str, **query: str | int) -> Model:
        """The answer as this model; fails on a refusal."""
        answer = await self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return model.model_validate_json(answer.content)

    async def send(self, method: str, path: str, body: str, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key or f"key-{next(_keys)}", "Content-Type": "application/json"}
        return await self.http.request(method, path, content=body, headers=headers)

    async def do(self, operation: Operation, key: str | None = None) -> httpx.Response:
        return await self.send(operation.method, operation.path, operation.body(), key)

    async def done(self, operation: Operation, key: str | None = None) -> Receipt:
        answer = await self.do(operation, key)
        assert answer.status_code == 200, answer.text
        return Receipt.model_validate_json(answer.content)

    async def tell(self, events: Sequence[Event], key: str | None = None) -> httpx.Response:
        body = ",".join(event.model_dump_json() for event in events)
        return await self.send("POST", f"{ROOT}/events", f'{{"events":[{body}]}}', key)

    async def register(self, webinar_id: str, key: str | None = None) -> httpx.Response:
        return await self.do(RegisterWebinar(webinar_id=webinar_id, at=NOW), key)

    async def cancel(self, webinar_id: str, key: str | None = None) -> httpx.Response:
        return await self.do(CancelWebinar(webinar_id=webinar_id, at=NOW), key)

    async def feed(self, since: str = "") -> tuple[dict[tuple[str, str], Fact | None], str]:
        """Everything in the feed after a cursor, by kind and id, and the cursor to go on from."""
        found: dict[tuple[str, str], Fact | None] = {}
        while True:
            page = await self.read(Changes, "changes", since=since, limit=100)
            found |= {(it.kind, it.id): fact_of(it.kind, it.body) if it.body is not None else None for it in page.changes}
            since = page.cursor
            if not page.more:
                return found, since


@dataclass
class Server:
    """A running server. `clock` can be set."""

    app: FastAPI
    clock: Clock
    clients: list[httpx.AsyncClient] = field(default_factory=list)
    partners: dict[str, Partner] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        site: Site = self.app.state.site
        return site

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://trainhub", headers=headers)
        self.clients.append(client)
        return client

    async def fetch(self, url: str, method: str = "GET", **headers: str) -> httpx.Response:
        """What is at a signed address, without credentials: here, or at the store's own origin."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if url.startswith("/"):
            return await self.client().request(method, url, headers=told)
        async with httpx.AsyncClient(trust_env=False, timeout=60) as elsewhere:
            return await elsewhere.request(method, url, headers=told)

    async def partner(self, name: str = "Ana") -> Partner:
        """A learner of this name, signed in."""
        if name not in self.partners:
            token = f"token-of-{name}"
            async with self.site.writing() as unit:
                learner = await accounts.ensure(unit, accounts.id_for(name), name, "Europe/Berlin")
                await accounts.add_token(unit, learner.id, token)
            self.partners[name] = Partner(learner.id, self.client(token))
        return self.partners[name]

    async def partner_again(self, name: str) -> Partner:
        """A learner that another server on this database made."""
        self.partners[name] = Partner(accounts.id_for(name), self.client(f"token-of-{name}"))
        return self.partners[name]


@asynccontextmanager
async def started(database: str, files: Path | Bucket, **changed: object) -> AsyncIterator[Server]:
    """A server on this database; `changed` replaces settings."""
    clock = Clock()
    if isinstance(files, Bucket):
        buckets.CLOCKS[files.name] = clock
    settings = replace(Settings(database=database, files=files, pack=SmallPack, rate=None, kept=None, clock=clock), **changed)  # type: ignore[arg-type]
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        server = Server(app, clock)
        try:
            yield server
        finally:
            for client in server.clients:
                await client.aclose()


async def commit_late(server: Server, drawn: asyncio.Event, go_on: asyncio.Event) -> None:
    """A change of Ana's that draws its number at once and is committed when told."""
    async with server.site.writing() as unit:
        record = LessonRecord(lesson_id="first-steps/l1", course_id="first-steps")
        await changes.put(unit.connection, "ana", Kind.LESSON_RECORD, "first-steps/l1", record)
        drawn.set()
        await go_on.wait()


def problem(answer: httpx.Response) -> Problem:
    """The problem details of a refusal; fails on anything else."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    found = Problem.model_validate_json(answer.content)
    assert found.status == answer.status_code
    assert found.detail
    return found
