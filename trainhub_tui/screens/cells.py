"""Cells that several lists have in common: a state's mark and words in the state's role."""

from trainhub_core.models.catalogue import Level
from trainhub_core.models.views import CourseRow, LessonRow
from trainhub_core.rules.locks import CourseState
from trainhub_tui.palette import DOT, MARKS, mark, minutes
from trainhub_tui.widgets.row_model import Cell

LEVEL_ROLES = {Level.BEGINNER: "two", Level.INTERMEDIATE: "three", Level.ADVANCED: "four"}


def role_of(state: str) -> str:
    """The role a state is written in."""
    return mark(state).style.removeprefix("$")


def mark_cell(state: str) -> Cell:
    """The mark of a state."""
    return Cell(mark(state).symbol, role_of(state))


def title_cell(title: str, state: str) -> Cell:
    """A title; dim while it is locked."""
    return Cell(title, "muted" if state == CourseState.LOCKED else "ink")


def level_cell(level: Level, short: bool = False) -> Cell:
    """The difficulty as a badge; `short` in three letters."""
    return Cell(level.title()[:3] if short else level.title(), LEVEL_ROLES[level])


def course_cell(row: CourseRow) -> Cell:
    """What a list says of a course: how far it is, or why it is locked."""
    return Cell(course_words(row), role_of(row.state))


def course_words(row: CourseRow) -> str:
    """The state of a course in words."""
    match row.state:
        case CourseState.COMPLETED:
            return "completed"
        case CourseState.IN_PROGRESS:
            return f"{row.percent} %{DOT}{minutes(row.minutes_left)} left"
        case CourseState.LOCKED:
            return shorter(row.why) or MARKS["locked"].word
    return "open"


def shorter(why: str) -> str:
    """The reason of a lock for the row of a list: `Finish Client Communication first` is `after Client Communication`."""
    head, middle, tail = why.removeprefix("Finish ").partition(" first")
    return f"after {head}{tail}" if why.startswith("Finish ") and middle else why


def lesson_cell(lesson: LessonRow) -> Cell:
    """What a list says of a lesson."""
    words = {CourseState.COMPLETED: "done", CourseState.AVAILABLE: "open", CourseState.LOCKED: "locked"}
    said = words.get(CourseState(lesson.state), lesson.why)
    news = "new" if lesson.is_new else "changed" if lesson.is_changed else ""
    return Cell(f"{news}{DOT}{said}" if news else said, role_of(lesson.state))
