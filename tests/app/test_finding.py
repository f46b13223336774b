"""The list of bookmarks."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, words_of
from tests.app.staged import staged
from tests.builders import NOW
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_tui.app import TrainhubApp

COURSE_MARK = Bookmark(kind=BookmarkKind.COURSE, object="negotiation", title="Negotiation", at=NOW)
LESSON_MARK = Bookmark(kind=BookmarkKind.LESSON, object="negotiation/one", offset=40, title="Lesson one: Anchors", at=NOW)


@story
async def test_bookmarks_are_listed_opened_and_removed(tmp_path: Path) -> None:
    """LEARN-1."""
    hub = staged(COURSE_MARK, LESSON_MARK, home=tmp_path)
    async with at_page(hub, "2", "B") as pilot:
        assert "Negotiation" in line_of(pilot, "Lesson one: Anchors")
        await press(pilot, "slash", *"anch")
        assert "course" not in line_of(pilot, "★")
        await press(pilot, "escape", "b")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["Bookmark removed."]
        assert sum(mark.on for mark in hub.state().bookmarks.values()) == 1
        await press(pilot, "delete", "enter")
        assert "No bookmarks yet." in words_of(pilot)
