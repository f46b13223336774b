"""One request of somebody signed in: who calls, and a unit of work that counts once per key."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from trainhub_core.models.tokens import Scope
from trainhub_core.models.view import View
from trainhub_core.models.wire import Receipt
from trainhub_server import bodies
from trainhub_server.callers import Caller, caller_of
from trainhub_server.database.face import Again
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.refusals import Busy, InFlight, Invalid, KeyReused, Refusal, SignedOut
from trainhub_server.repositories import idempotency
from trainhub_server.site import Reading, Site
from trainhub_server.unit import Unit

KEY = re.compile(r"[!-~]{1,64}")
TRIES = 5
READING = ("GET", "HEAD")
JSON = "application/json"
CALLER = "trainhub.caller"  # where a request's scope says whose it is, for the log
Model = TypeVar("Model", bound=BaseModel)
Work = Callable[[Unit, Model], Awaitable[Receipt]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A request and its caller."""

    site: Site
    request: Request
    caller: str
    scopes: frozenset[Scope]
    role: DatabaseRole = DatabaseRole.APP
    expires: datetime | None = None
    """When the personal access token does that this request came with."""

    def reading(self) -> Reading:
        return self.site.reading(Who(self.role, self.caller))

    def writing(self) -> AbstractAsyncContextManager[Unit]:
        return self.site.writing(Who(self.role, self.caller))

    def need(self, scope: Scope) -> None:
        """Raises NotAllowed where the caller's token is not for this."""
        Caller(self.caller, self.scopes).need(scope)

    async def once(self, model: type[Model], work: Work[Model], before: Callable[[Model], Awaitable[None]] | None = None) -> Response:
        """Do the work with the body as its order, once for this caller and Idempotency-Key; the stored answer every other time.

        `before` is what takes long and changes nothing: no transaction waits for it.
        A refusal leaves no trace, so the same key may be tried again."""
        key = self.request.headers.get("idempotency-key", "")
        if not KEY.fullmatch(key):
            raise Invalid("Send an Idempotency-Key header of 1 to 64 visible characters.")
        self.site.kept.check(self.caller)
        body = await bodies.read(self.request)
        order = bodies.parsed(model, body)
        digest = hashlib.sha256(f"{self.request.method} {self.request.url.path}\n".encode() + body).hexdigest()
        mark = (self.caller, key)
        if mark in self.site.in_flight:
            raise InFlight
        self.site.in_flight.add(mark)
        try:
            if before is not None:
                await before(order)
            answer = await self._worked(key, digest, lambda unit: work(unit, order))
            self.site.kept.take(self.caller, len(body) + len(answer))
            return json_answer(answer)
        finally:
            self.site.in_flight.discard(mark)

    async def _worked(self, key: str, digest: str, work: Callable[[Unit], Awaitable[Receipt]]) -> str:
        for _ in range(TRIES):
            try:
                async with self.writing() as unit:
                    stored = await idempotency.claim(unit.connection, self.caller, key, digest, unit.now)
                    if stored and stored.digest != digest:
                        raise KeyReused
                    if stored:
                        return stored.answer
                    answer = (await work(unit)).model_dump_json()
                    await idempotency.keep(unit.connection, self.caller, key, answer)
                return answer
            except Again:
                continue
            except idempotency.NoAccount:
                raise SignedOut from None
        raise Busy


async def signed_in(request: Request) -> Turn:
    """The turn of whoever the bearer token belongs to. Raises SignedOut, Deactivated, NotAllowed and TooMany."""
    site: Site = request.app.state.site
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    place = f"from {request.client.host if request.client else 'nowhere'}"
    try:
        caller = await caller_of(site, token.strip(), place) if scheme.lower() == "bearer" else None
        if caller is None:
            raise SignedOut
    except Refusal:
        await site.limits.spend(place)
        raise
    request.scope[CALLER] = caller.learner
    await site.limits.spend(caller.learner)
    caller.need(Scope.READ if request.method in READING else Scope.WRITE)
    return Turn(site, request, caller.learner, caller.scopes, expires=caller.expires)


SignedIn = Annotated[Turn, Depends(signed_in)]


async def author(turn: SignedIn) -> Turn:
    """The turn of somebody who may publish. Raises NotAllowed."""
    turn.need(Scope.AUTHOR)
    return replace(turn, role=DatabaseRole.AUTHOR)


Author = Annotated[Turn, Depends(author)]


def json_answer(body: str | bytes) -> Response:
    return Response(body, media_type=JSON)


def model_answer(model: BaseModel | View) -> Response:
    return Response(model.model_dump_json(), media_type=JSON)
