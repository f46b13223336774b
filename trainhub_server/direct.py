"""Addresses that need nothing but their caller are answered directly: the framework's own way costs more than their work."""

import inspect
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from trainhub_server import problems
from trainhub_server.turn import Turn, signed_in

Endpoint = Callable[[Turn], Awaitable[Response]]


class Hub(FastAPI):
    """The application. Every address is declared to the framework, which documents it, serves the rest and says what is not there."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.direct: dict[tuple[str, str], Endpoint] = {}
        """By method and path."""

    def answer_directly(self, router: APIRouter) -> None:
        """Those of these routes whose endpoint takes a turn, and nothing of the address, its query or headers."""
        for route in router.routes:
            if isinstance(route, APIRoute) and "{" not in route.path and list(inspect.signature(route.endpoint).parameters) == ["turn"]:
                self.direct |= {(method, route.path): route.endpoint for method in route.methods or ()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self.direct.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if endpoint is None:
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        request = Request(scope, receive)
        try:
            answer = await endpoint(await signed_in(request))
        except Exception as fault:
            await problems.answer_to(request, fault)(scope, receive, send)
            if not isinstance(fault, problems.EXPECTED):
                raise
            return
        await answer(scope, receive, send)
