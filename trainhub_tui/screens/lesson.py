"""A lesson, full screen: its text, its contents, what it takes to be done (COURSE-4, PATH-2, PATH-5, PROG-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.events import DescendantFocus, ScreenResume, ScreenSuspend
from textual.widgets import Static

from trainhub_core.models.catalogue import Course, Lesson, LessonKind
from trainhub_core.models.learning import BookmarkKind, EventType, Record
from trainhub_core.models.texts import LessonText
from trainhub_core.rules.exercise import exercise_of
from trainhub_core.rules.progress import why_not_marked
from trainhub_tui import palette
from trainhub_tui.media.document import Document
from trainhub_tui.media.sources import growing_markdown
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.lesson_file import LessonFile
from trainhub_tui.screens.lesson_log import LessonLog, Place
from trainhub_tui.screens.lesson_words import (
    contents_rows,
    done_sentence,
    folded,
    foot,
    invitation,
    opened_by,
    progress_of,
    seconds_missing,
)
from trainhub_tui.screens.pictured_page import PicturedPage
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.reader import Reader
from trainhub_tui.widgets.row_model import Rows

LOOK_SECONDS = 5
TELL_SECONDS = 300
BEGIN, GO_ON = "Begin", "Go on"

PAGES = {LessonKind.VIDEO: "video-lesson", LessonKind.INTERACTIVE: "interactive"}
"""Kinds of lessons that another page shows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A lesson's text, its first pages, and how the rest is read."""

    text: LessonText
    document: Document
    pages: Iterator[Document]


