"""What the pages of one lesson have in common, read or answered: which lesson, what is known of it, its neighbours (COURSE-4)."""

from typing import ClassVar

from trainhub_core.models.catalogue import Course, Lesson
from trainhub_core.models.learning import Record
from trainhub_core.models.texts import LessonText
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.lesson_words import neighbour, progress_of
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.troubles import Trouble


class LessonPage(MovingPage):
    """Subclasses go to other lessons each in their own way."""

    SECTION = "learn"
    VERBS: ClassVar[tuple[str, ...]] = ("next-lesson", "previous-lesson")
    lesson_id = ""
    known = Known()

    def page_title(self) -> str:
        return self.lesson.title if self.lesson else "Lesson"

    @property
    def lesson(self) -> Lesson | None:
        """The lesson."""
        return self.known.lesson(self.lesson_id)

    @property
    def course(self) -> Course | None:
        """The course this lesson belongs to."""
        return self.known.course_of(self.lesson_id)

    @property
    def record(self) -> Record:
        """What is known of the learner."""
        return self.known.state.record if self.known.state else Record()

    def text_of(self) -> LessonText | str:
        """The lesson's text, or the sentence that says why it is not here. Call it in a thread."""
        try:
            return self.hub.lesson_text(self.lesson_id) or self.hub.fetch_lesson_text(self.lesson_id)
        except Trouble as trouble:
            return str(trouble)

    def beside(self, step: int) -> Lesson | None:
        """The lesson so many places on in the course."""
        return neighbour(self.course, self.lesson_id, step) if self.course else None

    def can_next_lesson(self) -> str | None:
        return None if self.beside(1) else "This is the last lesson of the course; esc goes back."

    def can_previous_lesson(self) -> str | None:
        return None if self.beside(-1) else "This is the first lesson of the course."

    def can_continue(self) -> str | None:
        home = self._home()
        is_here = home and home.next and home.next.lesson_id == self.lesson_id
        return "You are where you stopped." if is_here else super().can_continue()

    def verb_next_lesson(self) -> None:
        """To the next lesson."""

    def verb_previous_lesson(self) -> None:
        """To the one before."""

    def why(self) -> str:
        lesson, course = self.lesson, self.course
        return f"{lesson.title}: {progress_of(lesson, course, self.record).why}." if lesson and course else ""
