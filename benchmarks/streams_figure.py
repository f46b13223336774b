"""Event streams on one server process, against bare connections that are sent the same bytes in the same rhythm."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from benchmarks import cpu
from benchmarks.figures import Figure
from benchmarks.listeners import Listeners
from tests.server.postgres import running
from tests.terminal.programmes import ROOT, Programme
from trainhub_core.operations import ROOT as API
from trainhub_server.database.opening import open_database
from trainhub_server.events.board import most_streams
from trainhub_server.offer import Offer
from trainhub_server.services import accounts
from trainhub_server.unit import Unit

STREAMS = int(os.environ.get("BENCH_STREAMS", "5000"))
EACH = 15
"""Streams of one account; the server lets it have 16."""
IDLE_SECONDS, QUIET_SECONDS = 20.0, 3.0
MEMORY, IDLE, BROADCAST = 8.0, 6.0, 6.0
BARE = (sys.executable, "-m", "benchmarks.bare_streams")
Tell = Callable[[], None]


def streams(rounds: int) -> Iterator[Figure]:
    """Memory for each, CPU while nothing happens, and how long until all of them have heard one change that concerns everybody."""
    few = max(1, min(3, rounds // 4))
    if (most := most_streams()) < STREAMS:
        raise RuntimeError(f"{STREAMS:,} streams need more open files than this system allows ({most:,}): ulimit -n, or BENCH_STREAMS")
    with (
        TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name,
        running() as postgres,
        Programme(Path(name) / "one", database=postgres.address()) as programme,
    ):
        tokens = asyncio.run(_accounts(postgres.address(), -(-STREAMS // EACH)))
        requests = [_request(tokens[number // EACH]) for number in range(STREAMS)]
        ours = _measured(programme.pid, programme.port, requests, _telling(programme), few)
    with _bare() as (pid, port, tell):
        theirs = _measured(pid, port, [b"GET / HTTP/1.1\r\n\r\n"] * STREAMS, tell, few)
    yield Figure(f"memory of each of {STREAMS:,} event streams", ours[0], theirs[0], "kB", MEMORY)
    yield Figure("CPU of all of them in an idle second", ours[1], theirs[1], "ms", IDLE)
    yield Figure("until all have heard what concerns everybody", ours[2], theirs[2], "ms", BROADCAST)


def _measured(pid: int, port: int, requests: Sequence[bytes], tell: Tell, few: int) -> tuple[float, float, float]:
    process = psutil.Process(pid)
    before = process.memory_info().rss
    with Listeners(port, requests) as listeners:
        each = (process.memory_info().rss - before) / 1000 / len(requests)
        used = cpu.of_tree(pid)
        listeners.read_for(IDLE_SECONDS)
        idle = (cpu.of_tree(pid) - used) * 1000 / IDLE_SECONDS
        return each, idle, median(_broadcast(listeners, tell) for _ in range(few))


def _broadcast(listeners: Listeners, tell: Tell) -> float:
    """Milliseconds, after a pause in which nothing of before is still being told."""
    listeners.read_for(QUIET_SECONDS)
    began = time.perf_counter()
    tell()
    return (listeners.until_all_heard(b"changes") - began) * 1000


def _telling(programme: Programme) -> Tell:
    """Somebody takes a seat, or gives it back: its webinar changes for everybody."""
    webinar = _asked(programme, "GET", "dashboard")["webinars"][0]["webinar"]["id"]
    numbers = count()

    def tell() -> None:
        number = next(numbers)
        order = {"webinar_id": webinar, "at": datetime.now(UTC).isoformat()}
        _asked(programme, "POST", "cancel-webinar" if number % 2 else "register-webinar", order, f"key-{number}")

    return tell


def _asked(programme: Programme, method: str, path: str, order: object = None, key: str = "") -> dict[str, list[dict[str, dict[str, str]]]]:
    headers = {"Authorization": f"Bearer {programme.token}", "Content-Type": "application/json", "Idempotency-Key": key}
    body = json.dumps(order).encode() if order else None
    with urllib.request.urlopen(urllib.request.Request(f"{programme.url}{API}/{path}", body, headers, method=method)) as answer:
        found: dict[str, list[dict[str, dict[str, str]]]] = json.loads(answer.read())
        return found


def _request(token: str) -> bytes:
    return f"GET {API}/events HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def _accounts(address: str, number: int) -> list[str]:
    """The tokens of so many learners."""
    database = await open_database(address)
    tokens = [f"token-of-listener-{each}" for each in range(number)]
    try:
        async with database.writing() as connection:
            unit = Unit(connection, Offer(), datetime.now(UTC))
            for each, token in enumerate(tokens):
                learner = await accounts.ensure(unit, f"listener-{each}", f"Listener {each}", "UTC")
                await accounts.add_token(unit, learner.id, token)
    finally:
        await database.close()
    return tokens


@contextmanager
def _bare() -> Iterator[tuple[int, int, Tell]]:
    with subprocess.Popen(BARE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the reference has no input or output")
        stdin = process.stdin

        def tell() -> None:
            stdin.write("\n")
            stdin.flush()

        yield process.pid, int(process.stdout.readline()), tell
