"""A video lesson: watching it is told in pieces with the place, ninety percent make it done (VID-3, PROG-1)."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, said, story
from tests.app.sections import at_page, page_of, settle, told, words_of
from tests.app.videos_world import unseen, with_video
from tests.builders import NOW
from tests.media.videos import clip
from trainhub_core.models.base import Spans
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module
from trainhub_core.models.learning import CourseRecord, Event, EventType, LessonRecord, Place
from trainhub_core.rules.intervals import union
from trainhub_tui.app import TrainhubApp
from trainhub_tui.media.players import How
from trainhub_tui.screens.lesson import LessonScreen
from trainhub_tui.screens.video_lesson import VideoLessonScreen

FAKE = b"\x00\x00\x00\x18ftypmp42" + bytes(500)
LESSON = "asking/film"


def course(seconds: int = 3) -> Course:
    film = Lesson(id=LESSON, title="Watch how to ask", kind=LessonKind.VIDEO, minutes=1, media="how-to-ask", media_seconds=seconds)
    then = Lesson(id="asking/then", title="Now you", minutes=5)
    return Course(id="asking", title="Asking", category="sales", modules=(Module(id="asking-a", title="All", lessons=(film, then)),))


def media(events: list[object]) -> Spans:
    return union(*(it.media for it in events if isinstance(it, Event)))


def page_name(pilot: Pilot[int]) -> str:
    """Which kind of page is on top."""
    return type(pilot.app.screen).__name__


@story
async def test_a_video_lesson_watched_to_its_end_is_done_and_says_what_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-3, PROG-1, COURSE-4."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 3).read_bytes(), course())
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert page_name(pilot) == VideoLessonScreen.__name__
        await press(pilot, "enter")
        await settle(pilot)
        assert media(told(hub, EventType.WATCHED)) == ((0, 3),)
        [left] = told(hub, EventType.LEFT_AT)
        assert isinstance(left, Event) and (left.offset, left.share) == (3, 1000)
        assert "✔ 100 % watched" in page_of(pilot) and "Now you" in words_of(pilot)
        await press(pilot, "greater_than_sign")
        assert page_name(pilot) == LessonScreen.__name__


@story
async def test_it_goes_on_where_the_lesson_was_left_on_any_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2, VID-3: what is known already is not told again."""
    unseen(monkeypatch)
    place = Place(offset=2, share=300, at=NOW, event_id="event-9")
    known = LessonRecord(lesson_id=LESSON, course_id="asking", watched=((0, 2),), place=place)
    hub = with_video(tmp_path, clip(tmp_path, 6).read_bytes(), course(6), known)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert "enter plays from 0:02" in words_of(pilot) and "33 % watched" in words_of(pilot)
        await press(pilot, "enter")
        await settle(pilot)
        assert media(told(hub, EventType.WATCHED)) == ((2, 6),)


@story
async def test_after_a_restart_of_the_course_it_begins_at_nothing_and_is_earned_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COURSE-3, VID-3: what is watched again is told again."""
    unseen(monkeypatch)
    then = int(NOW.timestamp())
    place = Place(offset=3, share=1000, at=NOW - timedelta(days=2), event_id="event-9")
    known = LessonRecord(lesson_id=LESSON, course_id="asking", watched=((0, 3),), watched_last=((0, 3, then - 200_000),), place=place)
    again = CourseRecord(course_id="asking", enrolled=True, at=NOW, restarted=NOW - timedelta(days=1))
    hub = with_video(tmp_path, clip(tmp_path, 3).read_bytes(), course(), known, again)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert "0 % watched" in words_of(pilot) or "not watched" in words_of(pilot)
        await press(pilot, "enter")
        await settle(pilot)
        assert media(told(hub, EventType.WATCHED)) == ((0, 3),)
        assert "✔ 100 % watched" in page_of(pilot) and "Now you" in words_of(pilot)


@story
async def test_it_is_not_marked_by_hand_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-3, LOOK-3: what is counted is not the learner's to say."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, FAKE, course())
    async with at_page(hub, "w", page=("lesson", LESSON)) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app)[-1] == "Watch how to ask: not begun." and "space Done" not in page_of(pilot)
        await press(pilot, "space")
        assert said(pilot.app)[-1] == "Watch how to ask is done when 90 % of it is watched."
        assert not told(hub, EventType.MARKED_DONE)


@story
async def test_a_video_whose_length_nobody_knows_is_the_learners_to_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-3."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, FAKE, course(0))
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert "space Done" in page_of(pilot)
        await press(pilot, "space")
        await settle(pilot)
        assert len(told(hub, EventType.MARKED_DONE)) == 1


@story
async def test_without_a_player_that_counts_the_transcript_is_read_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1, VID-3: its last line and the time that reading takes, as of an article; nothing is said to be watched."""
    unseen(monkeypatch, How.OUTSIDE)
    hub = with_video(tmp_path, FAKE, course())
    async with at_page(hub, "space", page=("lesson", LESSON)) as pilot:
        assert isinstance(pilot.app, TrainhubApp) and isinstance(pilot.app.screen, VideoLessonScreen)
        assert "Read its transcript below to the end instead: that counts." in words_of(pilot)
        assert "that counts" in said(pilot.app)[-1]
        await press(pilot, "G")
        await settle(pilot)
        assert len(told(hub, EventType.REACHED_END)) == 1 and "is done" not in words_of(pilot)
        hub._clock = lambda: NOW + timedelta(seconds=19)
        pilot.app.screen._look()
        await settle(pilot)
        assert "Watch how to ask is done" in words_of(pilot) and "✔ done" in page_of(pilot)
        assert "90 % needed" not in page_of(pilot) and not told(hub, EventType.WATCHED)


@story
async def test_without_player_and_transcript_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1, VID-3."""
    unseen(monkeypatch, How.OUTSIDE)
    hub = with_video(tmp_path, FAKE, course(), captions=b"WEBVTT\n")
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert "For this lesson to count, install mpv (mpv.io) or watch it on another device." in words_of(pilot)
