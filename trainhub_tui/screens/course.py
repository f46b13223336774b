"""One course: what it is about, its modules and lessons, and what to do with it (COURSE-2, COURSE-3)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import BookmarkKind
from trainhub_core.models.notes import NoteKind
from trainhub_core.models.views import CoursePage, LessonRow, NextLesson
from trainhub_core.views.courses import course_page, next_in_course
from trainhub_tui.screens import learn_rows
from trainhub_tui.screens.course_acts import CourseActs
from trainhub_tui.screens.course_words import course_head, course_side
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.widgets.row_list import RowList


class CourseScreen(CourseActs, ListPage):
    """The page of one course."""

    SECTION = "learn"
    CSS_PATH = ["../styles/lists.tcss", "../styles/learn.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._page: CoursePage | None = None
        self._next: NextLesson | None = None

    def compose_page(self) -> Iterable[Widget]:
        yield Static(id="head")
        with Horizontal(id="body"):
            yield RowList(learn_rows.LESSON_COLUMNS, card_lines=2, card_below=50, mark_width=2, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")

    def page_title(self) -> str:
        return self._page.course.title if self._page else "Course"

    @property
    def course(self) -> Course | None:
        return self.known.catalogue.courses.get(self.course_id)

    # --- showing
    def refresh_view(self) -> None:
        self.load(lambda: self._read(), self._show)

    def _read(self) -> tuple[Known, CoursePage | None, NextLesson | None]:
        known = read(self.hub)
        course = known.catalogue.courses.get(self.course_id)
        if course is None or known.state is None:
            return known, None, None
        record = known.state.record
        return known, course_page(course, known.catalogue, record), next_in_course(course, known.catalogue, record)

    def _show(self, found: tuple[Known, CoursePage | None, NextLesson | None]) -> None:
        is_first = self._page is None
        self.known, self._page, self._next = found
        self.show_list()
        if is_first and self._next:
            self.list.go_to(self._next.lesson_id)
        self.show_frame()

    def show_list(self) -> None:
        if self._page is None:
            self.put([], self.known.nothing_yet("Courses") or "This course is not offered any more. esc goes back.")
            return
        self._show_words()
        self.put(learn_rows.lesson_list(self._page), "This course has no lessons yet. esc goes back.")

    def _show_words(self) -> None:
        if self._page:
            width = self.size.width
            head = course_head(self._page, self.known.catalogue, width, self.is_enrolled, self._is_bookmarked, with_more=width < 100)
            self.query_one("#head", Static).update(head)
            self.query_one("#detail-words", Static).update(course_side(self._page, self.known.catalogue, self._notes))

    @property
    def _is_bookmarked(self) -> bool:
        marks = self.known.state.bookmarks if self.known.state else {}
        mark = marks.get(f"{BookmarkKind.COURSE}/{self.course_id}/0")
        return mark is not None and mark.on

    @property
    def _notes(self) -> int:
        """How many notes stand in this course's lessons."""
        notes = self.known.state.notes.values() if self.known.state else ()
        return sum(1 for it in notes if it.on and it.kind is NoteKind.LESSON and it.object.partition("/")[0] == self.course_id)

    def on_resize(self) -> None:
        self._show_words()

    # --- verbs
    @property
    def _lesson(self) -> LessonRow | None:
        modules = self._page.modules if self._page else ()
        return next((lesson for module in modules for lesson in module.lessons if lesson.id == self.key), None)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        module = next((it for it in self._page.modules if learn_rows.MODULE + it.id == message.key), None) if self._page else None
        lesson_id = module.lessons[0].id if module else message.key
        if self._page and self._page.course.state == "locked":
            self.say(f"{self._page.course.title} is locked. {self._page.course.why}.", "warning")
        else:
            self.app.open("lesson", lesson_id)

    def can_continue(self) -> str | None:
        if self._next:
            return None
        if self._page is None:
            return "Nothing is known of this course yet."
        course = self._page.course
        return f"{course.title} is locked. {course.why}." if course.state == "locked" else f"{course.title} is complete; E starts it again."

    def verb_continue(self) -> None:
        if self._next:
            self.app.open("lesson", self._next.lesson_id)

    def why(self) -> str:
        if self._page is None:
            return ""
        lesson, course = self._lesson, self._page.course
        return f"{lesson.title}: {lesson.why or lesson.state}." if lesson else f"{course.title}: {course.why or course.state}."

    def label(self, verb_id: str) -> str:
        return "Leave" if verb_id == "enrol" and self.is_enrolled else super().label(verb_id)
