"""Achievements: levels, tracks and badges with pictures and needs; celebrated once."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, page_of, settle, words_of
from tests.app.staged import staged
from tests.builders import NOW, course, finished
from trainhub_core.models.achievements import Award
from trainhub_core.models.views import Goal
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind
from trainhub_tui.palette import ASCII
from trainhub_tui.screens.achievement_cards import celebration
from trainhub_tui.widgets.badge_art import ART, HEIGHT, WIDTH, picture

DONE = finished(course("referral-strategies", "Referral Strategies"))
FIRST = Award(of="badge/first-course", at=NOW)


def toasts(pilot: object) -> list[str]:
    app = getattr(pilot, "app", None)
    assert isinstance(app, TrainhubApp)
    return said(app)


@story
async def test_levels_tracks_and_badges_show_what_is_missing(tmp_path: Path) -> None:
    """ACH-1, ACH-2, ACH-3."""
    async with at_page(staged(*DONE, home=tmp_path), "5") as pilot:
        page = words_of(pilot)
        assert "Bronze" in page
        assert "courses 1/5" in page
        assert "Skill tracks" in page
        assert "days in a row 0/7" in page
        await press(pilot, "w")
        assert toasts(pilot) == ["Bronze: courses 1/5 ✗."]


@story
async def test_what_is_met_but_not_confirmed_is_pending(tmp_path: Path) -> None:
    """ACH-1: awards are the server's alone."""
    async with at_page(staged(*DONE, home=tmp_path, kind=SyncKind.OFFLINE), "5") as pilot:
        assert "pending confirmation" in page_of(pilot)


@story
async def test_an_award_is_celebrated_once(tmp_path: Path) -> None:
    """ACH-1."""
    hub = staged(*DONE, FIRST, home=tmp_path)
    async with at_page(hub, "5") as pilot:
        assert toasts(pilot) == ["◆ First Course is yours. Well done."]
        assert "new" in line_of(pilot, "First Course ")
        await settle(pilot)
    async with at_page(hub, "5") as pilot:
        assert toasts(pilot) == []
        assert "earned 26 Jan 2025" in page_of(pilot)
        assert "new" not in line_of(pilot, "First Course ")


@story
async def test_narrow_it_is_a_carousel_turned_with_left_and_right(tmp_path: Path) -> None:
    """LOOK-2."""
    async with at_page(staged(*DONE, home=tmp_path), "5", size=(40, 30)) as pilot:
        assert "← 1 of 4 →" in page_of(pilot)
        await press(pilot, "right")
        assert "← 2 of 4 →" in page_of(pilot)
        assert "Sales Mastery" in page_of(pilot)
        await press(pilot, "left", "left")
        assert "← 4 of 4 →" in page_of(pilot)


@story
async def test_a_programme_without_badges_says_so(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(staged(home=tmp_path, things=(course("a", "A course"),)), "5") as pilot:
        assert "This programme has no badges yet. ctrl+r looks again." in words_of(pilot)


def test_every_picture_has_its_size_and_an_ascii_form() -> None:
    """ACH-1, LOOK-6."""
    for kind in ART:
        drawn = picture(kind, "12")
        assert len(drawn) == HEIGHT
        for line in drawn:
            assert len(line) == WIDTH, kind
            assert line.translate(ASCII).isascii(), (kind, line)


def test_many_awards_at_once_are_one_sentence() -> None:
    """ACH-1."""
    goals = [Goal(id=f"badge/{n}", title=f"Badge {n}", kind="badge", percent=100, earned_at=NOW) for n in range(5)]
    assert celebration(goals) == "◆ Badge 0, Badge 1, Badge 2 and 2 more are yours. Well done."
    assert celebration(()) == ""
