"""Around the application of an organisation's server: an id for each request, and what is told about its answer."""

import re
import time
from collections.abc import Callable, Collection, Sequence
from random import Random
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trainhub_server.events import wire
from trainhub_server.turn import CALLER

ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
HEADER = b"x-request-id"
METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
NO_ROUTE = "none"
EVENT_STREAM = wire.HEADERS[0]
CLOSE = (b"connection", b"close")
_chance = Random()


class Answered(NamedTuple):
    """One request and its answer. `route` is the address as it is declared, never as it was sent; `caller` a mark, not a name. `seconds`
    of an event stream are those until it began: that somebody listens for an hour is not slow.

    A tuple, because every request makes one."""

    id: str
    method: str
    route: str
    status: int
    seconds: float
    at: float
    caller: str


class Observed:
    """The application, observed. `listeners` are told of every answer; `mark` makes a caller unrecognisable."""

    def __init__(
        self,
        app: ASGIApp,
        listeners: Sequence[Callable[[Answered], None]],
        mark: Callable[[str], str],
        stopping: Callable[[], bool],
        route_of: Callable[[Scope], str],
    ) -> None:
        self._app = app
        self._listeners = listeners
        self._mark = mark
        self._stopping = stopping
        self._route_of = route_of
        self.in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        began, status, streams_since = time.perf_counter(), 0, 0.0

        async def answer(message: Message) -> None:
            nonlocal status, streams_since
            if message["type"] == "http.response.start":
                status = message["status"]
                if EVENT_STREAM in message["headers"]:
                    streams_since = time.perf_counter()
                own = [(HEADER, request_id), CLOSE] if self._stopping() else [(HEADER, request_id)]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        self.in_flight += 1
        try:
            await self._app(scope, receive, answer)
        finally:
            self.in_flight -= 1
            self._tell(scope, request_id, status, (streams_since or time.perf_counter()) - began)

    def _tell(self, scope: Scope, request_id: bytes, status: int, seconds: float) -> None:
        caller = scope.get(CALLER)
        method = scope["method"]
        answered = Answered(
            request_id.decode("ascii"),
            method if method in METHODS else "OTHER",
            self._route_of(scope),
            status or 499,
            seconds,
            time.time(),
            self._mark(caller) if caller else "",
        )
        for listener in self._listeners:
            listener(answered)


class Routes:
    """The address of a request as it is declared, with {names} for its parts. `whole` are those that are answered without the
    framework, which says the others."""

    def __init__(self, whole: Collection[str]) -> None:
        self._whole = frozenset(whole)

    def __call__(self, scope: Scope) -> str:
        if scope["path"] in self._whole:
            return str(scope["path"])
        return str(getattr(scope.get("route"), "path", NO_ROUTE))


def request_id_of(scope: Scope) -> bytes:
    """What the proxy called this request, where that is a name; else a new one."""
    for name, value in scope["headers"]:
        if name == HEADER and ID.fullmatch(value):
            return bytes(value)
    return b"%016x" % _chance.getrandbits(64)
