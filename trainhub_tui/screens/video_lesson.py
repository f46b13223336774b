"""A video lesson: the video's page, and what watching it tells of the course (COURSE-4, VID-3, PROG-1)."""

from functools import partial
from typing import ClassVar

from textual.content import Content

from trainhub_core.models.base import Spans
from trainhub_core.models.catalogue import Lesson
from trainhub_core.models.learning import BookmarkKind, Record
from trainhub_core.rules.progress import why_not_marked
from trainhub_tui import palette
from trainhub_tui.media.players import How
from trainhub_tui.media.playing import Chapter
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.lesson_page import LessonPage
from trainhub_tui.screens.lesson_words import done_sentence, known_of, opened_by, progress_of, seconds_missing
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.screens.video import VideoScreen
from trainhub_tui.screens.video_words import NEEDS_PLAYER, READ_INSTEAD
from trainhub_tui.screens.watch_log import LessonWatchLog, WatchLog
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.row_list import RowList

LOOK_SECONDS = 5
TELL_SECONDS = 300


class VideoLessonScreen(VideoScreen, LessonPage):
    """The page of one video lesson; another lesson opens a page in its place."""

    SECTION = "learn"
    VERBS: ClassVar[tuple[str, ...]] = ("done",)

    def __init__(self, lesson_id: str, second: str = "") -> None:
        """`second` is the place to begin at; without it, where the lesson was left."""
        super().__init__("", second)
        self.lesson_id = lesson_id
        self._was = Record()
        self._was_done = self._has_read = False

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look)

    page_title = LessonPage.page_title
    why = LessonPage.why

    def show_known(self, found: Known) -> None:
        lesson = found.lesson(self.lesson_id)
        self.resource_id = (lesson.media if lesson else None) or ""
        super().show_known(found)
        self._show_done()
        self.show_frame()

    def new_log(self) -> WatchLog:
        known = known_of(self.lesson_id, self.course, self.record) if self.course else None
        watched: Spans = known.watched if known else ()
        place = known.place.offset if known and known.place else 0
        self._was, self._was_done = self.record, self.is_done
        return LessonWatchLog(self.hub, self.lesson_id, watched, place, self.lesson.media_seconds if self.lesson else 0)

    def named_chapters(self) -> tuple[Chapter, ...]:
        return tuple(Chapter(float(it.second), it.title) for it in (self.lesson.chapters if self.lesson else ()))

    def mark_of(self) -> tuple[BookmarkKind, str, str]:
        return BookmarkKind.LESSON, self.lesson_id, self.page_title()

    def plays(self) -> None:
        if isinstance(self.ledger, LessonWatchLog):
            self.ledger.plays()

    @property
    def is_done(self) -> bool:
        """Whether the lesson is done."""
        return bool(self.lesson and self.course and progress_of(self.lesson, self.course, self.record).done)

    def _show_done(self) -> None:
        """The news, when the lesson has just become done."""
        lesson, course = self.lesson, self.course
        if self.ledger and lesson and course and self.is_done and not self._was_done:
            self._was_done = True
            opened = opened_by(self.known.catalogue, self._was, self.record)
            then = self.beside(1)
            key, title = self.key_of("next-lesson" if then else "continue"), then.title if then else "Continue"
            self.show_news(f"{done_sentence(lesson, course, opened, self.record)}  {key} {title}")

    def standing(self) -> Content:
        """How much of it was watched, or that it is done all the same."""
        said = super().standing()
        done = palette.mark("completed")
        return said if not self.is_done or done.symbol in said.plain else Content.assemble(done.content, (" done", done.style))

    # --- the transcript in the place of the video
    @property
    def is_uncounted(self) -> bool:
        """Whether no player here tells what is watched."""
        return self.how() is How.OUTSIDE or self.plays_in_browser

    @property
    def _read_log(self) -> LessonWatchLog | None:
        """Where it is told that the transcript is read; None where the video is to be watched."""
        is_read = self.captions is not None and self.captions.cues and self.is_uncounted
        return self.ledger if is_read and isinstance(self.ledger, LessonWatchLog) else None

    def where(self) -> str:
        if not self.is_uncounted or self.is_done:
            return super().where()
        return f"{super().where()} {READ_INSTEAD if self._read_log else NEEDS_PLAYER}"

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        if ledger := self._read_log:
            ledger.reads()
            if message.key == self.listed[-1].key and not self._has_read:
                self._has_read = True
                self.work(partial(ledger.keep_read, at_end=True))

    def _look(self) -> None:
        """Tell what the reading lacked to be done, once it has it."""
        if (ledger := self._read_log) and self.lesson and self.course and self.is_current:
            missing = seconds_missing(self.lesson, self.course, self.record)
            if ledger.read_seconds() >= (TELL_SECONDS if missing is None else missing):
                self.work(ledger.keep_read)

    def on_unmount(self) -> None:
        """The time is told at once: the page may be gone the next moment."""
        try:
            if (ledger := self._read_log) and ledger.keep_read():
                self.app.post_message(HubChanged())
        except Trouble as trouble:
            self.say(trouble.sentence, "error")

    # --- verbs
    def can_done(self) -> str | None:
        if not isinstance(self.ledger, LessonWatchLog) or self.lesson is None:
            return "There is no video to mark as done."
        if self._was_done:
            return f"{self.page_title()} is done already."
        reason = why_not_marked(self.lesson)
        return f"{reason} {READ_INSTEAD if self._read_log else NEEDS_PLAYER}" if reason and self.is_uncounted else reason

    def verb_done(self) -> None:
        if isinstance(ledger := self.ledger, LessonWatchLog):
            self.work(ledger.mark_done)

    def verb_next_lesson(self) -> None:
        self._turn(self.beside(1))

    def verb_previous_lesson(self) -> None:
        self._turn(self.beside(-1))

    def verb_continue(self) -> None:
        home = self.hub.home(at_once=True)
        self._turn(self.known.lesson(home.next.lesson_id) if home and home.next else None)

    def _turn(self, other: Lesson | None) -> None:
        if other:
            self.app.pop_screen()
            self.app.open("lesson", other.id)
