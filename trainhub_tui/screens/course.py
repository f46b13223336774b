"""One course: what it is about, its modules and lessons, and what to do with it (COURSE-2, COURSE-3)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import BookmarkKind
from trainhub_core.models.views import CoursePage, LessonRow, NextLesson
from trainhub_core.rules.feedback import why_not_applied, why_not_rated
from trainhub_tui.note_places import place_of
from trainhub_tui.screens import learn_rows
from trainhub_tui.screens.course_acts import CourseActs
from trainhub_tui.screens.course_page_words import Opinion, Signs, course_head, course_side
from trainhub_tui.screens.course_reading import Found, found_in
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.widgets.row_list import RowList


class CourseScreen(CourseActs, ListPage):
    """The page of one course."""

    SECTION = "learn"
    CSS_PATH = ["../styles/lists.tcss", "../styles/learn.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("rate", "applied")

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self.found = Found()

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
        self.load(lambda: found_in(self.hub, self.course_id), self._show)

    def _show(self, found: Found) -> None:
        is_first = self._page is None
        self.found, self.known = found, found.known
        self.show_list()
        if is_first and found.next:
            self.list.go_to(found.next.lesson_id)
        self.show_frame()

    @property
    def _page(self) -> CoursePage | None:
        return self.found.page

    @property
    def _next(self) -> NextLesson | None:
        return self.found.next

    def show_list(self) -> None:
        if self._page is None:
            self.put([], self.known.nothing_yet("Courses") or "This course is not offered any more. esc goes back.")
            return
        self._show_words()
        rows = [*learn_rows.lesson_list(self._page), *learn_rows.own_list(self.found.marks, self.found.notes)]
        self.put(rows, "This course has no lessons yet. esc goes back.")

    def _show_words(self) -> None:
        if self._page:
            width = self.size.width
            signs = Signs(self._is_bookmarked, self.hub.zone)
            head = course_head(self._page, width, signs, self._opinion(), with_more=width < 100)
            self.query_one("#head", Static).update(head)
            self.query_one("#detail-words", Static).update(course_side(self._page, self.known.catalogue))

    def _opinion(self) -> Opinion:
        course, state = self.course, self.known.state
        if course is None or state is None:
            return Opinion()
        return Opinion(
            state.ratings.get(course.id),
            state.applied.get(course.id),
            why_not_rated(course, state) is None,
            course.id not in state.applied and why_not_applied(course, state, self.hub.now()) is None,
            self.key_of("rate"),
            self.key_of("applied"),
        )

    @property
    def _is_bookmarked(self) -> bool:
        marks = self.known.state.bookmarks if self.known.state else {}
        mark = marks.get(f"{BookmarkKind.COURSE}/{self.course_id}/0")
        return mark is not None and mark.on

    def on_resize(self) -> None:
        self.leave_room_for_list()
        self._show_words()

    # --- verbs
    @property
    def _lesson(self) -> LessonRow | None:
        modules = self._page.modules if self._page else ()
        return next((lesson for module in modules for lesson in module.lessons if lesson.id == self.key), None)

    def can_open(self) -> str | None:
        course = self._page.course if self._page else None
        is_own = self.key.startswith((learn_rows.OWN, learn_rows.MARK, learn_rows.NOTE))
        is_locked = course is not None and course.state == "locked" and not is_own
        return f"{course.title} is locked. {course.why}." if course and is_locked else super().can_open()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if message.key.startswith((learn_rows.OWN, learn_rows.MARK, learn_rows.NOTE)):
            self._open_own(message.key)
            return
        module = next((it for it in self._page.modules if learn_rows.MODULE + it.id == message.key), None) if self._page else None
        lesson_id = module.lessons[0].id if module else message.key
        if refusal := self.can_open():
            self.say(refusal, "warning")  # a click
        else:
            self.app.open("lesson", lesson_id)

    def _open_own(self, key: str) -> None:
        """Go to the very place of a bookmark or a note; the heading goes to all notes."""
        mark = next((it for it in self.found.marks if learn_rows.MARK + it.id == key), None)
        note = next((it for it in self.found.notes if learn_rows.NOTE + it.id == key), None)
        if mark:
            self.app.open("lesson", mark.object, str(mark.offset))
        elif note:
            self.app.open("lesson", note.object, str(place_of(note, self.found.places)))
        else:
            self.app.open("notes")

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

    # --- what it was worth
    def can_rate(self) -> str | None:
        course, state = self.course, self.known.state
        return why_not_rated(course, state) if course and state else "Nothing is known of this course yet."

    def verb_rate(self) -> None:
        from trainhub_tui.screens.asking import ask_rating  # late: it brings the field that is typed in

        if (course := self.course) and (state := self.known.state):
            ask_rating(self, course.id, course.title, state.ratings.get(course.id))

    def can_applied(self) -> str | None:
        course, state = self.course, self.known.state
        return why_not_applied(course, state, self.hub.now()) if course and state else "Nothing is known of this course yet."

    def verb_applied(self) -> None:
        from trainhub_tui.screens.asking import ask_applied  # late: it brings the field that is typed in

        if (course := self.course) and (state := self.known.state):
            ask_applied(self, course.id, course.title, state.applied.get(course.id))

    def label(self, verb_id: str) -> str:
        return "Leave" if verb_id == "enrol" and self.is_enrolled else super().label(verb_id)
