"""The shell: sections, one step back, the hub's changes, status, settings, help, the palette, the smallest terminal."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets._toast import Toast

from tests.app.driving import press, said, seen, settle, story
from tests.app.seed_home import NOW, SEED, StillHub
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config, read_config
from trainhub_tui.facts import SyncKind, SyncStatus
from trainhub_tui.outside import why_not_open
from trainhub_tui.screens.home import Home
from trainhub_tui.screens.page import Page
from trainhub_tui.screens.settings import Settings
from trainhub_tui.widgets.note_editor import NoteEditor
from trainhub_tui.widgets.question import Question


class Probe(Page):
    """A page that counts how often it was asked to read anew."""

    TITLE = "Probe"
    SECTION = "learn"
    VERBS: ClassVar[tuple[str, ...]] = ("sort", "filter")
    reads = 0
    filtered = False

    def compose_page(self) -> Iterable[Widget]:
        return ()

    def refresh_view(self) -> None:
        self.reads += 1

    def can_sort(self) -> str | None:
        return "There is nothing to sort."

    def verb_sort(self) -> None:
        raise AssertionError("it could not act")

    def verb_filter(self) -> None:
        self.filtered = True

    def step_back(self) -> bool:
        was, self.filtered = self.filtered, False
        return was


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainhubApp:
    """The app with `Probe` standing in for every section but Home."""
    monkeypatch.setattr("trainhub_tui.app._page", lambda name: _OWN.get(name, Probe))
    return TrainhubApp(StillHub(tmp_path))


def _own() -> dict[str, type]:
    from trainhub_tui.screens.first_run import FirstRun
    from trainhub_tui.screens.help import Help
    from trainhub_tui.screens.too_small import TooSmall

    return {"help": Help, "settings": Settings, "first-run": FirstRun, "too-small": TooSmall}


_OWN = _own()


@story
async def test_a_section_is_kept_as_it_was_left(app: TrainhubApp) -> None:
    """DASH-5, LOOK-2: the place kept."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        learn = app.screen
        await press(pilot, "slash", "3", "1", "2")
        assert app.screen is learn and isinstance(learn, Probe) and learn.filtered
        assert len(app.screen_stack) == 2


@story
async def test_escape_goes_one_step_back_and_never_quits(app: TrainhubApp) -> None:
    """LOOK-3: the filter first, then the page, then nothing."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "slash", "escape")
        assert isinstance(app.screen, Probe) and not app.screen.filtered
        await press(pilot, "escape")
        assert isinstance(app.screen, Home)
        await press(pilot, "escape", "escape")
        assert app.is_running and isinstance(app.screen, Home)


@story
async def test_q_quits_with_nought(app: TrainhubApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "q")
    assert app.return_code == 0


@story
async def test_what_is_typed_behind_q_opens_no_page(app: TrainhubApp) -> None:
    """LOOK-3: it was meant for the shell."""
    async with app.run_test(size=(80, 24)) as pilot:
        app.exit(0)
        for key in "c2,3":
            app.post_message(Key(key, key))
        await pilot.pause()
        assert [type(it) for it in app.screen_stack] in ([], [Home])
    assert app.return_code == 0


@story
async def test_ctrl_c_says_how_to_leave(app: TrainhubApp) -> None:
    """LOOK-3: with the key that the footer names, and once."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+c", "ctrl+c")
        assert app.is_running and said(app) == ["q leaves, ctrl+q while you type; nothing is lost."]


@story
async def test_ctrl_z_says_where_there_is_no_shell_to_go_to(app: TrainhubApp) -> None:
    """LOOK-3: on a page and in what stands before it; in a text it takes back what was typed."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+z")
        assert said(app) == ["There is no shell below trainhub in this terminal; q leaves."]
        app.clear_notifications()
        app.push_screen(Question("Leave?", "Leave"))
        await press(pilot, "ctrl+z")
        assert said(app) == ["There is no shell below trainhub in this terminal; q leaves."]
        app.clear_notifications()
        editor = NoteEditor("A note", "", "", lambda text: text)
        app.push_screen(editor)
        await press(pilot, "a", "b", "ctrl+z")
        assert not app._notifications and editor.field.text != "ab"


@story
async def test_a_key_that_cannot_act_stays_on_and_says_why(app: TrainhubApp) -> None:
    """LOOK-4."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "s")
        assert said(app) == ["There is nothing to sort."] and "s Sort" in seen(app)


@story
async def test_the_page_on_top_reads_anew_when_the_hub_has_changed(app: TrainhubApp) -> None:
    """PROG-1: and the one below when one comes back to it, once, however much has changed."""
    hub = app.hub
    assert isinstance(hub, StillHub)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        learn = app.screen
        assert isinstance(learn, Probe) and learn.reads == 1
        hub.changed()
        await settle(pilot)
        assert learn.reads == 2
        await press(pilot, "1")
        hub.changed()
        hub.changed()
        await settle(pilot)
        assert learn.reads == 2
        await press(pilot, "2")
        assert learn.reads == 3


