"""Issue 2, memory: an app that starts, syncs and finds nothing new loads neither the models nor what reads documents."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.app.staged import StagedHub, staged
from tests.builders import learner, tell
from trainhub_core.models.catalogue import Course
from trainhub_tui.search.sources import Titles
from trainhub_tui.search.standing import GROUNDS, ground_of
from trainhub_tui.shown import Shown
from trainhub_tui.unchanged import Unchanged, unchanged

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
HEAVY = {"pydantic", "pydantic_core", "trainhub_core.models.wire", "trainhub_tui.search.sources", "trainhub_tui.media.openers"}


@pytest.fixture
def hub(tmp_path: Path) -> StagedHub:
    return staged(home=tmp_path)


def lived(home: Path) -> set[str]:
    env = {**os.environ, "TRAINHUB_HOME": str(home)}
    return set(subprocess.run([sys.executable, "-c", LIFE], check=True, capture_output=True, text=True, env=env).stdout.split())


def test_a_start_that_finds_nothing_new_loads_no_models(tmp_path: Path) -> None:
    """The second start, against the server inside; the first one had everything to read."""
    assert lived(tmp_path) >= HEAVY
    assert not lived(tmp_path) & HEAVY


@pytest.mark.parametrize(
    "body",
    [
        b'{"changes": [{"kind": "course"}], "cursor": "a", "more": false}',
        b'{"changes": [], "cursor": "a", "more": true}',
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
    assert unchanged(body) is None


def test_an_empty_page_is_one() -> None:
    assert unchanged(b'{"changes": [], "cursor": "a.1", "more": false, "newer": 1}') == Unchanged("a.1")


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
