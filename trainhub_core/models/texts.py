"""What lessons say and ask. Apart from the catalogue, as the first paint needs no quiz (start-up)."""

from trainhub_core.models.base import Fact, Id, LongText
from trainhub_core.models.catalogue import Course
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario


class LessonText(Fact):
    """What a lesson says, as Markdown, and the quiz or scenario that follows where it is one.

    `model_answer` of an exercise is shown after the learner has written an answer."""

    lesson_id: Id
    version: int
    text: LongText
    quiz: Quiz | None = None
    scenario: Scenario | None = None
    model_answer: LongText = ""


class CourseText(Fact):
    """A course with all its lessons' texts: what is kept for reading offline."""

    course: Course
    lessons: tuple[LessonText, ...]