@story
async def test_a_key_of_ones_own_works_and_is_shown(tmp_path: Path) -> None:
    """LOOK-3."""
    app = TrainhubApp(StillHub(tmp_path), Config(keys={"continue": "z", "fly": "x"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "z Continue" in seen(app) and "z continues" in seen(app)
        assert said(app) == ["There is no verb “fly”; `?` and docs/KEYS.md name them."]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SyncStatus(SyncKind.SYNCED, NOW), "● synced 14:02"),
        (SyncStatus(SyncKind.SYNCING), "◌ syncing"),
        (SyncStatus(SyncKind.STARTING), "◌ starting"),
        (SyncStatus(SyncKind.OFFLINE, pending=2), "○ offline · 2 to send"),
        (SyncStatus(SyncKind.SYNCED, NOW, refused=1), "✖ 1 needs attention"),
        (SyncStatus(SyncKind.OFFLINE, refused=3), "✖ 3 need attention"),
        (SyncStatus(SyncKind.TROUBLE, retry_at=NOW + timedelta(seconds=20)), "✖ server trouble · again in 20 s"),
        (SyncStatus(SyncKind.SIGNED_OUT, pending=1), "✖ signed out · 1 to send"),
    ],
)
@story
async def test_the_status_line_tells_how_things_stand(tmp_path: Path, status: SyncStatus, words: str) -> None:
    """DASH-1, LOOK-4."""
    app = TrainhubApp(StillHub(tmp_path, status=status))
    async with app.run_test(size=(80, 24)):
        assert words in seen(app).splitlines()[0]


@story
async def test_a_disk_that_takes_nothing_is_a_banner_on_every_page(tmp_path: Path) -> None:
    """I15."""
    app = TrainhubApp(
        StillHub(tmp_path, status=SyncStatus(SyncKind.OFFLINE, read_only=True, sentence="The disk is full; nothing is saved."))
    )
    async with app.run_test(size=(80, 24)):
        assert "The disk is full; nothing is saved." in seen(app).splitlines()[2]


