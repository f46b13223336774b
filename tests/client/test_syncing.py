"""The thread that keeps in sync: it tells the window, wakes for what is done, backs off, and ends at once."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.client.fault_server import FaultServer
from tests.client.windows import MAKE, Laptop, bookmark
from trainhub_core.operations import ROOT as API
from trainhub_tui import sync as sync_module
from trainhub_tui.hub import Hub, SyncKind

ROOT = Path(__file__).parents[2]


class Window:
    """What a window is told by its hub; a test waits for the next word instead of looking again and again."""

    def __init__(self, hub: Hub) -> None:
        self._changed = threading.Condition()
        self.hub = hub
        self.kinds: list[SyncKind] = []
        hub.start(self._hear)

    def _hear(self) -> None:
        with self._changed:
            self.kinds.append(self.hub.status().kind)
            self._changed.notify_all()

    def until(self, said: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(said, 60), "it did not happen"


def test_what_is_done_is_sent_and_the_window_is_told(server: FaultServer, tmp_path: Path) -> None:
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    window.until(lambda: SyncKind.SYNCED in window.kinds)
    hub.do(MAKE["set-bookmark"](hub))
    window.until(lambda: bool(server.accounts["ada"].state.bookmarks) and hub.status().pending == 0)
    hub.close()


def test_another_windows_change_is_told(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """I16."""
    monkeypatch.setattr(sync_module, "GLANCE_SECONDS", 0.05)
    laptop = Laptop(tmp_path, server)
    one, two = laptop.open(), laptop.open()
    window = Window(one)
    window.until(lambda: one.status().kind is SyncKind.SYNCED)
    two.do(MAKE["set-bookmark"](two))
    window.until(lambda: bool(one.state().bookmarks))
    one.close()
    two.close()


def test_a_server_in_trouble_is_not_asked_more_for_each_thing_done(server: FaultServer, tmp_path: Path) -> None:
    """I12: time stands still, so nothing may be tried a second time."""
    server.feed_script.extend(["503"] * 100)
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    window.until(lambda: hub.status().kind is SyncKind.TROUBLE)
    asked = len(server.requests)
    for number in range(20):
        told = len(window.kinds)
        hub.do(bookmark(hub, f"course-{number}"))
        window.until(lambda told=told: len(window.kinds) > told)  # type: ignore[misc]  # once around for each
    assert len(server.requests) == asked
    assert hub.status().pending == 20 and hub.status().retry_at is not None
    hub.close()


def test_closing_while_the_server_hangs_does_not(server: FaultServer, tmp_path: Path) -> None:
    gate, hanging = threading.Event(), threading.Event()

    def hang() -> None:
        hanging.set()
        gate.wait(60)

    server.during = hang
    hub = Laptop(tmp_path, server).open()
    Window(hub).until(lambda: hub.status().kind is SyncKind.SYNCED)
    server.script.append("reordered")
    hub.do(MAKE["set-bookmark"](hub))
    assert hanging.wait(60)
    began = time.monotonic()
    hub.close()
    assert time.monotonic() - began < 20  # not the minute that the server takes
    gate.set()
    again = Laptop(tmp_path, server).open()
    again.sync_now()
    assert again.status().pending == 0 and set(server.accounts["ada"].effects.values()) == {1}
    again.close()


def test_what_nobody_thought_of_is_said_and_survived(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Laptop(tmp_path, server).open()
    with monkeypatch.context() as patch:
        patch.setattr(sync_module, "fetch_changes", lambda *_: 1 / 0)
        Window(hub).until(lambda: "ZeroDivisionError" in hub.status().sentence)
    assert hub.sync_now().kind is SyncKind.SYNCED
    hub.close()


def test_texts_come_along_and_are_asked_for_again_only_when_they_may_have_changed(server: FaultServer, tmp_path: Path) -> None:
    """COURSE-4: the next lesson can be read offline."""
    server.texts = {"referral-strategies": "# Ask", "negotiation": "# Win both"}
    laptop = Laptop(tmp_path, server)
    hub = laptop.open()
    hub.sync_now()
    text = hub.lesson_text("referral-strategies/one")
    assert text is not None and text.text == "# Ask", "a course of the featured path"
    assert hub.lesson_text("negotiation/one") is None
    assert hub.fetch_lesson_text("negotiation/one").text == "# Win both"
    hub.sync_now()  # asks once about what is here from now on
    asked = _texts_asked(server)
    hub.sync_now()
    assert _texts_asked(server) == asked
    server.texts["referral-strategies"] = "# Ask twice"
    server.accounts["ada"].say(hub.catalogue().courses["referral-strategies"].model_copy(update={"version": 2}))
    hub.sync_now()
    text = hub.lesson_text("referral-strategies/one")
    assert text is not None and text.text == "# Ask twice"
    hub.close()


def _texts_asked(server: FaultServer) -> int:
    return sum(1 for it in server.requests if it.endswith("/text"))


def test_a_forgotten_cursor_fetches_everything_and_sends_again_what_the_server_lost(server: FaultServer, tmp_path: Path) -> None:
    """A server restored from its backup: what was acknowledged since is sent again, under the same keys."""
    hub = Laptop(tmp_path, server).open()
    hub.sync_now()
    backup = server.backup("ada")
    hub.do(MAKE["set-bookmark"](hub))
    hub.do(MAKE["register-webinar"](hub))
    hub.sync_now()
    assert hub.status().pending == 0
    server.restore(backup)
    hub.sync_now()
    hub.sync_now()
    account = server.accounts["ada"]
    assert account.state.bookmarks and account.state.registrations
    assert (hub.state().bookmarks, hub.state().registrations) == (account.state.bookmarks, account.state.registrations)
    assert f"GET {API}/changes" in server.requests
    hub.close()


def test_what_a_restored_server_says_holds_although_its_numbers_are_smaller(server: FaultServer, tmp_path: Path) -> None:
    """I7."""
    hub = Laptop(tmp_path, server).open()
    hub.sync_now()
    backup = server.backup("ada")
    course = hub.catalogue().courses["negotiation"]
    for title in ("Never kept", "Never kept either"):
        server.accounts["ada"].say(course.model_copy(update={"title": title}))
    server.accounts["ada"].say(course.model_copy(update={"id": "never-kept"}))
    hub.sync_now()
    assert hub.catalogue().courses["negotiation"].title == "Never kept either"
    server.restore(backup)
    hub.sync_now()
    assert hub.catalogue().courses["negotiation"].title == "Negotiation"
    assert "never-kept" not in hub.catalogue().courses
    hub.close()


FIRST_PAINT = """
import sys
from pathlib import Path
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths
hub = Hub.open(Paths.under(Path(sys.argv[1])))
assert hub.home(at_once=True) is not None
print(*[name for name in sys.argv[2:] if name in sys.modules])
import threading
print(threading.active_count())
hub.close()
"""
LATE = (
    "httpx", "asyncio", "ssl", "textual", "trainhub_core.operations", "trainhub_core.catalogue", "trainhub_core.models.learning",
    "trainhub_core.models.library", "trainhub_core.rules.record", "trainhub_tui.sync", "trainhub_tui.api",
)  # fmt: skip


def test_the_first_paint_imports_little_and_starts_nothing(tmp_path: Path) -> None:
    from tests.builders import hub_with

    hub = hub_with(home=tmp_path)
    hub.keep_home()
    hub.close()
    said = subprocess.run([sys.executable, "-c", FIRST_PAINT, str(tmp_path), *LATE], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout == "\n1\n", said.stdout + said.stderr


def test_hub_api_and_cache_run_without_textual(tmp_path: Path) -> None:
    code = "import sys; sys.modules['textual'] = None\nimport trainhub_tui.behind, trainhub_tui.hub, trainhub_tui.cache.downloads"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_only_the_api_module_knows_http() -> None:
    found = [it.name for it in (ROOT / "trainhub_tui").rglob("*.py") if "import httpx" in it.read_text("utf-8")]
    assert found == ["api.py"]


def test_a_closed_hub_says_so(tmp_path: Path) -> None:
    from tests.builders import hub_with
    from trainhub_tui.hub import CannotSave

    hub: Hub = hub_with(home=tmp_path)
    operation = MAKE["set-bookmark"](hub)
    hub.close()
    with pytest.raises(CannotSave, match="closing"):
        hub.journal.add([])
    assert operation
