"""The page of a course: lessons, enrolment, restart, bookmark, offline."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, journalled, line_of, page_of, settle, words_of
from tests.app.staged import staged
from tests.builders import course, finished
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind

DONE = finished(course("referral-strategies", "Referral Strategies"))


@story
async def test_a_course_shows_what_it_is_about_and_its_lessons(tmp_path: Path) -> None:
    """COURSE-2, PATH-4."""
    async with at_page(staged(*DONE, home=tmp_path), page=("course", "client-communication")) as pilot:
        page = words_of(pilot)
        assert "After: ✔ Referral Strategies" in page
        assert "Skills: Closing 3 of 5" in page
        assert "0 of 3 done" in line_of(pilot, "The basics")
        assert "10 min" in line_of(pilot, "Lesson two")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "What Client Communication is about." in page_of(pilot)


@story
async def test_a_lesson_of_a_locked_course_does_not_open_and_says_why(tmp_path: Path) -> None:
    """PATH-2."""
    async with at_page(staged(home=tmp_path), "j", "enter", page=("course", "closing-techniques")) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["Closing Techniques is locked. Finish Client Communication first."]
        assert "locked" in line_of(pilot, "Lesson one")


@story
async def test_starting_again_asks_first_and_is_written_down(tmp_path: Path) -> None:
    """COURSE-3."""
    hub = staged(*DONE, home=tmp_path)
    async with at_page(hub, "E", page=("course", "referral-strategies")) as pilot:
        assert "Start Referral Strategies again" in page_of(pilot)
        await press(pilot, "enter")
        assert journalled(hub) == ["enroll/restarted"]
        assert "0 of 3 done" in page_of(pilot)


@story
async def test_a_bookmark_is_set_shown_and_taken_away(tmp_path: Path) -> None:
    """LEARN-1."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "b", page=("course", "lead-generation")) as pilot:
        assert "★ bookmarked" in page_of(pilot)
        assert list(hub.state().bookmarks) == ["course/lead-generation/0"]
        await press(pilot, "b")
        assert "★" not in page_of(pilot)
        assert not hub.state().bookmarks["course/lead-generation/0"].on


@story
async def test_keeping_a_course_says_that_its_texts_are_here_or_what_is_missing(tmp_path: Path) -> None:
    """LIB-2: texts of courses come with sync."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, "D", page=("course", "lead-generation")) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["This lesson is not on this laptop yet; it needs the network."]
        hub.snapshot.keep_texts("lead-generation", '"e"', 1, [(f"lead-generation/{name}", 1, "# Text") for name in ("one", "two", "three")])
        await press(pilot, "D")
        await settle(pilot)
        assert said(pilot.app)[-1] == "Lead Generation is on this laptop: 3 lessons. Sync keeps the texts fresh."


@story
async def test_a_course_that_is_gone_says_so(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(staged(home=tmp_path), page=("course", "nowhere")) as pilot:
        assert "This course is not offered any more. esc goes back." in page_of(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["Nothing is known of this course yet."]
