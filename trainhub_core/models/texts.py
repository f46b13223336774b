"""What lessons say and ask. Apart from the catalogue, as the first paint needs no quiz (start-up)."""

from trainhub_core.models.base import Fact, Id, LongText
from trainhub_core.models.catalogue import Course
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario


class LessonText(Fact):
    """What a lesson says, as Markdown, and the quiz or scenario that follows where it is one."""

    lesson_id: Id
    version: int
    text: LongText
    quiz: Quiz | None = None
    scenario: Scenario | None = None


class CourseText(Fact):
    """A course with all its lessons' texts: what is kept for reading offline."""

    course: Course
    lessons: tuple[LessonText, ...]
