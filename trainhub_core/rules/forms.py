"""What a lesson asked in each version of its course. Rule: version, rules.md."""

from trainhub_core.models.catalogue import Lesson, LessonForm

Asked = Lesson | LessonForm
"""Kind, minutes, pass mark and length as they are now, or as they were."""


def begins(lesson: Lesson) -> int:
    """The version from which on the lesson is as it is."""
    return max(lesson.since, lesson.earlier[-1].until) if lesson.earlier else lesson.since


def asked_at(lesson: Lesson, version: int) -> Asked | None:
    """The lesson as that version of the course had it; None where it had it not."""
    if version >= begins(lesson) and (lesson.until is None or version < lesson.until):
        return lesson
    return next((form for form in lesson.earlier if form.since <= version < form.until), None)


def asked_since(lesson: Lesson, version: int | None) -> tuple[LessonForm, ...]:
    """What it asked before, in that version or after it."""
    return tuple(form for form in lesson.earlier if form.until > version) if version is not None and lesson.earlier else ()


def is_still_asked(lesson: Lesson, version: int) -> bool:
    """Whether it was there, and required, in every version from that one to the newest."""
    if lesson.until is not None or not lesson.required or version < lesson.since:
        return False
    return not lesson.earlier or all(form.required for form in asked_since(lesson, version))
