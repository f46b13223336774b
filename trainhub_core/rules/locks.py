"""Which courses are open, and why not. Rule: locks, rules.md."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from trainhub_core.models.catalogue import Course, Prerequisite
from trainhub_core.models.learning import Record
from trainhub_core.rules.progress import Progress, completed_at, course_progress


class CourseState(StrEnum):
    COMPLETED = "completed"
    IN_PROGRESS = "in progress"
    AVAILABLE = "available"
    LOCKED = "locked"


def course_state(course: Course, courses: Mapping[str, Course], record: Record, progress: Progress | None = None) -> CourseState:
    """The state of a course for a learner. `courses` is the whole catalogue by id, `progress` that of the course where it is known."""
    return course_standing(course, courses, record, progress or course_progress(course, record))[0]


def course_standing(course: Course, courses: Mapping[str, Course], record: Record, progress: Progress) -> tuple[CourseState, str]:
    """The state, and the reason for it and for the percent."""
    if progress.complete:
        return CourseState.COMPLETED, progress.why
    if progress.begun or _enrolled(course, record):
        return CourseState.IN_PROGRESS, progress.why
    locked = why_locked(course, courses, record)
    return (CourseState.LOCKED, locked) if locked else (CourseState.AVAILABLE, progress.why)


def why_locked(course: Course, courses: Mapping[str, Course], record: Record) -> str | None:
    """The sentence that says what to do first, None when the course is open. What was once open never closes."""
    if not course.after or was_opened(course, record):
        return None
    missing = [need for need in course.after if not _is_met(need, courses, record)]
    if not missing:
        return None
    first = missing[0]
    title = courses[first.course_id].title if first.course_id in courses else first.course_id
    reach = f"Reach {first.min_score} % in" if first.min_score is not None else "Finish"
    more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
    return f"{reach} {title} first{more}"


def why_not_met(need: Prerequisite, courses: Mapping[str, Course], record: Record) -> str | None:
    """What is missing of one prerequisite, in a few words; None when it is met."""
    if _is_met(need, courses, record):
        return None
    if need.min_score is not None:
        return f"best {int(_best_score(need, record) * 100)} %, {need.min_score} % needed"
    return course_progress(courses[need.course_id], record, whole_life=True).why.partition(":")[0]


def _is_met(need: Prerequisite, courses: Mapping[str, Course], record: Record) -> bool:
    if need.min_score is not None:
        return _best_score(need, record) * 100 >= need.min_score
    course = courses.get(need.course_id)
    return course is None or completed_at(course, record) is not None  # what is offered no more holds nobody up


def _best_score(need: Prerequisite, record: Record) -> Fraction:
    return max((Fraction(it.right, it.out_of) for it in record.standing.assessed if it.object == need.course_id), default=Fraction(0))


def was_opened(course: Course, record: Record) -> bool:
    """Whether the learner has a part in the course: enrolled once, let in, or has done something of it."""
    known = record.courses.get(course.id)
    if known is not None and (known.at is not None or known.opened is not None):
        return True
    return any(lesson.id in record.lessons for lesson in course.all_lessons)


def cycle(courses: Mapping[str, Course]) -> Sequence[str]:
    """Ids of courses that wait for each other, in order; empty when there is no cycle."""
    done: set[str] = set()
    for start in courses:
        trail: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            course_id, leaving = stack.pop()
            if leaving:
                trail.pop()
                done.add(course_id)
                continue
            if course_id in trail:
                return trail[trail.index(course_id) :]
            if course_id in done or course_id not in courses:
                continue
            trail.append(course_id)
            stack.append((course_id, True))
            stack.extend((need.course_id, False) for need in courses[course_id].after)
    return ()


def _enrolled(course: Course, record: Record) -> bool:
    known = record.courses.get(course.id)
    return known is not None and known.enrolled
