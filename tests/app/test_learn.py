"""Learn: catalogue, paths, categories; filter, sort, and the page of a path."""

from pathlib import Path

import pytest

from tests.app.driving import press, said, story
from tests.app.sections import at_page, journalled, line_of, page_of, words_of
from tests.app.staged import staged
from tests.builders import course, finished
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.course_choice import CourseFilter
from trainhub_tui.screens.home import Home
from trainhub_tui.screens.learn import LearnScreen
from trainhub_tui.widgets.row_list import RowList

DONE = finished(course("referral-strategies", "Referral Strategies"))


@story
async def test_the_catalogue_shows_state_level_minutes_and_the_reason_of_a_lock(tmp_path: Path) -> None:
    """COURSE-1, PATH-1, PATH-4."""
    async with at_page(staged(*DONE, home=tmp_path), "2") as pilot:
        assert "✔" in line_of(pilot, "Referral Strategies")
        assert "completed" in line_of(pilot, "Referral Strategies")
        assert "30 min" in line_of(pilot, "Lead Generation")
        locked = line_of(pilot, "· Closing Techniques")
        assert "·" in locked
        assert "after Client Communication" in locked


@story
async def test_before_anything_is_read_one_list_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOOK-4: the real layout, no jump."""
    for name in ("refresh_view", "show_list"):
        monkeypatch.setattr(LearnScreen, name, lambda _: None)
    async with at_page(staged(home=tmp_path), "2") as pilot:
        assert [rows.id for rows in pilot.app.screen.query(RowList) if rows.display] == ["courses"]


@story
async def test_the_filter_works_as_you_type_and_escape_clears_it(tmp_path: Path) -> None:
    """COURSE-1, LOOK-4."""
    async with at_page(staged(home=tmp_path), "2", "slash", "l", "e", "a", "d") as pilot:
        page = page_of(pilot)
        assert "Lead Generation" in page
        assert "Negotiation" not in page
        await press(pilot, "z")
        assert 'Nothing matches "leadz". esc clears.' in page_of(pilot)
        await press(pilot, "escape")
        assert "Negotiation" in page_of(pilot)


@story
async def test_filters_narrow_the_list_and_stand_in_its_empty_sentence(tmp_path: Path) -> None:
    """COURSE-1: by category, level, state, length, skill."""
    async with at_page(staged(*DONE, home=tmp_path), "2", "f") as pilot:
        await press(pilot, *["j"] * 6, "enter")  # Level, then Advanced
        page = page_of(pilot)
        assert "Advanced Partnerships" in page
        assert "Lead Generation" not in page
        await press(pilot, "slash", "x", "q")
        assert 'Nothing matches "xq", Advanced. esc clears.' in words_of(pilot)
        await press(pilot, "escape", "escape", "escape")
        assert "Lead Generation" in page_of(pilot)


@story
async def test_sorting_keeps_the_course_that_was_chosen(tmp_path: Path) -> None:
    """Selection is kept by identity, not by row (interface.md)."""
    async with at_page(staged(*DONE, home=tmp_path), "2", "j", "j") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LearnScreen)
        chosen = screen.key
        for _ in range(5):
            await press(pilot, "s")
            assert screen.key == chosen
        assert "by category" in page_of(pilot)


@story
async def test_categories_have_live_counts_and_open_their_courses(tmp_path: Path) -> None:
    """CAT-1."""
    async with at_page(staged(home=tmp_path), "2", "]", "]") as pilot:
        assert "6 Courses" in line_of(pilot, "Sales & Marketing")
        assert "2 Resources" in line_of(pilot, "Tools & Resources")
        await press(pilot, "enter")
        assert "6 of 6 by category" in page_of(pilot)


@story
async def test_escape_goes_from_the_courses_of_a_category_back_to_it(tmp_path: Path) -> None:
    """CAT-1, LOOK-3: one step at a time, first what was filtered among them, then to the categories with it chosen."""
    async with at_page(staged(home=tmp_path), "2", "]", "]") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LearnScreen)
        category = screen.key
        await press(pilot, "enter", "f", *["j"] * 6, "enter", "escape")
        assert screen.wanted == CourseFilter(category=category, level="advanced")
        await press(pilot, "escape")
        assert (screen.tab, screen.wanted) == ("courses", CourseFilter(category=category))
        await press(pilot, "escape")
        assert (screen.tab, screen.key, screen.wanted) == ("categories", category, CourseFilter())
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Home)


@story
async def test_escape_leaves_the_page_of_a_category(tmp_path: Path) -> None:
    """CAT-1, LOOK-3: opened on Home, it goes back there in one step."""
    async with at_page(staged(home=tmp_path), page=("category", "sales")) as pilot:
        assert "6 of 6 by category" in page_of(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Home)


@story
async def test_a_path_shows_its_modules_with_reasons_and_continues(tmp_path: Path) -> None:
    """PATH-1, PATH-3, PATH-5."""
    async with at_page(staged(*DONE, home=tmp_path), "2", "]", "enter") as pilot:
        page = page_of(pilot)
        assert "25 %" in page
        assert "1 of 4 modules complete" in page
        assert "after Closing Techniques" in line_of(pilot, "4 Advanced Partnerships")
        await press(pilot, "c")
        assert "Lesson one" in line_of(pilot, "Lesson")


@story
async def test_enrolling_is_written_down_and_shown_and_leaving_asks_first(tmp_path: Path) -> None:
    """COURSE-3."""
    hub = staged(*DONE, home=tmp_path)
    async with at_page(hub, "2") as pilot:
        pilot.app.screen.query_one("#courses", RowList).go_to("lead-generation")
        await press(pilot, "e")
        assert journalled(hub) == ["enroll/enrolled"]
        assert "0 %" in line_of(pilot, "▶ Lead Generation")
        await press(pilot, "e")
        assert "Leave Lead Generation?" in page_of(pilot)
        await press(pilot, "escape")
        assert journalled(hub) == ["enroll/enrolled"]
        await press(pilot, "e", "enter")
        assert journalled(hub) == ["enroll/enrolled", "unenroll/unenrolled"]


@story
async def test_a_locked_course_says_what_to_do_first(tmp_path: Path) -> None:
    """PATH-2: a key that cannot act says why, and nothing is written down."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "2") as pilot:
        pilot.app.screen.query_one("#courses", RowList).go_to("closing-techniques")
        await press(pilot, "e")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["Closing Techniques is locked. Finish Client Communication first."]
        assert journalled(hub) == []
        await press(pilot, "w")
        assert "Closing Techniques: Finish Client Communication first." in said(pilot.app)


@story
async def test_before_the_first_sync_dashes_stand_where_courses_will_be(tmp_path: Path) -> None:
    """LOOK-4: the real layout while it is being fetched; a sentence where it cannot be."""
    async with at_page(staged(home=tmp_path, things=(), kind=SyncKind.STARTING), "2") as pilot:
        assert "—" in page_of(pilot) and "╱" not in page_of(pilot)
    async with at_page(staged(home=tmp_path / "synced", things=()), "2") as pilot:
        assert "Courses come with the first sync." in page_of(pilot)
    async with at_page(staged(home=tmp_path / "other", things=(), kind=SyncKind.OFFLINE), "2") as pilot:
        assert "Courses have not come yet, and the server cannot be reached. ctrl+r tries again." in words_of(pilot)


@story
async def test_the_place_is_kept_when_the_terminal_changes_its_size(tmp_path: Path) -> None:
    """LOOK-2."""
    async with at_page(staged(home=tmp_path), "2", "j", "j", "j") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LearnScreen)
        chosen = screen.key
        for width, height in ((40, 30), (80, 24), (200, 60)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert screen.key == chosen
            assert not any("…" in line for line in page_of(pilot).splitlines()[3:-1]), (width, height)
