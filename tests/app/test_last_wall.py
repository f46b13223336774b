"""The last wall: whatever a text holds, no control character reaches the terminal, and no cell moves."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tests.app.driving import press, seen, story
from tests.app.seed_home import SEED, StillHub
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config
from trainhub_tui.last_wall import LastWall

BLACK = Color(0, 0, 0)
HOSTILE = ["\x1b]52;c;cm0gLXJm\x07", "\x1b[2J", "a\x9b31mb", "\u202egnp.exe", "tab\there", "bell\x07", "\x1bPq\x1b\\"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_passes(text: str) -> None:
    passed = LastWall().apply([Segment(text)], BLACK)[0].text
    assert passed.isprintable() and "\x1b" not in passed


@pytest.mark.parametrize("text", ["✔ done", "Größe · 45 min", "課程 one", "naïve ━━╸──", "🚀 Launch"])
def test_ascii_mode_keeps_every_column(text: str) -> None:
    """LOOK-6."""
    passed = LastWall(ascii_only=True).apply([Segment(text)], BLACK)[0].text
    assert passed.isascii() and len(passed) == cell_len(text)


def test_without_emoji_the_words_stay_where_they_were() -> None:
    """LOOK-6."""
    assert LastWall(emoji=False).apply([Segment("🚀 Launch ✔")], BLACK)[0].text.split() == ["Launch", "✔"]


@story
async def test_hostile_titles_on_home_are_text_and_nothing_else(tmp_path: Path) -> None:
    assert SEED.path is not None
    bad = "[@click=app.exit]x[/] \x1b]52;c;cm0=\x07[/b"
    hub = StillHub(tmp_path, SEED.model_copy(update={"path": SEED.path.model_copy(update={"title": bad})}))
    app = TrainhubApp(hub)
    async with app.run_test(size=(80, 24)):
        assert "[@click=app.exit]x[/]" in seen(app) and "\x1b" not in seen(app)


@story
async def test_in_ascii_mode_the_whole_page_is_ascii(tmp_path: Path) -> None:
    """LOOK-6."""
    app = TrainhubApp(StillHub(tmp_path), Config(ascii=True))
    async with app.run_test(size=(120, 40)):
        assert seen(app).isascii() and "enter Open" in seen(app)


@story
async def test_ascii_holds_at_once_for_all_that_stands_on_the_page(tmp_path: Path) -> None:
    """LOOK-6: header and footer too, and the other way round."""
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=(80, 24)) as pilot:
        await press(pilot, "comma")
        assert "⏎ Open" in seen(app)
        await press(pilot, "down", "right")
        assert seen(app).isascii() and "enter Open" in seen(app)
        await press(pilot, "escape")
        assert seen(app).isascii() and "enter Open" in seen(app)
        await press(pilot, "comma", "down", "right")
        assert "⏎ Open" in seen(app) and "● synced" in seen(app)


@story
async def test_the_page_of_keys_names_them_in_ascii(tmp_path: Path) -> None:
    """LOOK-6."""
    async with (app := TrainhubApp(StillHub(tmp_path), Config(ascii=True))).run_test(size=(80, 60)) as pilot:
        await press(pilot, "question_mark")
        assert seen(app).isascii() and "enter         Open what is chosen." in seen(app)
