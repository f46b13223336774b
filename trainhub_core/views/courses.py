"""Courses, lessons and paths as a learner sees them."""

from fractions import Fraction

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course, Lesson, Path, Prerequisite, SkillWeight
from trainhub_core.models.learning import LearnerState, LessonRecord, Record
from trainhub_core.models.views import CoursePage, CourseRow, LessonRow, ModuleRows, NeedRow, NextLesson, PathCard, SkillShare
from trainhub_core.rules.locks import CourseState, course_standing, why_locked, why_not_met
from trainhub_core.rules.progress import (
    Progress,
    course_progress,
    lesson_progress,
    minutes_left,
    pace,
    path_progress,
    version_counted,
    was_rewritten_since,
)


def course_row(
    course: Course, catalogue: Catalogue, record: Record, speed: Fraction = Fraction(1), progress: Progress | None = None
) -> CourseRow:
    """The course with its state, percent and the reason for both; `progress` where it is known."""
    progress = progress or course_progress(course, record)
    state, why = course_standing(course, catalogue.courses, record, progress)
    known = record.courses.get(course.id)
    return CourseRow(
        id=course.id,
        title=course.title,
        summary=course.summary,
        category=course.category,
        topic=course.topic,
        level=course.level,
        minutes=progress.minutes or course.minutes,
        minutes_left=minutes_left(progress, speed),
        lessons=len(course.lessons),
        skills=tuple([weight.skill for weight in course.skills]),
        state=state,
        percent=progress.percent,
        why=why,
        enrolled=known is not None and known.enrolled,
        restarted=known is not None and known.restarted is not None,
        rating=course.rating,
        ratings=course.ratings,
    )


def course_page(course: Course, catalogue: Catalogue, record: Record, speed: Fraction = Fraction(1)) -> CoursePage:
    """The course with its modules and lessons. Lessons added after the version enrolled in are marked new."""
    row = course_row(course, catalogue, record, speed)
    modules = tuple(
        ModuleRows(id=module.id, title=module.title, lessons=lessons)
        for module in course.modules
        if (lessons := _lesson_rows(course, module.id, record, row))
    )
    known = record.courses.get(course.id)
    titles = (catalogue.courses[need.course_id].title for need in course.after if need.course_id in catalogue.courses)
    return CoursePage(
        course=row,
        modules=modules,
        after=tuple(titles),
        needs=tuple(_need_row(need, catalogue, record) for need in course.after),
        skills=tuple(_skill_share(it, catalogue) for it in sorted(course.skills, key=lambda it: -it.weight)),
        version=course.version,
        since=known.version if known and known.at else course.version,
        enrolled_at=known.at if known and known.enrolled else None,
    )


def begun(catalogue: Catalogue, record: Record) -> list[Course]:
    """The courses that something is known of: enrolled in, or a lesson was touched."""
    touched = ({known.course_id for known in record.lessons.values()} | record.courses.keys()) & catalogue.courses.keys()
    return [catalogue.courses[course_id] for course_id in sorted(touched, key=catalogue.once(_places).__getitem__)]


def _places(catalogue: Catalogue) -> dict[str, int]:
    """Where each course stands among them all."""
    return {course_id: place for place, course_id in enumerate(catalogue.courses)}


def pace_of(catalogue: Catalogue, record: Record) -> Fraction:
    """The learner's own pace, by all that was begun."""
    return pace(begun(catalogue, record), record)


def path_card(path: Path, catalogue: Catalogue, record: Record, speed: Fraction = Fraction(1)) -> PathCard:
    """The path with its modules, percent by minutes, and where to go on."""
    courses = [catalogue.courses[course_id] for course_id in path.courses if course_id in catalogue.courses]
    parts = [course_progress(course, record) for course in courses]
    progress = path_progress(parts)
    modules = tuple([course_row(course, catalogue, record, speed, part) for course, part in zip(courses, parts, strict=True)])
    return PathCard(
        id=path.id,
        title=path.title,
        summary=path.summary,
        level=path.level,
        percent=progress.percent,
        minutes=progress.minutes,
        minutes_left=minutes_left(progress, speed),
        why=progress.why,
        modules=modules,
        next=next((found for course in courses if (found := next_in_course(course, catalogue, record))), None),
    )


