"""What makes a course easier to learn from: minutes that are true, levels without jumps, feedback on every question."""

from collections.abc import Iterator, Mapping
from typing import Any

from trainhub_content.checks.texts import words
from trainhub_content.faults import Fault, Severity
from trainhub_content.sources import LessonSource, Sources
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Level
from trainhub_core.models.quiz import Question
from trainhub_core.models.wire import Kind

WORDS_A_MINUTE = 200
QUICK, SLOW = 0.5, 6.0
"""Minutes by the time that reading takes: an article is also thought about and done, not read twice as fast."""
QUICK_QUESTION, SLOW_QUESTION = 0.2, 3.0
LEVELS = tuple(Level)


def learning_advice(sources: Sources) -> Iterator[Fault]:
    """What could be better about whole courses, lessons and questions."""
    courses = (sources.tables or sources.catalogue).courses
    for course in sources.catalogue.courses.values():
        yield from _levels(sources, course, courses)
        for lesson in course.lessons:
            source = sources.lessons[lesson.id]
            yield from _minutes(lesson, source)
            yield from _feedback(source)


def _levels(sources: Sources, course: Course, courses: Mapping[str, Course]) -> Iterator[Fault]:
    for at, need in enumerate(course.after):
        before = courses.get(need.course_id)
        if before is None:
            continue
        step = LEVELS.index(course.level) - LEVELS.index(before.level)
        if step not in (0, 1):
            reason = f"{course.title} ({course.level}) follows {before.title} ({before.level})."
            mend = "A level was left out between them." if step > 1 else "It is easier than what comes before it."
            yield sources.fault(Kind.COURSE, course.id, reason, "after", at, mend=mend, severity=Severity.ADVICE)


def _minutes(lesson: Lesson, source: LessonSource) -> Iterator[Fault]:
    reading = words(source.prose.text) / WORDS_A_MINUTE
    watching = lesson.media_seconds / 60
    questions = len(source.quiz.questions) if source.quiz else 0
    least = questions * QUICK_QUESTION if questions else 0.9 * watching + QUICK * reading
    most = 1 + (questions * SLOW_QUESTION if questions else 2 * watching + SLOW * reading)
    if lesson.kind in (LessonKind.PROJECT, LessonKind.DOWNLOAD):
        return  # what is done with it takes as long as it takes
    if not least <= lesson.minutes + 1 or lesson.minutes > max(5, most):
        length = f"{questions} questions" if questions else f"{words(source.prose.text)} words"
        reason = f"{lesson.minutes} min is far off for {length}{f' and {round(watching)} min of video' if watching else ''}."
        about = max(1, round(questions * 0.5 if questions else watching + 1.5 * reading))
        yield source.prose.advice(reason, 1 - source.prose.first_line, f"Something like {about} is expected.")


def _feedback(source: LessonSource) -> Iterator[Fault]:
    """Questions that say nothing to whoever has answered."""
    for question in source.quiz.questions if source.quiz else ():
        if not _says_something(question):
            mark = f"{{#{question.id}"
            line = next((at for at, row in enumerate(source.prose.text.split("\n")) if row.startswith("## ") and mark in row), 0)
            mend = "Add a block quote below an answer, or a section ### Feedback."
            yield source.prose.advice(f"The question {question.id} has no feedback.", line, mend)


def _says_something(question: Question) -> bool:
    return _has_feedback(question.model_dump())


def _has_feedback(part: Any) -> bool:
    if isinstance(part, dict):
        return any((name in _SAID and bool(value)) or _has_feedback(value) for name, value in part.items())
    return isinstance(part, (list, tuple)) and any(_has_feedback(it) for it in part)


_SAID = ("feedback", "if_true", "if_false")
