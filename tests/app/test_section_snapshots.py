"""Pictures of every section page at three sizes, and of every designed state; the clock stands still (LOOK-2, LOOK-4)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.sections import settle
from tests.app.staged import StagedHub, staged
from tests.builders import GUIDE, NOW, course, finished, resource, webinar
from trainhub_core.models.achievements import Award
from trainhub_core.models.learning import Bookmark, BookmarkKind, CourseRecord, LessonRecord, Place
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.operations import RegisterWebinar
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import DownloadState, SyncKind, Waiting

Compare = Callable[..., bool]
SIZES = ((80, 24), (120, 40), (200, 60))
ANSWER = "Advanced Referral Strategies is full and its waitlist closed an hour before the start."
TEXT = "# Asking well\n\nA first sentence about asking.\n\n" + "\n\n".join(
    f"## Step {n}\n\n" + "Say what you need, to whom it helps, and by when. " * 6 for n in range(1, 6)
)
LESSON = "client-communication/two"
PAGES: dict[str, tuple[str, ...]] = {
    "learn": ("learn",),
    "path": ("path", "partner-success"),
    "course": ("course", "client-communication"),
    "lesson": ("lesson", LESSON),
    "webinars": ("webinars",),
    "webinar": ("webinar", "advanced-referrals"),
    "library": ("library",),
    "collection": ("collection", "proposals"),
    "document": ("document", "partner-handbook"),
    "achievements": ("achievements",),
    "offline": ("offline",),
    "bookmarks": ("bookmarks",),
}


def busy_hub(home: Path) -> StagedHub:
    """A learner in the middle of things."""
    place = Place(offset=0, share=300, at=NOW - timedelta(days=1), event_id="event-9")
    facts = (
        *finished(course("referral-strategies", "Referral Strategies")),
        CourseRecord(course_id="client-communication", enrolled=True, at=NOW - timedelta(days=2), event_id="event-2"),
        LessonRecord(lesson_id="client-communication/one", course_id="client-communication", marked=(NOW - timedelta(days=2),)),
        LessonRecord(lesson_id=LESSON, course_id="client-communication", place=place, seen=((NOW - timedelta(days=1), 300),)),
        Registration(webinar_id="advanced-referrals", state=SeatState.SEAT),
        webinar("far", "From Far Away", NOW + timedelta(days=5)).model_copy(update={"zone": "America/New_York", "presenter": "Mike Chen"}),
        Award(of="badge/first-course", at=NOW - timedelta(days=3)),
        Bookmark(kind=BookmarkKind.LESSON, object=LESSON, offset=48, title="Lesson two: Step 1", at=NOW - timedelta(days=1)),
        Bookmark(kind=BookmarkKind.COURSE, object="negotiation", title="Negotiation", at=NOW - timedelta(days=4)),
        *(
            resource(f"proposal-{n}", f"Proposal {n}", collection="proposals").model_copy(update={"group": "templates", "downloads": n * 7})
            for n in (1, 2, 3)
        ),
    )
    hub = staged(*facts, home=home)
    hub.snapshot.keep_texts("client-communication", '"e"', 1, [(f"client-communication/{it}", 1, TEXT) for it in ("one", "two", "three")])
    hub.remember("seen-awards", "badge/first-course")
    hub.has_come("partner-handbook", GUIDE)
    hub.set_download("pricing-guide", DownloadState.RUNNING, 134_000)
    hub.set_download("proposal-1", DownloadState.PAUSED, 20)
    hub.used = 640_000_000
    return hub


def pictured(compare: Compare, hub: StagedHub, size: tuple[int, int], page: tuple[str, ...], *keys: str) -> bool:
    """Whether the page looks as it did."""
    app = TrainhubApp(hub)

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        app.open(*page)
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PAGES)
def test_page(snap_compare: Compare, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), size, PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_page_at_forty_columns(snap_compare: Compare, tmp_path: Path, name: str) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), (40, 30), PAGES[name])


def test_filters_beside_the_catalogue(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), (120, 40), ("learn",), "f", "j", "enter")


def test_filtered_to_nothing(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), (80, 24), ("learn",), "slash", *"zz")


def test_nothing_known_yet(snap_compare: Compare, tmp_path: Path) -> None:
    hub = staged(home=tmp_path, things=(), kind=SyncKind.STARTING)
    assert pictured(snap_compare, hub, (80, 24), ("learn",))


def test_a_locked_course(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, staged(home=tmp_path), (80, 24), ("course", "closing-techniques"), "e")


def test_a_lesson_just_done(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), (80, 24), ("lesson", LESSON), "space")


def test_a_lesson_that_is_not_here(snap_compare: Compare, tmp_path: Path) -> None:
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    assert pictured(snap_compare, hub, (80, 24), ("lesson", "negotiation/one"))


def test_a_document_being_fetched(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), (80, 24), ("document", "pricing-guide"))


def test_a_document_that_cannot_be_had_offline(snap_compare: Compare, tmp_path: Path) -> None:
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    assert pictured(snap_compare, hub, (80, 24), ("document", "partner-handbook"))


def test_a_question_before_something_is_removed(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, busy_hub(tmp_path), (80, 24), ("library",), "delete")


def test_a_seat_asked_for_offline(snap_compare: Compare, tmp_path: Path) -> None:
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    hub.do(RegisterWebinar(webinar_id="advanced-referrals", at=NOW))
    assert pictured(snap_compare, hub, (80, 24), ("webinars",))


def test_something_refused(snap_compare: Compare, tmp_path: Path) -> None:
    hub = staged(home=tmp_path)
    hub.said_waiting = [Waiting("key-1", "Request a seat in Advanced Referral Strategies", "refused", 1, NOW, ANSWER)]
    assert pictured(snap_compare, hub, (80, 24), ("offline",), "tab")


def test_an_empty_offline_page(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, staged(home=tmp_path), (80, 24), ("offline",))


def test_a_badge_just_earned(snap_compare: Compare, tmp_path: Path) -> None:
    hub = staged(*finished(course("referral-strategies", "Referral Strategies")), Award(of="badge/first-course", at=NOW), home=tmp_path)
    assert pictured(snap_compare, hub, (120, 40), ("achievements",))
