"""Publishing a course of 1,000 lessons with 10,000 questions to the real server, and the app on a catalogue of 5,000 courses."""

import json
import resource
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from benchmarks.figures import Figure, in_turn
from benchmarks.first_paint import cpu, first_paint
from benchmarks.large_content import many_courses, write_course
from benchmarks.surroundings import APP, BARE, environment
from tests.terminal.own_server import write_pack
from tests.terminal.programmes import ROOT, SERVER, Programme
from tests.terminal.terminal import Terminal
from trainhub_content.pack import starter_pack
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Skill
from trainhub_core.models.library import Resource
from trainhub_core.operations import ROOT as API

Told = TypeVar("Told")
CONTENT = f"{API}/content"
PATH = "Partner Success Mastery"
LESSONS, QUESTIONS, COURSES = 1_000, 10_000, 5_000
ITEMS = (LESSONS + QUESTIONS) / 1_000
BUILD_SECONDS, SEND_SECONDS, PUBLISH_SECONDS, MEMORY = 3.0, 3.0, 1.0, 512.0
FIRST, SLOW_FIRST, LEARN, SEARCH_MS = 1.4, 1.7, 2.0, 200.0
"""Bars: seconds for 1,000 lessons and questions, and MB of the largest process; milliseconds from a key to what it shows."""


def publish(rounds: int) -> Iterator[Figure]:
    """Build, send (checked and compiled by the server), publish; then the same catalogue with 5,000 courses."""
    del rounds  # each of these is long enough to be measured once
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_course(folder / "large", LESSONS, QUESTIONS)
        with Programme(folder / "server") as programme:
            author = _author(folder / "server")
            package = folder / "large.zip"
            built, _ = _timed(lambda: _build(folder / "large", package))
            sent, told = _timed(lambda: _post(programme, author, "packages", package.read_bytes(), "application/zip"))
            order = json.dumps({"sha256": told["sha256"]}).encode()
            published, _ = _timed(lambda: _post(programme, author, "publish", order, "application/json"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure("build, per 1,000 lessons and questions", built / ITEMS, BUILD_SECONDS, "s", 1.0)
    yield Figure("check and compile at the server, per 1,000", sent / ITEMS, SEND_SECONDS, "s", 1.0)
    yield Figure("publish, per 1,000", published / ITEMS, PUBLISH_SECONDS, "s", 1.0)
    yield Figure("memory of the largest process", peak, MEMORY, "MB", 1.0)


def catalogue(rounds: int) -> Iterator[Figure]:
    """Home, Learn and search of an app whose programme has 5,000 courses, each against the same app with the starter pack."""
    few = max(1, min(5, rounds // 2))
    pack = starter_pack()
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        facts = [it for it in pack.facts if not isinstance(it, Resource)]
        small = _Learner(folder / "small", facts)
        large = _Learner(folder / "large", [*facts, *_more(facts)])
        bare = lambda: first_paint(BARE, ["Ready"], small.env)  # noqa: E731
        first, first_bare = in_turn(few, lambda: first_paint(large.command, [PATH], large.env), bare)
        learn, learn_small = in_turn(few, large.learn, small.learn)
        (keys,) = in_turn(few, lambda: (large.search(),))
        large.close()
        small.close()
    yield Figure(f"Home's first paint, {COURSES:,} courses, against a bare app", first[0], first_bare[0], "ms", FIRST, SLOW_FIRST)
    yield Figure("CPU until then", first[1], first_bare[1], "ms", FIRST, SLOW_FIRST)
    yield Figure(f"Learn opened, {COURSES:,} courses, against the starter pack", learn[0], learn_small[0], "ms", LEARN)
    yield Figure("CPU of the app meanwhile", learn[1], learn_small[1], "ms", LEARN)
    yield Figure(f"a letter of a search, {COURSES:,} courses, to {SEARCH_MS:g} ms", keys[0], SEARCH_MS, "ms", 1.0)


class _Learner:
    """Somebody whose app is synced with a programme of these facts."""

    def __init__(self, folder: Path, facts: list[Fact]) -> None:
        self.programme = Programme(folder / "server", write_pack(folder / "pack", facts))
        self.env = {**environment(folder), "TRAINHUB_TOKEN": self.programme.token}
        self.command = (*APP, "--server", self.programme.url)
        with Terminal(self.command, 120, 36, self.env) as terminal:
            terminal.wait_for("⏎ starts", "synced", patience=120)
            terminal.press("enter")
            terminal.wait_gone("⏎ starts")
            terminal.press("q")
            terminal.wait_exit()

    def learn(self) -> tuple[float, float]:
        """Milliseconds from the key to the catalogue, the first time in a run: wall and CPU."""
        with self._opened() as terminal:
            before = cpu(terminal.process.pid)
            return _until(terminal, "2", "Skills:"), cpu(terminal.process.pid) - before

    def search(self) -> float:
        """Milliseconds from the last letter of a word to its first hit."""
        with self._opened() as terminal:
            terminal.press("/")
            terminal.wait_for("Search")
            terminal.press("r", "e", "f", "e", "r", "r", "a")
            return _until(terminal, "l", "Referral Strategies")

    def close(self) -> None:
        self.programme.cut()

    def _opened(self) -> Terminal:
        terminal = Terminal(self.command, 120, 36, self.env)
        terminal.wait_for(PATH, "synced", patience=60)
        return terminal


def _until(terminal: Terminal, key: str, *words: str) -> float:
    started = perf_counter()
    terminal.press(key)
    terminal.wait_for(*words)
    return (perf_counter() - started) * 1000


def _more(facts: list[Fact]) -> Iterator[Fact]:
    categories = tuple(it.id for it in facts if isinstance(it, Category))
    return many_courses(COURSES, categories, tuple(it.id for it in facts if isinstance(it, Skill)))


def _author(folder: Path) -> str:
    storage = ["--database", str(folder / "hub.db"), "--files", str(folder / "files")]
    made = subprocess.run(
        [*SERVER, *storage, "--new-token", "Ann", "--scopes", "read,write,author"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return made.stdout.split()[-1]


def _build(folder: Path, into: Path) -> None:
    command = [sys.executable, "-m", "trainhub_tui", "content", "build", str(folder), "--into", str(into)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


def _post(programme: Programme, token: str, path: str, body: bytes, media_type: str) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type, "Idempotency-Key": path}
    request = urllib.request.Request(f"{programme.url}{CONTENT}/{path}", body, headers, method="POST")
    with urllib.request.urlopen(request, timeout=900) as answer:
        return dict(json.load(answer))


def _timed(work: Callable[[], Told]) -> tuple[float, Told]:
    started = perf_counter()
    told = work()
    return perf_counter() - started, told
