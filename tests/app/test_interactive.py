"""COURSE-4, PROG-1: an interactive lesson opens in the browser; what it tells is shown, recorded and taken up again."""

import http.client
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, said, story
from tests.app.sections import at_page, page_of, settle, told, words_of
from tests.app.staged import StagedHub, staged
from tests.app.test_section_snapshots import pictured
from tests.builders import NOW
from tests.content.importers.import_builders import zipped
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module
from trainhub_core.models.learning import CourseRecord, Event, EventType, LessonRecord
from trainhub_core.models.library import Resource
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.interactive import InteractiveScreen
from trainhub_tui.screens.shell import Shell

LESSON = "golf/play"
PAGE = ("lesson", LESSON)
Compare = Callable[..., bool]


def course(mark: int = 0) -> Course:
    play = Lesson(
        id=LESSON, title="Playing golf", kind=LessonKind.INTERACTIVE, minutes=10, media="golf--play", launch="go.html", pass_mark=mark
    )
    then = Lesson(id="golf/then", title="Now you", minutes=5)
    return Course(id="golf", title="Golf", category="sales", modules=(Module(id="golf-a", title="All", lessons=(play, then)),))


def with_package(home: Path, *facts: Fact, mark: int = 0, is_here: bool = True) -> StagedHub:
    home.mkdir(exist_ok=True)
    content = zipped(home / "made.zip", {"go.html": "<h1>Go</h1>"}).read_bytes()
    stored = {"size": len(content), "sha256": sha256(content).hexdigest()}
    package = {
        "id": "golf--play",
        "title": "Playing golf",
        "course": "golf",
        "format": "ZIP",
        "media_type": "application/zip",
        "name": "p.zip",
    }
    hub = staged(course(mark), Resource.model_validate({**package, **stored}), *facts, home=home)
    if is_here:
        hub.has_come("golf--play", content)
    return hub


