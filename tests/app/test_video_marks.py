"""Bookmarks and notes on a second of a video, made on its page and opened from their lists (LEARN-1, LEARN-2, VID-2)."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, story
from tests.app.sections import at_page, page_of, settle, words_of
from tests.app.staged import StagedHub
from tests.app.test_video import FAKE, screen_of, until
from tests.app.test_video_lesson import LESSON, course
from tests.app.videos_world import PAGE, unseen, with_video
from tests.builders import NOW
from tests.media.videos import clip
from trainhub_core.models.catalogue import Chapter
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.notes import Anchor, Note, NoteKind
from trainhub_tui.screens.video_lesson import VideoLessonScreen


def notes(hub: StagedHub) -> list[Note]:
    return [it for it in hub.state().notes.values() if it.on]


def bookmarks(hub: StagedHub) -> list[Bookmark]:
    return [it for it in hub.state().bookmarks.values() if it.on]


def note(second: int, kind: NoteKind = NoteKind.RESOURCE, object_id: str = "how-to-ask") -> Note:
    return Note(id="n-1", kind=kind, object=object_id, title="How to ask", anchor=Anchor(second=second), body="Try this.", made=NOW, at=NOW)


async def write(pilot: Pilot[int], text: str) -> None:
    """Type a note and keep it."""
    await press(pilot, *text, "ctrl+s")
    await settle(pilot)


@story
async def test_a_note_made_while_it_plays_is_on_the_second_and_the_video_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-2, VID-2: the second is the player's own."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 30).read_bytes())
    async with at_page(hub, page=PAGE) as pilot:
        await pilot.press("enter")
        screen = screen_of(pilot)
        await until(pilot, lambda: screen.playing is not None and screen.playing.position > 2.1)
        playing = screen.playing
        assert playing is not None
        await pilot.press("n")
        await until(pilot, lambda: playing.paused and pilot.app.screen is not screen)
        await pilot.press(*"Say", "ctrl+s")
        await until(pilot, lambda: bool(notes(hub)))
        [made] = notes(hub)
        assert made.anchor.second is not None and 2 <= made.anchor.second <= int(playing.position)
        assert (made.kind, made.object, made.body, made.anchor.quote) == (NoteKind.RESOURCE, "how-to-ask", "Say", "")
        await pilot.press("escape")
        await settle(pilot)


@story
async def test_what_is_marked_stands_among_the_lines_and_is_opened_changed_and_removed_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LEARN-1, LEARN-2, VID-2."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, FAKE)
    async with at_page(hub, "j", "b", "n", page=PAGE) as pilot:
        assert [(it.kind, it.object, it.offset, it.title) for it in bookmarks(hub)] == [
            (BookmarkKind.RESOURCE, "how-to-ask", 1, "How to ask at 0:01")
        ]
        assert "How to ask · 0:01" in page_of(pilot), "what is written on"
        await write(pilot, "Good")
        assert [it.anchor.second for it in notes(hub)] == [1]
        assert "0:01 ★ bookmark 0:01 ✎ Good 0:01 Name one person." in words_of(pilot)
        await press(pilot, "k", "n", "end")
        await write(pilot, "!")
        assert [it.body for it in notes(hub)] == ["Good!"]
        await press(pilot, "k", "b")
        assert bookmarks(hub) == []
        screen_of(pilot).transcript.go_to(next(row.key for row in screen_of(pilot).listed if "Good!" in row.cells[-1].text))
        await press(pilot, "delete", "enter")
        await settle(pilot)
        assert notes(hub) == [] and "Good" not in page_of(pilot)


@story
async def test_opening_a_note_starts_the_video_at_its_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-2: from the list of all notes; the exact second, not that of the line."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, FAKE, note(2))
    async with at_page(hub, "N", page=PAGE) as pilot:
        assert "0:02" in words_of(pilot) and "Try this." in words_of(pilot)
        await press(pilot, "enter")
        assert "enter plays from 0:02" in words_of(pilot) and "✎ Try this." in words_of(pilot)
        assert screen_of(pilot).standing_at() == 2.0


@story
async def test_a_bookmark_in_a_video_lesson_opens_there_with_the_parts_that_the_course_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LEARN-1, VID-2: chapters of the lesson stand in place of the file's."""
    unseen(monkeypatch)
    plain = course()
    film, then = plain.all_lessons
    named = film.model_copy(update={"chapters": (Chapter(second=1, title="The name"),)})
    module = plain.modules[0].model_copy(update={"lessons": (named, then)})
    mark = Bookmark(kind=BookmarkKind.LESSON, object=LESSON, offset=2, title="Watch how to ask at 0:02", at=NOW)
    hub = with_video(tmp_path, clip(tmp_path, 3).read_bytes(), plain.model_copy(update={"modules": (module,)}), mark)
    async with at_page(hub, "B", "enter") as pilot:
        assert isinstance(pilot.app.screen, VideoLessonScreen)
        assert "The name" in page_of(pilot) and "enter plays from 0:02" in words_of(pilot)
        await press(pilot, "enter")
        await settle(pilot)
        assert "The name" in page_of(pilot) and "Why ask" not in page_of(pilot)
        await press(pilot, "n")
        await write(pilot, "Yes")
        assert [(it.kind, it.object) for it in notes(hub)] == [(NoteKind.LESSON, LESSON)]
