"""uvicorn, the question of Home and nothing else: no sign-in, no row level security, no Home made of what is found.

`python -m benchmarks.bare_server` with the words that the server is started with; the address of a learner is their id."""

import sys
from argparse import ArgumentParser

import asyncpg  # type: ignore[import-untyped]
import uvicorn
from starlette.types import Receive, Scope, Send

from benchmarks.load import CONNECTIONS
from trainhub_server.repositories.learners import STATES

ALIVE = "/healthz"


class Bare:
    """The application."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._pool: asyncpg.Pool[asyncpg.Record]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._begin_and_end(receive, send)
            return
        body = b"" if scope["path"] == ALIVE else await self._state(scope["path"].removeprefix("/"))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})

    async def _state(self, learner: str) -> bytes:
        row = await self._pool.fetchrow(STATES["postgres"], learner, learner)
        return str(row["state"]).encode()

    async def _begin_and_end(self, receive: Receive, send: Send) -> None:
        await receive()
        async with asyncpg.create_pool(self._database, min_size=CONNECTIONS, max_size=CONNECTIONS) as self._pool:
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def main(arguments: list[str]) -> None:
    parser = ArgumentParser(description=__doc__)
    for name in ("database", "files", "host", "port"):
        parser.add_argument(f"--{name}", required=True)
    told = parser.parse_args(arguments)
    uvicorn.run(Bare(told.database), host=told.host, port=int(told.port), access_log=False, log_level="warning")


if __name__ == "__main__":
    main(sys.argv[1:])
