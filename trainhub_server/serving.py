"""Run the application on a socket."""

import asyncio
import importlib
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from trainhub_server import jobs
from trainhub_server.app import create_app
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.files.store import StoreTrouble
from trainhub_server.job_kinds import lanes
from trainhub_server.protocol import Cuttable
from trainhub_server.running_settings import Running
from trainhub_server.settings import Settings
from trainhub_server.site import Site, opened

if TYPE_CHECKING:  # of an organisation's server alone
    from trainhub_server.overseeing import Overseer

GRACE_SECONDS = 1
LOOK_SECONDS, LOOK_ALONE = 2.0, 20.0
"""How often to ask for jobs; of one learner's own server nobody waits for them."""


class Server(uvicorn.Server):
    """Says when it listens. Told to terminate, it first goes on with what still comes: whoever sends it requests can turn away."""

    def __init__(self, config: uvicorn.Config, listening: Callable[["Server"], None], own_signals: bool, site: Site, drain: float) -> None:
        super().__init__(config)
        self._listening = listening
        self._own_signals = own_signals
        self._site = site
        self._drain = drain
        self._until: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening(self)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._site.events.board.close()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        if self._until is not None and time.monotonic() >= self._until:
            self.should_exit = True
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._site.stopping.set()
        if sig == signal.SIGTERM and self._drain and self._until is None:
            self._until = time.monotonic() + self._drain
        else:
            super().handle_exit(sig, frame)

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
    """An address to listen on, or a socket that is bound already. `is_alone`: one learner's own server; `is_worker`: one of several,
    whose parent serves the metrics."""

    host: str = "127.0.0.1"
    port: int = 8000
    bound: socket.socket | None = None
    is_alone: bool = False
    is_worker: bool = False


def serve(settings: Settings, where: Where, listening: Callable[[Server], None], own_signals: bool = False) -> int:
    """Serve until told to stop. The exit status: 1, with a sentence on stderr, when the server cannot start."""
    try:
        with asyncio.Runner(loop_factory=_loop_factory(where)) as runner:
            runner.run(_served(settings, where, listening, own_signals))
    except (DatabaseTrouble, StoreTrouble) as trouble:
        sys.stderr.write(f"trainhub serve: {trouble.sentence}\n")
        return 1
    return 0


def _loop_factory(where: Where) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop where it is installed. For one learner alone plain asyncio: it is there sooner."""
    if not where.is_alone and find_spec("uvloop"):
        return importlib.import_module("uvloop").new_event_loop  # type: ignore[no-any-return]
    return None


async def _served(settings: Settings, where: Where, listening: Callable[[Server], None], own_signals: bool) -> None:
    overseer = None if where.is_alone else _overseer(settings)
    async with opened(overseer.traced(settings) if overseer else settings) as site:
        config = _config(settings, site, where, overseer)
        server = Server(config, listening, own_signals, site, settings.running.drain_seconds)
        look = LOOK_ALONE if where.is_alone else LOOK_SECONDS
        kept = [asyncio.create_task(jobs.keep(site, kinds, look)) for kinds in lanes(settings.mail is not None)]
        if overseer:
            overseer.listen(where.is_worker)
            kept.append(asyncio.create_task(overseer.keep(site)))
        try:
            await server.serve(sockets=[where.bound] if where.bound else None)
        finally:
            for each in kept:
                each.cancel()
            await asyncio.gather(*kept, return_exceptions=True)
            if overseer:
                await asyncio.to_thread(overseer.close)


def _overseer(settings: Settings) -> "Overseer":
    from trainhub_server.overseeing import Overseer  # late: one learner's own server, which starts with the app, has none

    return Overseer(settings)


def _config(settings: Settings, site: Site, where: Where, overseer: "Overseer | None") -> uvicorn.Config:
    """No access log of uvicorn's: addresses of files carry signatures."""
    app, running = create_app(settings, site), settings.running
    return uvicorn.Config(
        overseer.around(app, site) if overseer else app,
        host=where.host,
        port=where.port,
        http=_protocol(running) if overseer else Cuttable,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(running.trusted_proxies),
        forwarded_allow_ips=running.trusted_proxies or None,
        timeout_graceful_shutdown=running.grace_seconds,
    )


def _protocol(running: Running) -> type[asyncio.Protocol]:
    from trainhub_server.http_protocol import limited  # late, as above

    return limited(running.connections, running.header_seconds)
