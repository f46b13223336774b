"""Search over titles and the list of bookmarks."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, page_of, words_of
from tests.app.staged import staged
from tests.builders import NOW, sample_catalogue
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.learning import Bookmark, BookmarkKind, Learner, LearnerState
from trainhub_tui.app import TrainhubApp
from trainhub_tui.screens.course import CourseScreen
from trainhub_tui.screens.title_search import search

COURSE_MARK = Bookmark(kind=BookmarkKind.COURSE, object="negotiation", title="Negotiation", at=NOW)
LESSON_MARK = Bookmark(kind=BookmarkKind.LESSON, object="negotiation/one", offset=40, title="Lesson one: Anchors", at=NOW)


@story
async def test_results_come_as_you_type_and_enter_opens_the_first(tmp_path: Path) -> None:
    """LEARN-5, titles for now."""
    async with at_page(staged(home=tmp_path), "2", "ctrl+f", *"nego") as pilot:
        assert "course" in line_of(pilot, "Negotiation")
        assert "1 found" in page_of(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CourseScreen)
        await press(pilot, "escape", *"zz")
        assert 'No title has "negozz" in it. esc clears.' in words_of(pilot)
        await press(pilot, "escape")
        assert "Type a word of the title you look for." in words_of(pilot)


def test_titles_that_begin_with_the_words_come_first() -> None:
    """LEARN-5."""
    catalogue = catalogue_of(sample_catalogue())
    state = LearnerState(learner=Learner(id="me", name="Ada"), bookmarks={COURSE_MARK.id: COURSE_MARK})
    assert [hit.title for hit in search(catalogue, state, "referral")] == ["Referral Strategies", "Advanced Referral Strategies"]
    assert [hit.kind for hit in search(catalogue, state, "negotiation")] == ["course", "bookmark"]
    assert search(catalogue, state, "  ") == ()


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
