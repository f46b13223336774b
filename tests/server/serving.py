"""An organisation's server as a process of its own, as an operator starts it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.ports import free_port

SERVER = (sys.executable, "-m", "trainhub_server")
PATIENCE = 120.0
"""Seconds; a machine under load is slow, not wrong."""
NEVER_OURS = ("TRAINHUB_", "PROMETHEUS_")


@dataclass
class Serving:
    """A running server; `log` is its stderr."""

    process: subprocess.Popen[str]
    port: int
    token: str
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def told(self) -> str:
        return self.log.read_text("utf-8")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


def environment(**told: str) -> dict[str, str]:
    """Ours, without what the machine's owner set for this product."""
    return {name: value for name, value in os.environ.items() if not name.startswith(NEVER_OURS)} | told


def command(*words: str | Path, env: Mapping[str, str] | None = None, status: int = 0) -> tuple[str, str]:
    """Output and complaints of one command, run to its end."""
    done = subprocess.run(
        [*SERVER, *map(str, words)], capture_output=True, text=True, timeout=PATIENCE, check=False, env=environment(**(env or {}))
    )
    assert done.returncode == status, done.stderr
    return done.stdout, done.stderr


def until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Look again until it is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)  # the one who makes it so needs the processor, too


def get(url: str, **more: Any) -> httpx.Response:
    """What is there, from a server that may be slow on a machine under load."""
    return httpx.get(url, timeout=PATIENCE, **more)


@contextmanager
def serving(folder: Path, *words: str | Path, database: str = "", env: Mapping[str, str] | None = None) -> Iterator[Serving]:
    """A server that is ready, with one partner's token; ended without ceremony."""
    address = database or str(folder / "hub.db")
    told = {"TRAINHUB_DATABASE": address, "TRAINHUB_FILES": str(folder / "files"), **(env or {})}
    token = command("--migrate", "--new-token", "Ada Partner", env=told)[0].strip()
    with process(folder, *words, env=told, token=token) as found:
        yield found


@contextmanager
def process(folder: Path, *words: str | Path, env: Mapping[str, str] | None = None, token: str = "") -> Iterator[Serving]:
    """A server started with these words that is ready; ended without ceremony."""
    port, log = free_port(), folder / "server.log"
    with log.open("w") as out:
        line = [*SERVER, "--port", str(port), *map(str, words)]
        running = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=out, text=True, env=environment(**(env or {})))
    try:
        found = Serving(running, port, token, log)
        until(lambda: is_ready(found))
        yield found
    finally:
        running.kill()
        running.wait()


def is_ready(server: Serving) -> bool:
    assert server.process.poll() is None, server.told()
    try:
        return get(f"{server.url}/ready").status_code == 200
    except httpx.TransportError:
        return False
