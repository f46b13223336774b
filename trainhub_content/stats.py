"""A content folder in figures: how much there is to learn, of what kind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from trainhub_content.checks.texts import words
from trainhub_content.sources import Sources
from trainhub_core.models.catalogue import Course


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """One course. `lessons` are counted by kind, `questions` by type; `size` is the bytes of its files."""

    id: str
    title: str
    modules: int
    lessons: Mapping[str, int]
    minutes: int
    words: int
    questions: Mapping[str, int]
    files: int
    size: int


def figures_of(sources: Sources) -> tuple[CourseFigures, ...]:
    """The courses of the folder, in the order of their titles."""
    return tuple(_course(sources, course) for course in sources.catalogue.courses.values())


def _course(sources: Sources, course: Course) -> CourseFigures:
    texts = [sources.lessons[lesson.id] for lesson in course.lessons]
    files = [file for file in sources.files if file.course == course.id]
    return CourseFigures(
        id=course.id,
        title=course.title,
        modules=len(course.modules),
        lessons=Counter(lesson.kind.value for lesson in course.lessons),
        minutes=course.minutes,
        words=sum(words(text.prose.text) for text in texts),
        questions=Counter(question.type for text in texts if text.quiz for question in text.quiz.questions),
        files=len(files),
        size=sum(file.path.stat().st_size for file in files if file.path),
    )
