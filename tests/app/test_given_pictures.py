"""LIB-3, COURSE-4: real pictures in a lesson, given by name; one that is not there shows its words."""

from pathlib import Path

import pytest

from tests.app.driving import story
from tests.app.sections import at_page, page_of
from tests.app.staged import staged
from tests.media.packages import png
from trainhub_tui.media.given_pictures import given_pictures, names_in
from trainhub_tui.screens.lesson import LessonScreen

LESSON = "client-communication/two"
TEXT = "# Asking\n\n![A map](images/map.png)\n\n![A plan](plan.png)\n\n![Far](https://example.com/a.png)\n"


@story
async def test_pictures_of_a_lesson_are_drawn_and_missing_ones_are_words(tmp_path: Path) -> None:
    """COURSE-4."""
    hub = staged(home=tmp_path)
    hub.snapshot.keep_texts("client-communication", '"e"', 1, [(LESSON, 1, TEXT)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LessonScreen, "picture_bytes", lambda _, name: png(30, 20) if name == "images/map.png" else None)
        async with at_page(hub, page=("lesson", LESSON)) as pilot:
            page = page_of(pilot)
            assert page.count("▀" * 30) == 10 and "▣ A map" in page
            assert "▣ A plan" in page and "▣ Far" in page


def test_names_become_no_paths_and_bad_pictures_are_left_out() -> None:
    """Reliability: files."""
    source = "![a](../../etc/passwd) ![b](b.png) ![c](c.png) ![d](https://x.de/d.png)"
    assert list(names_in(source)) == ["../../etc/passwd", "b.png", "c.png"]
    found = given_pictures(source, lambda name: png(20, 20) if name != "c.png" else b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert sorted(found) == ["../../etc/passwd", "b.png"]
