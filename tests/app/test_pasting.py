"""What is pasted into a field: as much as there is room for, at once, and a sentence about the rest."""

from pathlib import Path

from textual.events import Paste

from tests.app.driving import press, said, seen, settle, story
from tests.app.sections import at_page
from tests.app.seed_home import StillHub
from tests.app.staged import staged
from trainhub_tui.app import TrainhubApp
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.note_editor import MOST_CHARACTERS, NoteEditor
from trainhub_tui.widgets.verdict import Pick, Verdict

MUCH = "word " * 200_000


@story
async def test_a_note_takes_as_much_of_a_megabyte_as_it_has_room_for(tmp_path: Path) -> None:
    """LEARN-2: what was written before stays whole."""
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=(80, 24)) as pilot:
        editor = NoteEditor("A note", "", "Before.\n", lambda text: text)
        app.push_screen(editor)
        await settle(pilot)
        app.post_message(Paste(MUCH))
        await settle(pilot)
        assert editor.field.text.startswith("Before.\nword word") and len(editor.field.text) == MOST_CHARACTERS
        assert said(app) == ["There is room for 20000 characters here, and what you pasted has more: its end is left out."]
        app.clear_notifications()
        app.post_message(Paste("more"))
        await settle(pilot)
        assert len(editor.field.text) == MOST_CHARACTERS
        assert said(app) == ["There is room for 20000 characters here, and what you pasted has more: it is left out."]


@story
async def test_a_note_takes_a_text_of_several_lines_whole(tmp_path: Path) -> None:
    """LEARN-2."""
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=(80, 24)) as pilot:
        editor = NoteEditor("A note", "", "", lambda text: text)
        app.push_screen(editor)
        await settle(pilot)
        app.post_message(Paste("one\ntwo\nthree"))
        await settle(pilot)
        assert editor.field.text == "one\ntwo\nthree" and not said(app)


@story
async def test_a_filter_takes_the_beginning_of_a_long_line(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(staged(home=tmp_path), "2", "slash") as pilot:
        app = pilot.app
        assert isinstance(app, TrainhubApp)
        app.post_message(Paste(MUCH))
        await settle(pilot)
        assert len(app.screen.query_one(FilterBar).text) == 400 and "Nothing matches" in seen(app)
        assert said(app) == ["There is room for 400 characters here, and what you pasted has more: its end is left out."]


@story
async def test_the_sentence_of_a_rating_takes_the_beginning_of_a_long_one(tmp_path: Path) -> None:
    """COURSE-5: it was left out altogether."""
    answers: list[object] = []
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=(80, 24)) as pilot:
        app.push_screen(Verdict("Useful?", [Pick("y", "y", "Indeed")]), answers.append)
        await press(pilot, "y", "tab")
        app.post_message(Paste("x" * 1000 + "\rmore"))
        await settle(pilot)
        await press(pilot, "enter")
        assert answers == [("y", "x" * 400)]
