"""Run the application on a socket."""

import asyncio
import importlib
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import uvicorn

from trainhub_server import jobs
from trainhub_server.app import create_app
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.files.store import StoreTrouble
from trainhub_server.job_kinds import INSIDE, OUTSIDE
from trainhub_server.protocol import Protocol
from trainhub_server.settings import Settings
from trainhub_server.site import Site, opened

GRACE_SECONDS = 1
MAIL_LANES = 3
LOOK_SECONDS, LOOK_ALONE = 2.0, 20.0
"""How often to ask for jobs; of one learner's own server nobody waits for them."""


class Server(uvicorn.Server):
    """Says when it listens; before it ends, `ending` is called."""

    def __init__(
        self, config: uvicorn.Config, listening: Callable[["Server"], None], own_signals: bool, ending: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ending = ending
        self._listening = listening
        self._own_signals = own_signals

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening(self)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl+C and a termination end the server in good order, unless whoever runs it takes the signals."""
        taken = () if self._own_signals else (signal.SIGINT, signal.SIGTERM)
        before = {each: signal.signal(each, self.handle_exit) for each in taken}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


@dataclass(frozen=True, slots=True)
class Where:
    """An address to listen on, or a socket that is bound already. `is_alone`: one learner's own server."""

    host: str = "127.0.0.1"
    port: int = 8000
    bound: socket.socket | None = None
    is_alone: bool = False


def serve(settings: Settings, where: Where, listening: Callable[[Server], None], own_signals: bool = False) -> int:
    """Serve until told to stop. The exit status: 1, with a sentence on stderr, when the server cannot start."""
    try:
        with asyncio.Runner(loop_factory=_loop_factory(where)) as runner:
            runner.run(_served(settings, where, listening, own_signals))
    except (DatabaseTrouble, StoreTrouble) as trouble:
        sys.stderr.write(f"trainhub_server: {trouble.sentence}\n")
        return 1
    return 0


def _loop_factory(where: Where) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop where it is installed. For one learner alone plain asyncio: it is there sooner."""
    if not where.is_alone and find_spec("uvloop"):
        return importlib.import_module("uvloop").new_event_loop  # type: ignore[no-any-return]
    return None


async def _served(settings: Settings, where: Where, listening: Callable[[Server], None], own_signals: bool) -> None:
    async with opened(settings) as site:
        server = Server(_config(settings, site, where), listening, own_signals, site.events.board.close)
        look = LOOK_ALONE if where.is_alone else LOOK_SECONDS
        lanes = [INSIDE] + ([OUTSIDE] * MAIL_LANES if settings.mail else [])
        working = [asyncio.create_task(jobs.keep(site, kinds, look)) for kinds in lanes]
        try:
            await server.serve(sockets=[where.bound] if where.bound else None)
        finally:
            for lane in working:
                lane.cancel()
            await asyncio.gather(*working, return_exceptions=True)


def _config(settings: Settings, site: Site, where: Where) -> uvicorn.Config:
    """No access log: addresses of files carry signatures."""
    return uvicorn.Config(
        create_app(settings, site),
        host=where.host,
        port=where.port,
        http=Protocol,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def log_to_stderr() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
