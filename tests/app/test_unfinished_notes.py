"""A note that is being written when trainhub ends is there again: by ctrl+q, by a closed terminal, by kill -9 (LEARN-2)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.app.driving import press, story
from tests.app.sections import at_page
from tests.app.test_notes import PAGE, note, reading, toasts
from trainhub_tui import drafts
from trainhub_tui.drafts import keep_what_was_begun
from trainhub_tui.processes import beginning
from trainhub_tui.widgets import note_editor

NOBODY = 2**22 + 1
"""A number that no process has."""


@story
async def test_ctrl_q_while_a_note_is_written_loses_no_word_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-2: the next start keeps it, says so, and does so once."""
    hub = reading(tmp_path)
    async with at_page(hub, "n", *"my words", "ctrl+q", page=PAGE):
        pass
    assert hub.state().notes == {}
    monkeypatch.setattr(drafts, "_MINE", "draft/another")
    async with at_page(hub, page=PAGE) as pilot:
        assert [it.body for it in hub.state().notes.values()] == ["my words"]
        assert toasts(pilot) == ["The note that was being written when trainhub ended is kept; N shows it."]
    assert keep_what_was_begun(hub) == 0


@story
async def test_what_is_written_is_safe_a_moment_after_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-2: kill -9 and a closed terminal say nothing before they come."""
    assert note_editor.TELLS_AFTER <= 0.25
    monkeypatch.setattr(note_editor, "TELLS_AFTER", 0.001)
    hub = reading(tmp_path)
    async with at_page(hub, "n", *"one two", page=PAGE) as pilot:
        field = pilot.app.screen.query_one(TextArea)
        while not any("one two" in it for it in hub.remembering.under("draft/").values()):
            await pilot.pause()
        assert field.text == "one two"
        await press(pilot, "ctrl+s")
        assert set(hub.remembering.under("draft/").values()) == {""}


@story
async def test_a_note_that_is_left_is_no_draft_any_more(tmp_path: Path) -> None:
    hub = reading(tmp_path)
    async with at_page(hub, "n", "x", "escape", "enter", page=PAGE):
        pass
    assert set(hub.remembering.under("draft/").values()) <= {""}


def test_the_note_of_a_window_that_is_open_stays_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two windows at once: what one is writing, the other does not touch."""
    hub = reading(tmp_path)
    monkeypatch.setattr(drafts, "runs", lambda number, began: number != NOBODY)
    hub.remember("draft/77/aa", note("still being written", id="note-2").model_dump_json())
    hub.remember(f"draft/{NOBODY}/aa", note("its window is gone").model_dump_json())
    hub.remember(f"draft/{NOBODY}/bb", "{")
    assert keep_what_was_begun(hub) == 1
    assert [it.body for it in hub.state().notes.values()] == ["its window is gone"]
    assert list(hub.remembering.under("draft/")) == ["draft/77/aa"]


@pytest.mark.skipif(not beginning(os.getpid()), reason="nothing tells when a process began")
def test_a_number_that_came_again_holds_no_note_back(tmp_path: Path) -> None:
    """LEARN-2: its window was killed, and another program has its number now."""
    hub = reading(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True) as other:
        its_own = f"draft/{other.pid}-{beginning(other.pid)}/aa"
        hub.remember(its_own, note("still being written", id="note-2").model_dump_json())
        hub.remember(f"draft/{other.pid}-0/aa", note("its window is gone").model_dump_json())
        assert keep_what_was_begun(hub) == 1
        assert list(hub.remembering.under("draft/")) == [its_own]
        other.communicate("\n")
    assert [it.body for it in hub.state().notes.values()] == ["its window is gone"]
