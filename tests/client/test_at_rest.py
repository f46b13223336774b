"""Issue 2, memory: an app that starts, syncs and finds nothing new loads neither the models nor what reads documents."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.staged import StagedHub, staged
from tests.builders import learner, tell
from trainhub_core.models.catalogue import Course, Skill
from trainhub_core.models.wire import Changes
from trainhub_tui.feed_page import FeedPage, feed_page
from trainhub_tui.search.passages import Passage
from trainhub_tui.search.standing import GROUNDS, ground_of
from trainhub_tui.search.titled import Titles
from trainhub_tui.sending import said
from trainhub_tui.shown import Shown

LIFE = """
import sys
from trainhub_tui.hub import Hub
hub = Hub.open()
assert hub.sync_now().kind == "synced", hub.status()
hub.search.catch_up()
hub.keep_home()
assert hub.home() is not None and not hub.manages()
hub.close()
print(*sys.modules)
"""
OPEN = """
import sys, threading
from trainhub_tui import aside
from trainhub_tui.hub import Hub
aside.SECONDS = dict.fromkeys(aside.SECONDS, 60.0)  # how long a program may take on a machine under load is not the point
hub = Hub.open()
done = threading.Event()
hub.start(lambda: hub.status().kind == "synced" and not hub.search.is_behind() and done.set())
assert done.wait(120), hub.status()
assert hub.home().webinars and not hub.keep_home() and not hub.manages()
assert hub.search.index.read("SELECT 1 FROM passages WHERE kind = 'webinar'")
hub.close()
print(*sys.modules)
"""
HEAVY = {"pydantic", "pydantic_core", "trainhub_core.models.wire", "trainhub_tui.search.sources", "trainhub_tui.media.openers"}


@pytest.fixture
def hub(tmp_path: Path) -> StagedHub:
    return staged(home=tmp_path)


def lived(home: Path, life: str = LIFE) -> set[str]:
    env = {**os.environ, "TRAINHUB_HOME": str(home)}
    return set(subprocess.run([sys.executable, "-c", life], check=True, capture_output=True, text=True, env=env).stdout.split())


def test_a_start_that_finds_nothing_new_loads_no_models(tmp_path: Path) -> None:
    """The second start, against the server inside; the first one had everything to read."""
    assert lived(tmp_path) >= HEAVY
    assert not lived(tmp_path) & HEAVY


@pytest.mark.parametrize(
    "since_then",
    [
        "UPDATE memo SET until = 0",
        "DELETE FROM objects WHERE kind = 'webinar'; DELETE FROM memo WHERE name <> 'home';"
        " UPDATE meta SET value = value + 1 WHERE name = 'counter'; UPDATE meta SET value = '' WHERE name = 'cursor'",
    ],
    ids=["a new day", "news"],
)
def test_an_open_app_that_finds_something_new_loads_no_models(tmp_path: Path, since_then: str) -> None:
    """What is new on Home, and in search, is made by a program that ends."""
    assert lived(tmp_path, OPEN) >= HEAVY
    with closing(sqlite3.connect(next(tmp_path.rglob("cache.db")))) as cache:
        cache.executescript(since_then)
    assert not lived(tmp_path, OPEN) & HEAVY


@pytest.mark.parametrize(
    "body",
    [
        b'{"changes": [{"kind": "course"}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a", "seq": "1"}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a", "seq": true}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a", "seq": 9223372036854775808}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a\\u001b", "seq": 1}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a", "seq": 1, "body": []}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a", "seq": 1, "body": {"title": "\\ud800"}}], "cursor": "a", "more": false}',
        b'{"changes": [{"kind": "course", "id": "a", "seq": 1, "body": {"order": NaN}}], "cursor": "a", "more": false}',
        b'{"changes": [], "more": false}',
        b'{"changes": [], "cursor": 3, "more": false}',
        b'{"changes": {}, "cursor": "a", "more": false}',
        b'{"changes": [], "cursor": "a", "more": 0}',
        b'{"changes": [], "cursor": "\\u001b[2J", "more": false}',
        json.dumps({"changes": [], "cursor": "a" * 401, "more": False}).encode(),
        b"[" * 900,
        b"[]",
        b"<html>",
        b"\xff",
    ],
)
def test_every_other_page_is_for_the_model(body: bytes) -> None:
    """API-5: hostile text comes past it as it did."""
    assert feed_page(body) is None


def test_a_page_is_read_as_the_model_reads_it() -> None:
    """API-5: an unknown field is left out, a body is as it came."""
    body = b'{"changes": [{"kind": "a", "id": "b", "seq": 3, "body": {"c": [1.5, "\\u00e9"]}, "d": 1}, '
    body += b'{"kind": "a", "id": "e", "seq": 4}], "cursor": "a.1", "more": true, "newer": 1}'
    told, modelled = feed_page(body), Changes.model_validate_json(body)
    assert told is not None and (told.cursor, told.more) == (modelled.cursor, modelled.more)
    assert [said(it) for it in told.changes] == [said(it) for it in modelled.changes]
    assert feed_page(b'{"changes": [], "cursor": "a.1", "more": false}') == FeedPage((), "a.1", False)


def test_what_a_source_is_made_from_moves_its_ground(hub: StagedHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-5: and nothing else does."""

    def moved(before: dict[str, str]) -> set[str]:
        return {name for name in GROUNDS if ground_of(name, hub) != before[name]}

    before = {name: ground_of(name, hub) for name in GROUNDS}
    assert moved(before) == set()
    hub.snapshot.keep_texts("closing", "", 1, [("closing/one", 1, "# One")])
    assert moved(before) == {"notes", "lessons"}
    hub.has_come(next(iter(hub.catalogue().resources)), b"# Words")
    assert moved(before) == {"notes", "lessons", "transcripts", "documents"}
    before = {name: ground_of(name, hub) for name in GROUNDS}
    monkeypatch.setattr("trainhub_tui.search.standing.SHAPE", 2)
    assert moved(before) == set(GROUNDS)


