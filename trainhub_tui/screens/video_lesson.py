"""A video lesson: the video's page, and what watching it tells of the course (COURSE-4, VID-3, PROG-1)."""

from typing import ClassVar

from trainhub_core.models.base import Spans
from trainhub_core.models.catalogue import Lesson
from trainhub_core.models.learning import BookmarkKind, Record
from trainhub_tui.media.playing import Chapter
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.lesson_page import LessonPage
from trainhub_tui.screens.lesson_words import done_sentence, known_of, opened_by, progress_of
from trainhub_tui.screens.video import VideoScreen
from trainhub_tui.screens.watch_log import LessonWatchLog, WatchLog


class VideoLessonScreen(VideoScreen, LessonPage):
    """The page of one video lesson; another lesson opens a page in its place."""

    SECTION = "learn"
    VERBS: ClassVar[tuple[str, ...]] = ("done",)

    def __init__(self, lesson_id: str, second: str = "") -> None:
        """`second` is the place to begin at; without it, where the lesson was left."""
        super().__init__("", second)
        self.lesson_id = lesson_id
        self._was = Record()
        self._was_done = False

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

    # --- verbs
    def can_done(self) -> str | None:
        if not isinstance(self.ledger, LessonWatchLog):
            return "There is no video to mark as done."
        return f"{self.page_title()} is done already." if self._was_done else None

    def verb_done(self) -> None:
        if isinstance(ledger := self.ledger, LessonWatchLog):
            self.work(ledger.mark_done)

    def verb_next_lesson(self) -> None:
        self._turn(self.beside(1))

    def verb_previous_lesson(self) -> None:
        self._turn(self.beside(-1))

    def verb_continue(self) -> None:
        home = self.hub.home()
        self._turn(self.known.lesson(home.next.lesson_id) if home and home.next else None)

    def _turn(self, other: Lesson | None) -> None:
        if other:
            self.app.pop_screen()
            self.app.open("lesson", other.id)