@story
async def test_a_terminal_too_small_says_which_size_and_goes_on_when_it_grows(app: TrainhubApp) -> None:
    """LOOK-4."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2")
        await pilot.resize_terminal(30, 8)
        await settle(pilot)
        assert "40 × 12 at least" in seen(app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert isinstance(app.screen, Probe)


@story
async def test_the_first_run_is_three_lines_and_enter_starts(tmp_path: Path) -> None:
    """LOOK-4."""
    hub = StillHub(tmp_path, None)
    hub.kept.clear()
    app = TrainhubApp(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "⏎ starts." in seen(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home) and hub.kept == {"first-run": "done"}


@pytest.mark.parametrize(("key", "stands"), [("4", "FirstRun"), ("enter", "Home")])
@story
async def test_a_key_typed_before_anything_is_painted_is_the_first_run_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, stands: str
) -> None:
    """LOOK-4: it stands there from the first frame on, and no key goes past it to Home."""
    hub, mounted = StillHub(tmp_path, None), TrainhubApp.on_mount
    hub.kept.clear()

    def typed_ahead(app: TrainhubApp) -> None:
        app.post_message(Key(key, key if len(key) == 1 else None))
        mounted(app)

    monkeypatch.setattr(TrainhubApp, "on_mount", typed_ahead)
    app = TrainhubApp(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert type(app.screen).__name__ == stands and len(app.screen_stack) == (2 if stands == "FirstRun" else 1)


@story
async def test_the_first_run_at_a_named_server_says_whose_hub_it_is(tmp_path: Path) -> None:
    """LOOK-4, API-3."""
    hub = StillHub(tmp_path, None)
    hub.kept.clear()
    hub.server = "https://training.example.org"
    async with (app := TrainhubApp(hub)).run_test(size=(120, 40)):
        assert "https://training.example.org" in seen(app) and "of its own?" not in seen(app)
        assert any("trainhub --server https://training.example.org join" in str(it.content) for it in app.screen.query(Static))


@pytest.mark.parametrize(
    ("kind", "has_home", "says"),
    [
        (SyncKind.SYNCING, True, "are being put on this laptop. There is nothing"),
        (SyncKind.SYNCED, True, "are on this laptop. There is nothing"),
        (SyncKind.OFFLINE, True, "are on this laptop. There is nothing"),
        (SyncKind.TROUBLE, False, "come on this laptop once the server can be reached."),
    ],
)
@story
async def test_the_first_run_says_what_is_there_by_now(tmp_path: Path, kind: SyncKind, has_home: bool, says: str) -> None:
    """LOOK-4."""
    hub = StillHub(tmp_path, None, SyncStatus(SyncKind.STARTING))
    hub.kept.clear()
    async with (app := TrainhubApp(hub)).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "are being put on this laptop. There is nothing" in _words(app)
        hub.standing, hub.dashboard = SyncStatus(kind, NOW), SEED if has_home else None
        hub.changed()
        await settle(pilot)
        assert says in _words(app)


def _words(app: TrainhubApp) -> str:
    return " ".join(str(it.content) for it in app.screen.query(Static))


@story
async def test_the_line_under_the_tabs_is_whole_where_there_is_little_room(tmp_path: Path) -> None:
    """LOOK-2, API-3: what to do stands at the end of the sentence."""
    told = "Your organisation has ended your access; ask its administrator. What you did offline is kept on your laptop."
    hub = StillHub(tmp_path, None, SyncStatus(SyncKind.SIGNED_OUT, sentence=told))
    async with (app := TrainhubApp(hub)).run_test(size=(40, 30)) as pilot:
        await settle(pilot)
        lines = seen(app).splitlines()
        assert " ".join("".join(lines[2:6]).split()) == told


@story
async def test_help_shows_the_keys_that_work_here_and_why_some_cannot_act(app: TrainhubApp) -> None:
    """LOOK-3."""
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "2", "question_mark")
        assert "Sort this list another way." in seen(app) and "Not now: There is nothing to sort." in seen(app)
        assert "Take a seat" not in seen(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, Probe)


@story
async def test_the_palette_does_every_verb_by_name(app: TrainhubApp) -> None:
    """LOOK-3."""
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "ctrl+p", *"webinars")
        await pilot.pause(0.3)
        await settle(pilot)
        await press(pilot, "enter")
        await press(pilot, "enter")
        assert len(app.screen_stack) == 2 and isinstance(app.screen, Probe)


@story
async def test_a_theme_chosen_in_the_settings_holds_and_is_written_down(tmp_path: Path) -> None:
    """LOOK-1, LOOK-3."""
    hub = StillHub(tmp_path)
    hub.paths.config_file.write_text('# mine\n[keys]\nregister = "T"\n', "utf-8")
    app = TrainhubApp(hub)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "comma", "right")
        assert app.theme == "light" and "← light →" in seen(app)
    written = hub.paths.config_file.read_text("utf-8")
    assert written == '# mine\ntheme = "light"\n[keys]\nregister = "T"\n'
    assert (read_config(hub.paths).theme, read_config(hub.paths).keys) == ("light", {"register": "T"})


@story
async def test_a_settings_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    hub = StillHub(tmp_path)
    hub.paths.config_file.mkdir()
    app = TrainhubApp(hub)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "comma", "right")
        assert app.theme == "light" and "could not be written" in said(app)[0]


@story
async def test_ctrl_r_syncs_and_clicking_a_tab_goes_there(app: TrainhubApp) -> None:
    """LOOK-3: keyboard first, mouse too."""
    hub = app.hub
    assert isinstance(hub, StillHub)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+r")
        assert hub.asked == ["sync"]
        await pilot.click("Header", offset=(12, 1))
        await settle(pilot)
        assert isinstance(app.screen, Probe)


@pytest.mark.parametrize(
    "target",
    [
        "http://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "https://ada:pw@example.org/", "https://exa mple.org/",
        "https://example.org/\x1b]0;x", "--help", "-x", "", "https://", "/no/such/file/anywhere", "https://[",
    ],
)  # fmt: skip
def test_what_is_no_safe_link_is_not_opened(target: str) -> None:
    assert why_not_open(target)


@pytest.mark.parametrize("target", ["https://example.org/a?b=c#d", "http://127.0.0.1:8080/file", "http://localhost/"])
def test_https_and_this_computer_are_opened(target: str) -> None:
    assert why_not_open(target) is None


@pytest.mark.parametrize("width", [40, 80, 120])
@story
async def test_a_sentence_is_shown_whole_at_any_width(app: TrainhubApp, width: int) -> None:
    """LOOK-2, LOOK-4: also where its last word just does not fit into the line."""
    sentence = "◆ Bronze, Silver, Technical Expertise and 7 more are yours. Well done."
    async with app.run_test(size=(width, 24), notifications=True) as pilot:
        app.notify(sentence, markup=False)
        await settle(pilot)
        assert [word for word in sentence.split() if word not in seen(app)] == []
        assert app.screen.query_one(Toast).region.width == min(width, 60), "no column of what is below shows beside it"


def test_tasks_begin_in_turn_on_every_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on 3.11, whose order all tests go by: Textual lets them begin at once where Python can."""

    def at_once(loop: asyncio.AbstractEventLoop, work: Coroutine[object, object, object]) -> asyncio.Task[object]:
        return asyncio.Task(work, loop=loop)

    async def look(pilot: Pilot[object]) -> None:
        pilot.app.exit(asyncio.get_running_loop().get_task_factory() is None)

    monkeypatch.setattr(asyncio, "eager_task_factory", at_once, raising=False)
    assert TrainhubApp(StillHub(tmp_path)).run(headless=True, auto_pilot=look) is True