class LessonScreen(PicturedPage, LessonFile):
    """The page of the lesson being read; it goes on to the next one in place."""

    VERBS: ClassVar[tuple[str, ...]] = ("done",)

    def __init__(self, lesson_id: str, offset: str = "", looked_for: str = "") -> None:
        """`offset` is the place to begin at; without it, where the lesson was left. `looked_for`: words to mark."""
        super().__init__()
        self.looked_for = looked_for
        self.lesson_id = lesson_id
        self._offset = int(offset) if offset.isdigit() else None
        self._text_here: LessonText | None = None
        self._is_under_way = False
        self._log: LessonLog | None = None
        self._was: Record | None = None
        self._was_done = self._has_reached = False
        self._last_place: Place = (0, 0)

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look)

    # --- loading
    def refresh_view(self) -> None:
        self.load(self._found, self._show)

    def _found(self) -> tuple[Known, Opened | str | None]:
        known = self._read()
        return known, None if self._log else self._opened(known)

    def _read(self) -> Known:
        self._is_under_way = any(self.hub.remembered(f"{kind}/{self.lesson_id}") for kind in ("attempt", "walk"))
        return read(self.hub)

    @property
    def practice(self) -> str:
        """The page that this lesson is answered on; nothing for one that is only read."""
        text, lesson = self._text_here, self.lesson
        if text and lesson and lesson.kind is LessonKind.PROJECT:
            return "exercise"
        if text and self.file:
            return "document"
        return "" if text is None else "quiz" if text.quiz else "scenario" if text.scenario else ""

    def _opened(self, known: Known) -> Opened | str:
        """The text with its first pages, or the sentence that says why it is not here."""
        text = self.text_of()
        if isinstance(text, str):
            return text
        lesson = known.lesson(self.lesson_id)
        source = exercise_of(text).task if lesson and lesson.kind is LessonKind.PROJECT else text.text
        pages = growing_markdown(source, lesson.title if lesson else self.lesson_id)
        return Opened(text, next(pages), pages)

    def _show(self, found: tuple[Known, Opened | str | None]) -> None:
        self.known, opened = found
        page = PAGES.get(self.lesson.kind) if self._log is None and self.lesson and self.lesson.media else None
        if page:
            self._to_page(page)
            return
        if isinstance(opened, Opened) and self.lesson and self.course:
            self._begin(opened, self.lesson, self.course)
        elif opened is not None:
            self._show_refusal(opened if isinstance(opened, str) else "This lesson is not offered any more.")
        self._show_standing()

    def _to_page(self, page: str) -> None:
        """What is watched or opened in the browser has a page of its own."""
        if self.is_current:
            self.app.pop_screen()
            self.app.open(page, self.lesson_id, *([str(self._offset)] if self._offset is not None else []))

    def _begin(self, opened: Opened, lesson: Lesson, course: Course) -> None:
        place = known.place if (known := self.record.lessons.get(lesson.id)) else None
        at = self._offset if self._offset is not None else place.offset if place else 0
        self._log, self._text_here = LessonLog(self.hub, lesson.id), opened.text
        self._last_place = (at, place.share if place else 0)
        self._log.begin_at(self._last_place)
        self._log.alive()
        self._was, self._was_done = self.record, progress_of(lesson, course, self.record).done
        self._has_reached = self._was_done or seconds_missing(lesson, course, self.record) is not None
        self.show_news(Content(""))
        self.load_text(opened.document, at)
        if not opened.document.complete:
            begun_at = self.reader.place
            self.run_worker(lambda: self._read_on(opened, at, begun_at), thread=True, group="open", exclusive=True)

    def _read_on(self, opened: Opened, at: int, begun_at: int) -> None:
        """In a thread: the whole of a long text, whose first pages are on the screen."""
        *_, whole = opened.pages
        self.app.call_from_thread(self._show_whole, opened.text.lesson_id, whole, at if at > begun_at else None, begun_at)

    def _show_whole(self, lesson_id: str, whole: Document, wanted: int | None, begun_at: int) -> None:
        """The place that was left is gone to now that it is there, unless the reader has moved meanwhile."""
        if not self.is_attached or lesson_id != self.lesson_id:
            return
        has_moved = self.reader.place != begun_at
        self.reader.extend(whole)
        self.find_pictures()
        self.show_markers()
        self.look_for_links(whole)
        if wanted is not None and not has_moved:
            self.reader.go_to(wanted)
        self._show_standing()

    def _show_refusal(self, sentence: str) -> None:
        keys = Content.assemble(palette.key_hint("ctrl+r", "Sync"), "   ", palette.key_hint("esc", "Back"))
        self.show_state(Content.assemble(f"{sentence}\n\n", keys))

    def _show_standing(self) -> None:
        """Foot, contents, and the news when the lesson has just become done."""
        lesson, course = self.lesson, self.course
        if lesson is None or course is None:
            return
        self.contents.update(Rows(contents_rows(course, self.record, lesson.id, self.reader.contents)))
        self.follow_contents()
        self._show_foot()
        done = progress_of(lesson, course, self.record).done
        if self._log and done and not self._was_done:
            opened = opened_by(self.known.catalogue, self._was or Record(), self.record)
            then = self.beside(1)
            key = self.key_of("next-lesson" if then else "continue")
            hint = palette.key_hint(key, then.title if then else "Continue")
            mark = palette.mark("completed")
            self.show_news(Content.assemble(mark.content, f" {done_sentence(lesson, course, opened, self.record)}  ", hint))
        elif self.practice and self._text_here and self.known.state:
            words = self.file_words() or invitation(self._text_here, lesson, self.known.state, self._is_under_way)
            self.show_news(
                Content.assemble(f"{words}  ", palette.key_hint(self.key_of("open"), "Open" if self.file else self._begin_words))
            )
        self._was_done = done
        self.show_frame()

    def on_resize(self) -> None:
        self._show_foot()

    def _show_foot(self) -> None:
        if self.lesson and self.course:
            words = foot(self.lesson, self.course, self.record, self.reader.share_read, self.size.width)
            missing = seconds_missing(self.lesson, self.course, self.record)
            if missing is not None and self._log:
                left = max(1, missing - self._log.running_seconds())
                words = folded(words, f"done in {left} s of reading, or with space", palette.UNDER_WAY, self.size.width)
            self.query_one("#foot", Static).update(words)

    # --- what reading tells
    async def action_verb(self, verb_id: str) -> None:
        if self._log:
            self._log.alive()
        await super().action_verb(verb_id)

    def on_reader_moved(self, _: Reader.Moved) -> None:
        if self._log is None:
            return
        self._log.alive()
        if self.practice or not self.reader.document.complete:
            return  # a practice is done by its answers; of the first pages alone no share can be told
        self._last_place = (self.reader.place, int(1000 * self.reader.share_read))
        self._show_foot()
        self.follow_contents()
        if self.reader.at_end and not self._has_reached and self.is_current:
            self._has_reached = True
            log, spans, place = self._log, self._log.taken(), self._place()
            self.work(lambda: log.keep(spans, place, EventType.REACHED_END))

    def _look(self) -> None:
        """Every few seconds: tell what has been studied for five minutes, or what the lesson lacked to be done."""
        if self._log is None or not self.is_current or self.lesson is None or self.course is None:
            return
        running = self._log.running_seconds()
        missing = seconds_missing(self.lesson, self.course, self.record)
        if running >= TELL_SECONDS or (missing is not None and running >= missing):
            log, spans, place = self._log, self._log.taken(), self._place()
            self.work(lambda: log.keep(spans, place))
        elif missing is not None:
            self._show_foot()

    def _place(self) -> Place:
        return self._last_place

    def _leave(self) -> None:
        """Tell the place and the time at once: the page may be gone the next moment."""
        if self._log is None:
            return
        try:
            if self._log.keep(self._log.taken(), self._place()):
                self.app.post_message(HubChanged())
        except Trouble as trouble:
            self.say(str(trouble), "error")

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        self._leave()

    def on_unmount(self) -> None:
        self._leave()

    def on_screen_resume(self, _: ScreenResume) -> None:
        if log := self._log:
            log.alive()
            if self.has_come_and_gone() and not self._was_done:
                spans, place = log.taken(), self._place()
                self.work(lambda: log.keep(spans, place, EventType.REACHED_END))

    def key_of_text(self) -> str:
        return self.lesson_id

    # --- verbs
    def mark_of(self) -> tuple[BookmarkKind, str, str] | None:
        return (BookmarkKind.LESSON, self.lesson_id, self.lesson.title) if self.lesson else None

    def is_in_footer(self, verb_id: str) -> bool:
        return super().is_in_footer(verb_id) and (verb_id != "done" or not self.practice)

    def label(self, verb_id: str) -> str:
        if self.file:
            return super().label(verb_id)
        return self._begin_words if verb_id == "open" and self._would_begin else super().label(verb_id)

    @property
    def _begin_words(self) -> str:
        return GO_ON if self._is_under_way else BEGIN

    @property
    def _would_begin(self) -> bool:
        """Whether enter begins what this lesson is answered on."""
        return bool(self.practice) and not self.contents.has_focus and not self.is_on_link

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self.follow_contents()

    def can_open(self) -> str | None:
        return self.why_not_opened() if self._would_begin else super().can_open()

    def verb_open(self) -> None:
        if self.file and not self.contents.has_focus and not self.is_on_link:
            self.open_file()
        elif self._would_begin:
            self.app.open(self.practice, self.lesson_id)
        else:
            super().verb_open()

    def can_done(self) -> str | None:
        if self._log is None:
            return "There is no text to mark as done."
        if not self._was_done and self.practice == "exercise":
            return "Enter opens the exercise: write your answer and accept it there."
        if not self._was_done and self.lesson and (reason := why_not_marked(self.lesson)):
            return reason
        return f"{self.page_title()} is done already." if self._was_done else None

    def verb_done(self) -> None:
        if log := self._log:
            spans, place = log.taken(), self._place()
            self.work(lambda: log.keep(spans, place, EventType.MARKED_DONE))

    def verb_next_lesson(self) -> None:
        self._turn(1)

    def verb_previous_lesson(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if other := self.beside(step):
            self._go_to(other.id)

    def _go_to(self, lesson_id: str) -> None:
        self._leave()
        self.end_search()
        self.lesson_id, self._log, self._offset, self._text_here = lesson_id, None, None, None
        self.refresh_view()

    def verb_continue(self) -> None:
        home = self.hub.home(at_once=True)
        if home and home.next:
            self._go_to(home.next.lesson_id)

    def open_row(self, key: str) -> None:
        if key != self.lesson_id and key in {lesson.id for lesson in (self.course.lessons if self.course else ())}:
            self._go_to(key)
        super().open_row(key)
