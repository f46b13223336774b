"""The application: its routes, what it makes of faults, its life."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from fastapi import FastAPI
from fastapi.routing import APIRoute

from trainhub_server import openapi, problems
from trainhub_server.direct import Hub
from trainhub_server.routes import content, events, health, learning, organisations, resources, uploads, webinars
from trainhub_server.settings import Settings
from trainhub_server.site import Site, opened


def create_app(settings: Settings, site: Site | None = None) -> Hub:
    """The server. Without a `site` that is open already, its lifespan opens one: migrates and installs what is missing."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        async with nullcontext(site) if site else opened(settings) as app.state.site:
            yield

    app = Hub(
        title=openapi.TITLE,
        version=openapi.VERSION,
        description=openapi.DESCRIPTION,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
    )
    for routes in (learning, webinars, resources, content, uploads, organisations, events, health):
        app.include_router(routes.router)
        app.answer_directly(routes.router)
    problems.install_handlers(app)
    openapi.install(app)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
