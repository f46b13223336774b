"""How Home and the shell look, at every size and in every designed state. `make snap` accepts a change after a look at it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.driving import press, settle
from tests.app.seed_home import NOW, PATH, SEED, StillHub
from trainhub_core.models.views import Dashboard
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config
from trainhub_tui.facts import SyncKind, SyncStatus

Snap = Callable[..., bool]
LOCKED = SEED.model_copy(
    update={
        "path": PATH.model_copy(
            update={
                "percent": 0,
                "modules": tuple(it.model_copy(update={"state": "locked", "why": "Finish Onboarding first"}) for it in PATH.modules),
            }
        ),
        "next": None,
    }
)
EMPTY = Dashboard(learner_name="Ada Partner", zone="Europe/Berlin", day=SEED.day, tiles=SEED.tiles)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_home_at_every_size(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    """LOOK-2, DASH-5."""
    assert snap_compare(TrainhubApp(StillHub(tmp_path)), terminal_size=size, run_before=settle)


@pytest.mark.parametrize(
    ("dashboard", "status"),
    [
        pytest.param(None, SyncStatus(SyncKind.STARTING), id="nothing known yet"),
        pytest.param(SEED, SyncStatus(SyncKind.SYNCING), id="refreshing"),
        pytest.param(SEED, SyncStatus(SyncKind.OFFLINE, pending=2), id="offline"),
        pytest.param(SEED, SyncStatus(SyncKind.SYNCED, NOW, refused=1), id="refused"),
        pytest.param(SEED, SyncStatus(SyncKind.TROUBLE), id="server trouble"),
        pytest.param(SEED, SyncStatus(SyncKind.OFFLINE, read_only=True), id="read only"),
        pytest.param(LOCKED, SyncStatus(SyncKind.SYNCED, NOW), id="locked"),
        pytest.param(EMPTY, SyncStatus(SyncKind.SYNCED, NOW), id="empty"),
    ],
)
def test_home_in_every_state(snap_compare: Snap, tmp_path: Path, dashboard: Dashboard | None, status: SyncStatus) -> None:
    """LOOK-4."""
    assert snap_compare(TrainhubApp(StillHub(tmp_path, dashboard, status)), terminal_size=(80, 24), run_before=settle)


@pytest.mark.parametrize("theme", ["light", "high-contrast", "monochrome"])
def test_home_in_every_theme(snap_compare: Snap, tmp_path: Path, theme: str) -> None:
    """LOOK-1."""
    assert snap_compare(TrainhubApp(StillHub(tmp_path), Config(theme=theme)), terminal_size=(80, 24), run_before=settle)


def test_home_without_unicode(snap_compare: Snap, tmp_path: Path) -> None:
    """LOOK-6."""
    assert snap_compare(TrainhubApp(StillHub(tmp_path), Config(ascii=True)), terminal_size=(80, 24), run_before=settle)


def test_home_without_colour(snap_compare: Snap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOOK-6: NO_COLOR."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(TrainhubApp(StillHub(tmp_path)), terminal_size=(80, 24), run_before=settle)


def test_the_first_run(snap_compare: Snap, tmp_path: Path) -> None:
    """LOOK-4."""
    hub = StillHub(tmp_path, None, SyncStatus(SyncKind.STARTING))
    hub.kept.clear()
    assert snap_compare(TrainhubApp(hub), terminal_size=(80, 24), run_before=settle)


@pytest.mark.parametrize("size", [(80, 24), (40, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_first_run_at_a_server_that_one_is_not_signed_in_to(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    """LOOK-4, API-3: both the welcome and the line under the tabs say what to do."""
    hub = StillHub(tmp_path, None, SyncStatus(SyncKind.SIGNED_OUT, sentence="You are not signed in: `trainhub login` signs you in."))
    hub.kept.clear()
    hub.server, hub.is_signed_in = "https://training.example.org", False
    assert snap_compare(TrainhubApp(hub), terminal_size=size, run_before=settle)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_keys_that_work_here(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    """LOOK-3."""
    assert snap_compare(TrainhubApp(StillHub(tmp_path)), terminal_size=size, run_before=lambda pilot: press(pilot, "question_mark"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_settings(snap_compare: Snap, size: tuple[int, int]) -> None:
    """LOOK-1."""
    assert snap_compare(TrainhubApp(StillHub(Path("/home/ada"))), terminal_size=size, run_before=lambda pilot: press(pilot, "comma"))


def test_a_terminal_too_small(snap_compare: Snap, tmp_path: Path) -> None:
    """LOOK-4."""
    assert snap_compare(TrainhubApp(StillHub(tmp_path)), terminal_size=(34, 9), run_before=settle)


def test_the_command_palette(snap_compare: Snap, tmp_path: Path) -> None:
    """LOOK-3."""

    async def open_palette(pilot: Pilot[int]) -> None:
        await press(pilot, "ctrl+p")
        assert not pilot.app.screen.query_one(Input).cursor_blink, "half a second later it would look otherwise"

    assert snap_compare(TrainhubApp(StillHub(tmp_path)), terminal_size=(80, 24), run_before=open_palette)
