"""What watches over an organisation's server, put together: its log, metrics and traces."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.direct import Hub
from trainhub_server.logs import RequestLines
from trainhub_server.observing import Answered, Observed, Routes
from trainhub_server.settings import Settings
from trainhub_server.site import Site

if TYPE_CHECKING:  # brought by extras
    from opentelemetry.sdk.trace import TracerProvider

    from trainhub_server import metrics

SAMPLE_SECONDS, ASK_EVERY = 1.0, 15


class Overseer:
    """Of one process. Late imports: metrics and traces come with extras, and only who wishes for them pays."""

    def __init__(self, settings: Settings, write: Callable[[str], object] = sys.stderr.write) -> None:
        running = settings.running
        self._place = running.metrics
        self._requests = RequestLines(running.log_format, running.log_level, write)
        self.metrics: metrics.Metrics | None = None
        self.traces: TracerProvider | None = None
        self._observed: Observed | None = None
        if running.metrics:
            from trainhub_server.metrics import Metrics

            self.metrics = Metrics()
        if running.traces:
            from trainhub_server.tracing import exporting

            self.traces = exporting(running.traces)

    def traced(self, settings: Settings) -> Settings:
        """The same settings, with spans around what the database does where they are wished for."""
        if self.traces is None:
            return settings
        from trainhub_server.tracing import SERVICE, TracedDatabase

        tracer = self.traces.get_tracer(SERVICE)
        return replace(settings, traced=lambda database: TracedDatabase(database, tracer))

    def around(self, app: Hub, site: Site) -> ASGIApp:
        """The application, with all that watches it around."""
        routes = Routes({path for _, path in app.direct})
        listeners: list[Callable[[Answered], None]] = [self._requests]
        if self.metrics:
            listeners.append(self.metrics)
        inner: ASGIApp = app
        if self.traces:
            from trainhub_server.tracing import SERVICE, TracedRequests

            inner = TracedRequests(app, self.traces.get_tracer(SERVICE), routes)
        self._observed = Observed(inner, listeners, _remembered(site.signer.mark), site.stopping.is_set, routes)
        return self._observed

    def listen(self, is_worker: bool) -> None:
        """Serve the metrics, unless a parent does. Raises DatabaseTrouble, as whatever keeps a server from starting."""
        if self.metrics is None or is_worker:
            return
        from trainhub_server.metrics import serve_alone

        try:
            serve_alone(self._place, self.metrics)
        except OSError as fault:
            raise DatabaseTrouble(f"Metrics cannot be served on {self._place}: {fault.strerror}.") from fault

    async def keep(self, site: Site) -> None:
        """Look at what changes from moment to moment, until cancelled."""
        count = 0
        while self.metrics and self._observed:
            self.metrics.sample(self._observed.in_flight, site.database)
            if count % ASK_EVERY == 0:
                with suppress(Again, DatabaseTrouble):  # said by whoever needs it; the figures stay as they were
                    await self.metrics.ask(site)
            count += 1
            await asyncio.sleep(SAMPLE_SECONDS)

    def close(self) -> None:
        """Send what is still to be sent."""
        if self.traces:
            self.traces.shutdown()


def _remembered(mark: Callable[[str], str], most: int = 10_000) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def remembered(name: str) -> str:
        found = known.get(name)
        if found is None:
            if len(known) >= most:
                known.clear()
            found = known[name] = mark(name)
        return found

    return remembered