def test_a_source_on_the_same_ground_is_not_looked_through(hub: StagedHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-5: and is again, once something has changed."""
    assert hub.search.catch_up()
    read: list[str] = []
    marks = Titles.marks

    def counted(self: Titles) -> Mapping[str, str]:
        read.append("titles")
        return marks(self)

    monkeypatch.setattr(Titles, "marks", counted)
    assert hub.search.catch_up() and read == []
    course = next(iter(hub.catalogue().courses.values()))
    tell(hub, Course.model_validate({**course.model_dump(), "title": "Anew"}), seq=2)
    assert hub.search.catch_up() and read == ["titles"]


def test_a_course_that_changes_is_the_only_one_read_anew(hub: StagedHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 4: one of 5,000 courses costs no more than one of ten. A skill's title stands on the pages of all."""
    assert hub.search.catch_up()
    read: list[str] = []
    passages = Titles.passages

    def counted(self: Titles, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        read.append(group)
        return passages(self, group, stop)

    monkeypatch.setattr(Titles, "passages", counted)
    courses = hub.catalogue().courses
    changed = next(iter(courses.values()))
    tell(hub, changed.model_copy(update={"title": "Quite another"}), seq=2)
    assert hub.search.catch_up() and read == [f"course/{changed.id}"]
    assert changed.id in [it.passage.of for it in hub.search.find("quite another").hits]
    read.clear()
    tell(hub, Skill(id="new", title="Quiet words"), seq=3)
    assert hub.search.catch_up() and set(read) == {f"course/{id_}" for id_ in courses}


def test_a_large_catalogue_is_read_before_it_is_asked_for(hub: StagedHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 4: nobody waits for it at the first page; a small one is left until then."""
    read: list[str] = []
    monkeypatch.setattr(Shown, "catalogue", lambda _: read.append("catalogue"))
    monkeypatch.setattr(Shown, "state", lambda _: read.append("state"))
    shown = Shown(hub.snapshot, hub.journal, learner)
    shown.read_ahead()
    assert read == []
    monkeypatch.setattr("trainhub_tui.shown.READ_AHEAD", 3)
    shown.read_ahead()
    assert read == ["catalogue", "state"]