class Browser:
    """Stands in for the browser: it goes where the app sends it, and tells what a package would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.address = self.home = ""
        self.sequence = 0
        monkeypatch.setattr(Shell, "open_outside", self._go, raising=False)
        monkeypatch.setattr("trainhub_tui.app.TrainhubApp.open_outside", self._go)

    def _go(self, target: str) -> None:
        self.address = target
        self.home = self._ask(urlsplit(target).path).headers["Location"]

    def left(self) -> dict[str, object]:
        answer: dict[str, object] = json.loads(self._ask(f"{self.home}left").said)  # type: ignore[attr-defined]
        return answer

    def tell(self, **report: object) -> int:
        self.sequence += 1
        body = json.dumps({"api": "1.2", "sequence": self.sequence, **report}).encode()
        return self._ask(f"{self.home}told", "POST", body).status

    def _ask(self, path: str, method: str = "GET", body: bytes = b"") -> http.client.HTTPResponse:
        where = urlsplit(self.address).netloc
        line = http.client.HTTPConnection(where, timeout=60)
        line.request(method, path, body or None, {"Origin": f"http://{where}", "Content-Type": "application/json"})
        answer = line.getresponse()
        answer.said = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer


async def heard(pilot: Pilot[int]) -> None:
    await settle(pilot)
    await settle(pilot)


@story
async def test_it_opens_in_the_browser_and_shows_what_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, hub = Browser(monkeypatch), with_package(tmp_path / "home")
    async with at_page(hub, page=PAGE) as pilot:
        assert isinstance(pilot.app.screen, InteractiveScreen) and "program for the browser" in words_of(pilot)
        await press(pilot, "enter")
        assert browser.address.startswith("http://127.0.0.1:") and browser.left()["launch"] == "package/go.html"
        assert browser.tell(status="incomplete", raw="40", location="p2", suspended="s") == 200
        await heard(pilot)
        assert "Under way · 40 %" in words_of(pilot) and not told(hub, EventType.SCORED)
        assert browser.tell(status="passed", raw="80", location="p9") == 200
        await heard(pilot)
        assert "Passed · 80 %" in words_of(pilot) and "Now you" in words_of(pilot)
        [scored] = told(hub, EventType.SCORED)
        assert isinstance(scored, Event) and scored.score == (4, 5)
        assert len(told(hub, EventType.REACHED_END)) == 1
        browser.tell(status="passed", raw="80", location="p9", is_over=True)
        await heard(pilot)
        assert len(told(hub, EventType.SCORED)) == len(told(hub, EventType.REACHED_END)) == 1
        await press(pilot, "escape")
    with pytest.raises(ConnectionRefusedError):
        browser.tell(status="passed")


@story
async def test_it_goes_on_where_it_was_left_and_can_be_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, hub = Browser(monkeypatch), with_package(tmp_path / "home", mark=80)
    async with at_page(hub, "enter", page=PAGE) as pilot:
        browser.tell(status="incomplete", raw="40", location="p2", suspended="kept")
        await press(pilot, "escape")
        [scored] = told(hub, EventType.SCORED)
        assert isinstance(scored, Event) and scored.score == (2, 5)
    async with at_page(hub, page=PAGE) as pilot:
        assert "Go on in the browser" in words_of(pilot) and "Under way · 40 %" in words_of(pilot)
        await press(pilot, "enter")
        assert {key: browser.left()[key] for key in ("location", "suspended", "mark")} == {
            "location": "p2",
            "suspended": "kept",
            "mark": 80,
        }
        await press(pilot, "E", "enter")
        assert "location" not in browser.left()


@story
async def test_a_course_begun_again_forgets_the_bookmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """COURSE-3."""
    browser, hub = (
        Browser(monkeypatch),
        with_package(tmp_path / "home", CourseRecord(course_id="golf", enrolled=True, at=NOW, restarted=NOW)),
    )
    hub.remember(f"package/{LESSON}", json.dumps({"api": "1.2", "location": "p2", "at": "2020-01-01T00:00:00Z"}))
    async with at_page(hub, "enter", page=PAGE):
        assert "location" not in browser.left()


@story
async def test_a_damaged_package_and_a_missing_browser_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = with_package(tmp_path / "home")
    monkeypatch.setattr("trainhub_tui.app.TrainhubApp.open_outside", lambda *_: "No program to open links was found here. The link: x")
    async with at_page(hub, "enter", page=PAGE) as pilot:
        assert said(pilot.app) == ["No program to open links was found here. The link: x"]  # type: ignore[arg-type]
        await press(pilot, "escape")
    hub.has_come("golf--play", b"no zip")
    async with at_page(hub, "enter", page=PAGE) as pilot:
        assert "damaged" in said(pilot.app)[0]  # type: ignore[arg-type]


@story
async def test_without_the_file_it_is_fetched_or_offline_said_and_it_is_not_marked_done(tmp_path: Path) -> None:
    hub = with_package(tmp_path / "home", is_here=False)
    async with at_page(hub, page=PAGE) as pilot:
        assert ("download", "golf--play") in hub.asked and "Fetching Playing golf" in words_of(pilot)
        await press(pilot, "enter")
        assert "is not on this laptop yet" in said(pilot.app)[0]  # type: ignore[arg-type]
    away = with_package(tmp_path / "away", is_here=False)
    away.kind = SyncKind.OFFLINE
    async with at_page(away, page=PAGE) as pilot:
        assert "the network is away" in words_of(pilot) and not [it for it in away.asked if it[0] == "download"]
        assert "Playing golf" in page_of(pilot)


@pytest.mark.parametrize("size", [(40, 30), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_lesson_left_in_the_middle(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    """LOOK-2."""
    known = LessonRecord(lesson_id=LESSON, course_id="golf", scores=((NOW, 2, 5),))
    hub = with_package(tmp_path / "home", known, mark=80)
    kept = {"api": "1.2", "location": "p2", "status": "incomplete", "score": [2, 5], "at": NOW.isoformat()}
    hub.remember(f"package/{LESSON}", json.dumps(kept))
    assert pictured(snap_compare, hub, size, PAGE)


def test_a_lesson_open_in_the_browser(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Browser(monkeypatch)
    assert pictured(snap_compare, with_package(tmp_path / "home"), (80, 24), PAGE, "enter")
