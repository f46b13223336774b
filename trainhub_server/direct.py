"""Addresses that need nothing but their caller are answered directly: the framework's own way costs more than their work."""

from collections.abc import Awaitable, Callable
from typing import get_type_hints

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from trainhub_server import addresses, problems
from trainhub_server.refusals import Invalid
from trainhub_server.turn import SignedIn, Turn, signed_in

Endpoint = Callable[[Turn], Awaitable[Response]]
NEEDS = {"turn": SignedIn, "return": Response}
"""What an endpoint says it takes and gives, for it to be answered directly."""


class Hub(FastAPI):
    """The application. Every address is declared to the framework, which documents it, serves the rest and says what is not there."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.direct: dict[tuple[str, str], Endpoint] = {}
        """By method and path."""
        self.declared: list[APIRoute] = []

    def answer_directly(self, router: APIRouter) -> None:
        """Those whose endpoint takes the turn of whoever is signed in and nothing else: no role, no part of the address."""
        self.declared += [it for it in router.routes if isinstance(it, APIRoute)]
        for route in self.declared:
            if "{" not in route.path and get_type_hints(route.endpoint, include_extras=True) == NEEDS:
                self.direct |= {(method, route.path): route.endpoint for method in route.methods or ()}

    def methods_at(self, scope: Scope) -> set[str]:
        """Every method of this address; the framework names those of the first route alone."""
        there = (it for it in self.declared if it.matches(scope)[0] is not Match.NONE)
        return {method for it in there for method in it.methods or ()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (why := addresses.why_not(scope)):
            await problems.answer(Invalid(why))(scope, receive, send)
            return
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
        del request, endpoint  # an answer may last for days
        await answer(scope, receive, send)
