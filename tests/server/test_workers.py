"""Workers that end are replaced, and those that end at once do not keep the machine busy. Source: reliability.md, Server."""

import logging
import socket
from dataclasses import dataclass
from typing import ClassVar

import pytest

from trainhub_server import workers
from trainhub_server.workers import MOST_SECONDS, SETTLED_SECONDS, Workers


@dataclass
class Process:
    """One that is there until the test says otherwise."""

    started: ClassVar[list["Process"]] = []
    returncode: int | None = None

    def __init__(self, *_: object, **__: object) -> None:
        self.started.append(self)
        self.pid = len(self.started)

    def poll(self) -> int | None:
        return self.returncode


def test_a_worker_that_ends_at_once_is_replaced_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """API-1: a second, twice as long each time, a minute at most; at once again after one that lasted."""
    monkeypatch.setattr("trainhub_server.workers.subprocess.Popen", Process)
    monkeypatch.setattr(workers, "_listens", lambda _: True)
    monkeypatch.setattr(Process, "started", [])
    now, ended = 1_000.0, list[int]()
    with socket.socket() as place, caplog.at_level(logging.WARNING):
        kept = Workers(["worker"], [place], 1.0, ended.append, lambda: now)
        assert kept.start() is None
        for wait in (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, MOST_SECONDS, MOST_SECONDS):
            count = len(Process.started)
            Process.started[-1].returncode = 1
            kept.look()
            now += wait - 0.1
            kept.look()
            assert len(Process.started) == count, wait
            now += 0.1
            kept.look()
            assert len(Process.started) == count + 1, wait
        now += SETTLED_SECONDS
        Process.started[-1].returncode = -9
        kept.look()
    assert len(Process.started) == 10
    assert ended == list(range(1, 10)), "each is told of once"
    assert "worker 2 ended with status 1 and is replaced in 2 s" in caplog.text
