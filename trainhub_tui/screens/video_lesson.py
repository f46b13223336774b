"""A video lesson: the video's page, and what watching it tells of the course (COURSE-4, VID-3, PROG-1)."""

from typing import ClassVar

from trainhub_core.models.base import Spans
from trainhub_core.models.catalogue import Course, Lesson
from trainhub_core.models.learning import BookmarkKind, Record
from trainhub_tui.media.playing import Chapter
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.lesson_words import done_sentence, known_of, neighbour, opened_by, progress_of
from trainhub_tui.screens.video import VideoScreen
from trainhub_tui.screens.watch_log import LessonWatchLog, WatchLog


class VideoLessonScreen(VideoScreen):
    """The page of one video lesson; another lesson opens a page in its place."""

    SECTION = "learn"
    VERBS: ClassVar[tuple[str, ...]] = ("done", "next-lesson", "previous-lesson")

    def __init__(self, lesson_id: str, second: str = "") -> None:
        """`second` is the place to begin at; without it, where the lesson was left."""
        super().__init__("", second)
        self.lesson_id = lesson_id
        self._was = Record()
        self._was_done = False

    @property
    def course(self) -> Course | None:
        """The course this lesson belongs to."""
        return self.known.course_of(self.lesson_id)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson."""
        return self.known.lesson(self.lesson_id)

    @property
    def record(self) -> Record:
        """What is known of the learner."""
        return self.known.state.record if self.known.state else Record()

    def page_title(self) -> str:
        return self.lesson.title if self.lesson else "Lesson"

    def show_known(self, found: Known) -> None:
        lesson = found.lesson(self.lesson_id)
        self.resource_id = (lesson.media if lesson else None) or ""
        super().show_known(found)
        self._show_done()

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
            then = neighbour(course, lesson.id, 1)
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

    def can_next_lesson(self) -> str | None:
        there = self.course and neighbour(self.course, self.lesson_id, 1)
        return None if there else "This is the last lesson of the course; esc goes back."

    def can_previous_lesson(self) -> str | None:
        return None if self.course and neighbour(self.course, self.lesson_id, -1) else "This is the first lesson of the course."

    def verb_next_lesson(self) -> None:
        self._turn(1)

    def verb_previous_lesson(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if self.course and (other := neighbour(self.course, self.lesson_id, step)):
            self.app.pop_screen()
            self.app.open("lesson", other.id)

    def why(self) -> str:
        lesson, course = self.lesson, self.course
        return f"{lesson.title}: {progress_of(lesson, course, self.record).why}." if lesson and course else ""