def next_lesson(catalogue: Catalogue, state: LearnerState) -> NextLesson | None:
    """Where Continue goes (PATH-5): the unfinished lesson left last, else the first one open in the featured path, else in any course."""
    record = state.record
    places = [(known.place.at, known.place.event_id, known) for known in record.lessons.values() if known.place]
    for _, _, known in sorted(places, key=lambda entry: entry[:2], reverse=True):
        course = catalogue.courses.get(known.course_id)
        enrolment = record.courses.get(known.course_id)
        if course and enrolment and enrolment.enrolled and (found := next_in_course(course, catalogue, record, known.lesson_id)):
            return found
    path = catalogue.featured
    wanted = [*(path.courses if path else ()), *(it.course_id for it in record.courses.values() if it.enrolled), *catalogue.courses]
    courses = (catalogue.courses[course_id] for course_id in dict.fromkeys(wanted) if course_id in catalogue.courses)
    return next((found for course in courses if (found := next_in_course(course, catalogue, record))), None)


def next_in_course(course: Course, catalogue: Catalogue, record: Record, first: str | None = None) -> NextLesson | None:
    """The lesson `first` if it is unfinished, else the first required one that is; None when done or locked."""
    if why_locked(course, catalogue.courses, record):
        return None
    known = record.courses.get(course.id)
    restarted = known.restarted if known else None
    version = version_counted(course, record)
    wanted = [lesson for lesson in course.lessons if lesson.required or lesson.id == first]
    for lesson in sorted(wanted, key=lambda it: it.id != first):
        lesson_known = record.lessons.get(lesson.id)
        if not lesson_progress(lesson, lesson_known, restarted, version).done:
            place = lesson_known.place if lesson_known else None
            return NextLesson(course_id=course.id, lesson_id=lesson.id, title=lesson.title, offset=place.offset if place else 0)
    return None


def _need_row(need: Prerequisite, catalogue: Catalogue, record: Record) -> NeedRow:
    course = catalogue.courses.get(need.course_id)
    why = why_not_met(need, catalogue.courses, record) or ""
    return NeedRow(course_id=need.course_id, title=course.title if course else need.course_id, min_score=need.min_score, why=why)


def _skill_share(share: SkillWeight, catalogue: Catalogue) -> SkillShare:
    skill = catalogue.skills.get(share.skill)
    return SkillShare(id=share.skill, title=skill.title if skill else share.skill, weight=share.weight)


def _lesson_rows(course: Course, module_id: str, record: Record, row: CourseRow) -> tuple[LessonRow, ...]:
    known = record.courses.get(course.id)
    version = version_counted(course, record)
    restarted = known.restarted if known else None
    rows = []
    module = next(module for module in course.modules if module.id == module_id)
    for lesson in module.lessons:
        if lesson.until is not None:
            continue
        progress = lesson_progress(lesson, record.lessons.get(lesson.id), restarted, version)
        state = CourseState.COMPLETED if progress.done else CourseState.IN_PROGRESS if progress.begun else CourseState.AVAILABLE
        if row.state == CourseState.LOCKED:
            state = CourseState.LOCKED
        rows.append(
            LessonRow(
                id=lesson.id,
                title=lesson.title,
                kind=lesson.kind,
                minutes=lesson.minutes,
                state=state,
                percent=int(100 * progress.fraction),
                why=row.why if state is CourseState.LOCKED else progress.why,
                is_new=lesson.since > version,
                is_changed=_is_changed(lesson, version, record.lessons.get(lesson.id)),
            )
        )
    return tuple(rows)


def _is_changed(lesson: Lesson, version: int, known: LessonRecord | None) -> bool:
    """Whether it was rewritten since the learner was last in it, or, where nobody knows when, since the version that counts."""
    if lesson.changed_at is not None:
        return was_rewritten_since(lesson, known)
    return lesson.since <= version < lesson.changed
