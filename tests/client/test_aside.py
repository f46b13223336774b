"""Issue 2, memory: a program that makes what needs the models; where it cannot, the app does it itself."""

import subprocess
import sys
import threading
from collections.abc import Mapping

import pytest

from trainhub_tui import aside
from trainhub_tui.aside import OFTEN, WHILE_SECONDS, Aside

DONE = ("-c", "import sys; sys.stdin.readline()")
FAILED = ("-c", "raise SystemExit(1)")
ENDLESS = ("-c", "import sys; sys.stdin.read()")
LEFT_ALONE = """
import threading
from trainhub_tui import aside_program
aside_program.work = lambda _: threading.Event().wait()
aside_program.main()
"""


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an app that has not loaded the models."""
    monkeypatch.setattr(aside, "MODELS", "not.loaded")


def about() -> Mapping[str, object]:
    return {}


def test_it_is_done_or_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PROGRAM", DONE)
    assert Aside(about).done("memos")
    monkeypatch.setattr(aside, "PROGRAM", FAILED)
    assert not Aside(about).done("memos")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert not Aside(about).done("memos")


def test_one_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PROGRAM", ENDLESS)
    monkeypatch.setattr(aside, "SECONDS", {"memos": 0.01})
    assert not Aside(about).done("memos")


def test_an_app_that_has_the_models_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "MODELS", "sys")
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("A program is started."))
    assert not Aside(about).done("memos")


def test_where_something_is_new_all_the_time_the_app_loads_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """A programme whose seats are taken every second starts no program every second."""
    monkeypatch.setattr(aside, "PROGRAM", DONE)
    now = [0.0]
    beside = Aside(about, lambda: now[0])
    assert [beside.done("memos") for _ in range(OFTEN + 1)] == [True] * OFTEN + [False]
    now[0] = WHILE_SECONDS
    assert beside.done("memos")


def test_closing_the_app_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PROGRAM", ENDLESS)
    runs = threading.Event()
    said: list[bool] = []

    def told() -> Mapping[str, object]:
        runs.set()
        return {}

    beside = Aside(told)
    thread = threading.Thread(target=lambda: said.append(beside.done("index")))
    thread.start()
    assert runs.wait(30)
    beside.close()
    thread.join(30)
    assert said == [False] and not beside.done("index")


def test_it_ends_when_the_app_is_killed() -> None:
    ended = subprocess.run([sys.executable, "-c", LEFT_ALONE], input=b"{}\n", timeout=60, check=False)
    assert ended.returncode == 1
