"""What Prometheus is told. Each process counts; of several workers the parent adds up what they counted, from files they share.

Labels are few and bounded: addresses as they are declared, methods, classes of status. No learner and no address as sent is a label."""

import os
import platform
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, Histogram, multiprocess, start_http_server

from trainhub_server.database.face import Pooled
from trainhub_server.observing import Answered
from trainhub_server.repositories import jobs
from trainhub_server.site import Site

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the client library's own name; set before it is imported, by the parent of workers
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CLASSES = ("other", "1xx", "2xx", "3xx", "4xx", "5xx")
Counted = Mapping[str, float]


async def _feed_lag(site: Site) -> Counted:
    async with site.reading() as unit:
        return {"": await site.lag.of(unit.connection)}


async def _jobs(site: Site) -> Counted:
    async with site.reading() as unit:
        return await jobs.by_state(unit.connection)


SOURCES: Mapping[str, tuple[str, str, Callable[[Site], Awaitable[Counted]]]] = {
    "trainhub_feed_lag_seconds": ("How long a change waits before laptops can see it", "", _feed_lag),
    "trainhub_jobs": ("Jobs", "state", _jobs),
}
"""Gauges asked of the database: by name what they are, their label (or none), and the figures by that label's value."""


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "trainhub_request_seconds",
            "Requests and how long they took",
            ("method", "route", "status"),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self._children: dict[tuple[str, str, int], Callable[[float], None]] = {}
        self._in_flight = self._gauge("trainhub_requests_in_flight", "Requests being answered", mode="livesum")
        self._pool = self._gauge("trainhub_database_connections", "Connections to the database", "state", mode="livesum")
        self._sources = {name: self._gauge(name, words, *filter(None, (label,))) for name, (words, label, _) in SOURCES.items()}
        build = self._gauge("trainhub_build_info", "What is running", "version", "python")
        build.labels(version("trainhub"), platform.python_version()).set(1)

    def __call__(self, it: Answered) -> None:
        """One answer."""
        key = it.method, it.route, it.status // 100
        observe = self._children.get(key)
        if observe is None:
            observe = self._children[key] = self._requests.labels(it.method, it.route, _class_of(it.status)).observe
        observe(it.seconds)

    def sample(self, in_flight: int, database: object) -> None:
        """What changes from moment to moment."""
        self._in_flight.set(in_flight)
        if isinstance(database, Pooled):
            there, busy = database.connections()
            self._pool.labels("busy").set(busy)
            self._pool.labels("idle").set(there - busy)

    async def ask(self, site: Site) -> None:
        """What the database knows."""
        for name, (_, label, source) in SOURCES.items():
            for value, figure in (await source(site)).items():
                gauge = self._sources[name]
                (gauge.labels(value) if label else gauge).set(figure)

    def _gauge(self, name: str, words: str, *labels: str, mode: str = "mostrecent") -> Gauge:
        return Gauge(name, words, labels, registry=self.registry, multiprocess_mode=mode)  # type: ignore[arg-type]


def serve_alone(place: str, metrics: Metrics) -> None:
    """Serve the figures of this process. Raises OSError."""
    _listen(place, metrics.registry)


def serve_shared(place: str, folder: Path) -> None:
    """Serve the sum of what the workers counted in this folder. Raises OSError."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    _listen(place, registry)


def shared_folder() -> Path:
    """A new folder for what workers count; those that are started from now on know it."""
    folder = Path(tempfile.mkdtemp(prefix="trainhub-metrics-"))
    os.environ[SHARED] = str(folder)
    return folder


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def ended(pid: int) -> None:
    """A worker has ended: what it counted stays, what it had at the moment goes."""
    multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _listen(place: str, registry: CollectorRegistry) -> None:
    host, _, port = place.rpartition(":")
    start_http_server(int(port), host.strip("[]"), registry)


def _class_of(status: int) -> str:
    return CLASSES[status // 100] if 100 <= status < 600 else CLASSES[0]
