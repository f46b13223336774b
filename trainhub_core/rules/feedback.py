"""Who may rate a course, when its use in real work is asked, and what others see of it. Source: product.md, COURSE-5."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import LearnerState
from trainhub_core.rules.progress import completed_at

ASKED_AFTER = timedelta(days=30)
ASKED_FOR = timedelta(days=60)
"""Then it is not asked any more, and can still be told."""
LEAST_RATINGS = 3
"""Ratings below which none of them is shown: one person's stars stay their own."""


def why_not_rated(course: Course, state: LearnerState) -> str | None:
    """Why the learner cannot rate the course now; None when that is open. What was rated once can always be changed."""
    if course.id in state.ratings or completed_at(course, state.record):
        return None
    return f"{course.title} can be rated when it is complete."


def asked_from(course: Course, state: LearnerState) -> datetime | None:
    """From when on it is asked whether the course was of use in real work; None while it is not complete."""
    completed = completed_at(course, state.record)
    return completed + ASKED_AFTER if completed else None


def why_not_applied(course: Course, state: LearnerState, now: datetime) -> str | None:
    """Why the learner cannot answer that now; None when it can be answered, or changed."""
    if course.id in state.applied:
        return None
    start = asked_from(course, state)
    if start is None:
        return f"Complete {course.title} first; 30 days later you are asked whether you have used it in real work."
    if now >= start:
        return None
    days = -((now - start) // timedelta(days=1))
    return f"What {course.title} is worth at work is asked in {days} day{'' if days == 1 else 's'}."


def to_ask(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime], now: datetime) -> tuple[Course, ...]:
    """The courses to ask about now, each once; the one completed first comes first. `done` is `rules.certification.completions`."""
    due = [(start, course) for start, course in _to_be_asked(catalogue, state, done) if start <= now < start + ASKED_FOR]
    return tuple([course for _, course in sorted(due, key=lambda it: (it[0], it[1].id))])


def asks_change_at(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime]) -> list[datetime]:
    """The moments at which time alone changes what `to_ask` says."""
    return [moment for start, _ in _to_be_asked(catalogue, state, done) for moment in (start, start + ASKED_FOR)]


def _to_be_asked(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime]) -> Iterator[tuple[datetime, Course]]:
    """The courses that are asked about sooner or later, and from when on."""
    for course_id, completed in done.items():
        if course_id in state.record.courses and course_id not in state.applied:
            yield completed + ASKED_AFTER, catalogue.courses[course_id]


def shown_rating(count: int, stars: int) -> tuple[int, int]:
    """What everybody sees of so many ratings with so many stars in all: the average in tenths, rounded half up, and the count.

    Both are 0 while there are fewer than three."""
    return ((20 * stars + count) // (2 * count), count) if count >= LEAST_RATINGS else (0, 0)
