"""A video drawn in a real terminal by mpv itself: what it takes it gives back (VID-1, VID-3)."""

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.media.videos import clip
from tests.terminal.terminal import Terminal

BARE = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "TERM": "xterm-256color", "TMUX": ""}


def page(folder: Path, seconds: int, *of: str) -> Terminal:
    video = clip(folder, seconds)
    return Terminal([sys.executable, "-m", "tests.terminal.video_page", str(folder / "used"), str(video), *of], 80, 24, BARE)


def kept(folder: Path) -> dict[str, list[list[int]]]:
    """What the journal remembers of the video."""
    (journal,) = (folder / "used").rglob("journal.db")
    with sqlite3.connect(journal) as file:
        rows = [row for table in ("remembered",) for row in file.execute(f"SELECT name, value FROM {table}")]
    found: dict[str, list[list[int]]] = json.loads(dict(rows).get("watched/resource/how-to-ask", "{}"))
    return found


def test_it_plays_in_the_terminal_and_the_page_is_back_at_its_end(tmp_path: Path) -> None:
    """VID-1, VID-3."""
    with page(tmp_path, 3) as terminal:
        terminal.wait_for("Plays in this terminal", "not watched yet")
        terminal.press("enter")
        terminal.wait_for("▄")
        terminal.wait_for("100 % watched", "Name one person.")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert kept(tmp_path)["watched"] == [[0, 3]]


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_leaving_the_player_leaves_trainhub_running(tmp_path: Path, key: str) -> None:
    """VID-1: ctrl+c in the player does not end the app."""
    with page(tmp_path, 30) as terminal:
        terminal.wait_for("Plays in this terminal", "not watched yet")
        terminal.press("enter")
        terminal.wait_for("▄")
        terminal.press(key)
        terminal.wait_for("90 % needed", "Name one person.", "enter plays")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_video_lesson_is_done_when_it_was_watched_and_leads_on(tmp_path: Path) -> None:
    """COURSE-4, VID-3, PROG-1: its footer names what can be done, and enter and the key of the next lesson do it."""
    with page(tmp_path, 3, "lesson") as terminal:
        terminal.wait_for("Watch how to ask", "90 % needed", "⏎ Play", "> Next lesson")
        assert "Pause" not in terminal.text()
        terminal.press("enter")
        terminal.wait_for("100 % watched", "Watch how to ask is done", "> Now you")
        terminal.press(">")
        terminal.wait_for(" Now you", "ctrl+r Sync")
