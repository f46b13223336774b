"""Dialogs by mouse: what their last line names can be clicked, and a page of keys is left beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, seen, settle, story
from tests.app.seed_home import StillHub
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config
from trainhub_tui.screens.home import Home
from trainhub_tui.widgets.note_editor import NoteEditor
from trainhub_tui.widgets.question import Question
from trainhub_tui.widgets.verdict import Answer, Pick, Verdict

SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 24)], ids=lambda size: f"{size[0]}x{size[1]}")


async def click_on(pilot: Pilot[int], words: str, until: Callable[[], bool]) -> None:
    """Click where these words stand, the lowest of them, and wait until this is so."""
    assert isinstance(pilot.app, TrainhubApp)
    lines = seen(pilot.app).splitlines()
    y = max(at for at, line in enumerate(lines) if words in line)
    await pilot.click(offset=(lines[y].index(words) + 1, y))
    while not until():
        await pilot.pause(0.01)


@SIZES
@pytest.mark.parametrize(("words", "answer"), [("⏎ Remove", True), ("esc No", False)])
@story
async def test_a_question_is_answered_by_a_click(tmp_path: Path, size: tuple[int, int], words: str, answer: bool) -> None:
    """LOOK-3."""
    answers: list[bool | None] = []
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=size) as pilot:
        app.push_screen(Question("Remove it?", "Remove"), answers.append)
        await settle(pilot)
        await click_on(pilot, words, lambda: bool(answers))
        assert answers == [answer]


@SIZES
@pytest.mark.parametrize(("words", "answer"), [("⏎ Keep", ("y", "")), ("del Withdraw", ("", "")), ("esc Leave", None)])
@story
async def test_a_verdict_is_given_by_clicks(tmp_path: Path, size: tuple[int, int], words: str, answer: Answer | None) -> None:
    """LOOK-3, COURSE-5."""
    answers: list[Answer | None] = []
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=size) as pilot:
        app.push_screen(Verdict("Useful?", [Pick("y", "y", "Indeed")], forget="Withdraw"), answers.append)
        await settle(pilot)
        await click_on(pilot, "Indeed", lambda: "› y" in seen(app))
        await click_on(pilot, words, lambda: bool(answers))
        assert answers == [answer]


@pytest.mark.parametrize(("words", "answer"), [("ctrl+s Keep", "a note"), ("esc Leave", None)])
@story
async def test_a_note_is_kept_or_left_by_a_click(tmp_path: Path, words: str, answer: str | None) -> None:
    """LOOK-3, LEARN-2."""
    answers: list[str | None] = []
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=(80, 24)) as pilot:
        app.push_screen(NoteEditor("A note", "", "a note", lambda text: text), answers.append)
        await settle(pilot)
        await click_on(pilot, words, lambda: bool(answers))
        assert answers == [answer]


@pytest.mark.parametrize("words", ["esc goes back", " Training"])
@story
async def test_the_keys_page_goes_away_by_a_click_beside_it_or_on_the_way_back(tmp_path: Path, words: str) -> None:
    """LOOK-3."""
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=(120, 40)) as pilot:
        await press(pilot, "question_mark")
        await click_on(pilot, words, lambda: isinstance(app.screen, Home))


@story
async def test_the_first_run_begins_by_a_click(tmp_path: Path) -> None:
    """LOOK-3, LOOK-4."""
    hub = StillHub(tmp_path, None)
    hub.kept.clear()
    async with (app := TrainhubApp(hub)).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await click_on(pilot, "starts.", lambda: isinstance(app.screen, Home) and hub.kept == {"first-run": "done"})


@story
async def test_in_ascii_mode_the_keys_of_a_dialog_are_words(tmp_path: Path) -> None:
    """LOOK-6."""
    async with (app := TrainhubApp(StillHub(tmp_path), Config(ascii=True))).run_test(size=(80, 24)) as pilot:
        app.push_screen(Question("Remove it?", "Remove"))
        await settle(pilot)
        assert seen(app).isascii() and "enter Remove" in seen(app)
