"""For every test: a home of its own, a still clock where one is asked for, no network but loopback, nothing of the developer's settings."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests import buckets
from tests.buckets import Storage

LONGEST_NAME = 200
settings.register_profile("local", max_examples=60, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""A change is judged by the same examples each time; whoever works on it tries others each time."""
settings.load_profile("ci" if os.environ.get("CI") else "local")
if os.environ.get("CI"):
    # Words of our own code would be tried too: of those modules that this process has, which differ from run to run.
    providers.is_local_module_file = lambda _: False  # type: ignore[attr-defined, assignment]

_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise PermissionError(f"Tests reach nothing but loopback, not {host!r}.")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """HOME and TRAINHUB_HOME in the test's own folder; colour and locale settings of the developer's terminal are left
    out: it is one of all colours."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TRAINHUB_HOME", str(home / "trainhub"))
    monkeypatch.setenv("TZ", "UTC")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr(socket.socket, "connect", _only_loopback)
    yield home


@pytest.fixture(scope="session")
def storage() -> Iterator[Storage]:
    """One server with buckets for all tests of this process."""
    try:
        with buckets.running() as server:
            yield server
    except buckets.NoStorage as why:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Object storage cannot be started here: {why}")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes and long texts are named by their argument: an archive's bytes have the time in them, which differs between a run's processes,
    and a name goes from process to process with every word about its test."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > LONGEST_NAME) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """In CI nothing may be skipped: what cannot run there is a fault of the set-up."""
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("Skipped in CI, where everything must run: make it run, or say in the test why it cannot.", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
