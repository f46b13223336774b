"""trainhub courses: the catalogue, one course, enrolling (COURSE-1 to COURSE-3)."""

from collections.abc import Mapping

from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import EventType
from trainhub_core.models.views import CoursePage, CourseRow
from trainhub_core.operations import Enroll, Operation, Unenroll
from trainhub_core.views.courses import course_page, course_row, pace_of
from trainhub_tui.cli.answer import Answer, Block, Cell, Fields, Heading, Say, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.changing import allowed, changed, outcome
from trainhub_tui.cli.finding import course_meant, found
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import minutes_words, rating_words, state_cell


def list_courses(session: Session) -> Answer:
    catalogue, record = session.catalogue(), session.state().record
    speed = pace_of(catalogue, record)
    rows = [course_row(course, catalogue, record, speed) for course in catalogue.courses.values()]
    chosen = [row for row in rows if _is_wanted(session, row)]
    return Answer(page_of(facts_of(row) for row in chosen), (courses_table(chosen, "No course fits."),))


def show(session: Session) -> Answer:
    course = meant(session)
    catalogue, record = session.catalogue(), session.state().record
    page = course_page(course, catalogue, record, pace_of(catalogue, record))
    return Answer(facts_of(page), _page_blocks(page))


def enrol(session: Session) -> Answer:
    course = meant(session)
    if _is_enrolled(session, course):
        return outcome("done", f"You are enrolled in {course.title} already.", {"course_id": course.id})
    return _tell(session, course, EventType.ENROLLED, f"Enrolment in {course.title}", f"You are enrolled in {course.title}.")


def unenrol(session: Session) -> Answer:
    course = meant(session)
    allowed(session, lambda: None if _is_enrolled(session, course) else f"You are not enrolled in {course.title}.")
    return _tell(session, course, EventType.UNENROLLED, f"Leaving {course.title}", f"You left {course.title}; what you did in it stays.")


def restart(session: Session) -> Answer:
    course = meant(session)
    return _tell(session, course, EventType.RESTARTED, f"Restart of {course.title}", f"{course.title} starts again from its first lesson.")


def courses_table(rows: list[CourseRow], empty: str) -> Table:
    """Courses as a table; a locked one says why."""
    columns = ("Course", "Level", "Time", "Rating", "State", "Done", "Id", "Note")
    return Table(columns, [_cells(row) for row in rows], empty, spare=("Rating", "Done", "Level", "Time", "Note"))


def _cells(row: CourseRow) -> tuple[str | Cell, ...]:
    note = row.why if row.state == "locked" else ""
    rating = f"{row.rating / 10:.1f} ({row.ratings})" if row.ratings else ""
    return row.title, row.level, minutes_words(row.minutes), rating, state_cell(row.state), f"{row.percent} %", row.id, note


def _page_blocks(page: CoursePage) -> list[Block]:
    row = page.course
    facts: list[tuple[str, str | Cell]] = [
        ("State", state_cell(row.state)),
        ("Done", f"{row.percent} % ({row.why})" if row.why else f"{row.percent} %"),
        ("Level", row.level),
        ("Time", f"{minutes_words(row.minutes)}, {minutes_words(row.minutes_left)} left"),
        ("Rating", rating_words(row.rating, row.ratings)),
        ("Skills", ", ".join(f"{it.title} {it.weight}/5" for it in page.skills)),
        ("After", ", ".join(f"{it.title} ({it.why or 'done'})" for it in page.needs)),
        ("Id", row.id),
    ]
    blocks: list[Block] = [Heading(row.title), Say(row.summary), Fields([pair for pair in facts if pair[1]])]
    columns = ("Lesson", "Kind", "Time", "State", "Id", "Note")
    for module in page.modules:
        lessons = [
            (
                lesson.title,
                lesson.kind,
                minutes_words(lesson.minutes),
                state_cell(lesson.state),
                lesson.id,
                "new" if lesson.is_new else "changed" if lesson.is_changed else "",
            )
            for lesson in module.lessons
        ]
        blocks += [Heading(module.title, 2), Table(columns, lessons, "No lessons.", spare=("Kind", "Time", "Note"))]
    return blocks


def _is_wanted(session: Session, row: CourseRow) -> bool:
    choices, catalogue = session.choices, session.catalogue()
    category, skill = choices.text("category"), choices.text("skill")
    return (
        (not category or row.category == found(category, {it.id: it.title for it in catalogue.categories.values()}, "category"))
        and (not skill or found(skill, {it.id: it.title for it in catalogue.skills.values()}, "skill") in row.skills)
        and choices.text("level") in ("", row.level)
        and choices.text("state") in ("", row.state)
    )


def meant(session: Session) -> Course:
    """The course that was named. Raises Refusal."""
    return course_meant(session.choices.text("course"), session.catalogue())


def _is_enrolled(session: Session, course: Course) -> bool:
    known = session.state().record.courses.get(course.id)
    return known is not None and known.enrolled


def _tell(session: Session, course: Course, kind: EventType, words: str, done: str) -> Answer:
    event = session.hub.event(kind, course.id, course_id=course.id, version=course.version)
    operation: Operation = Unenroll(event=event) if kind is EventType.UNENROLLED else Enroll(event=event)
    return changed(session, operation, words, lambda: done, lambda: {"course_id": course.id})


HANDLERS: Mapping[str, Handler] = {
    "courses list": list_courses,
    "courses show": show,
    "courses enrol": enrol,
    "courses unenrol": unenrol,
    "courses restart": restart,
}
