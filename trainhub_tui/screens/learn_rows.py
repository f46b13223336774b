"""Courses, paths, categories and lessons as rows of a list. Pure."""

from collections.abc import Iterable, Sequence

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import LessonKind
from trainhub_core.models.learning import Bookmark
from trainhub_core.models.notes import Note
from trainhub_core.models.views import CategoryCard, CoursePage, CourseRow, LessonRow, PathCard
from trainhub_core.rules.locks import CourseState
from trainhub_core.views.notes import first_words, shown_quote
from trainhub_tui.palette import DOT, MARKS, category_style, minutes
from trainhub_tui.screens.cells import course_cell, lesson_cell, level_cell, mark_cell, role_of, title_cell
from trainhub_tui.widgets.row_model import Cell, Column, Row

COURSE_COLUMNS = (
    Column("Course", 27, share=3),
    Column("Category", 20, drop=4),
    Column("Level", 12, drop=2),
    Column("Time", 7, drop=3, align="right"),
    Column("Rating", 9, drop=5),
    Column("State", 26, share=2),
)
PATH_COLUMNS = (
    Column("Path", 22, share=3),
    Column("Level", 12, drop=3),
    Column("Modules", 9, drop=2),
    Column("Time", 7, drop=1, align="right"),
    Column("Progress", 20),
)
CATEGORY_COLUMNS = (Column("Category", 20, share=1), Column("Topics", 36, share=1, drop=1), Column("", 12, align="right"))
MODULE_COLUMNS = (
    Column("Module", 29, share=3),
    Column("Level", 12, drop=1),
    Column("Time", 7, drop=2, align="right"),
    Column("State", 26, share=2),
)
LESSON_COLUMNS = (
    Column("Lesson", 24, share=3),
    Column("Kind", 8, drop=2),
    Column("Time", 7, drop=1, align="right"),
    Column("State", 18, share=2),
)
SHORT_COURSE_COLUMNS = (
    Column("Course", 27, share=3),
    Column("Lvl", 3, drop=2),
    Column("Time", 6, drop=3, align="right"),
    Column("State", 26, share=1),
)
SHORT_MODULE_COLUMNS = (Column("Module", 29, share=3), *SHORT_COURSE_COLUMNS[1:])
SHORT_BELOW = 100
SHORT_MODULES_BELOW = 130
"""Cells of the screen under which levels are shown in three letters."""
MODULE = "module:"
"""Rows whose key begins so are headings of a course's modules."""
OWN, MARK, NOTE = "own:", "mark:", "note:"
"""The heading of what is the learner's own in a course; its bookmarks and notes."""


def course_list(rows: Iterable[CourseRow], catalogue: Catalogue, width: int = SHORT_BELOW) -> list[Row]:
    """Courses as rows, known by their ids, for a screen of so many cells."""
    return [_course_row(row, catalogue, width < SHORT_BELOW) for row in rows]


def _course_row(row: CourseRow, catalogue: Catalogue, short: bool) -> Row:
    category = catalogue.categories.get(row.category)
    title, level, time, state = _parts(row.title, row)
    group = Cell(category.title, _role(category.colour)) if category else Cell(row.category, "muted")
    rating = Cell(f"{row.rating / 10:.1f} ({row.ratings})" if row.ratings else "", "muted")
    cells = (title, level_cell(row.level, short=True), time, state) if short else (title, group, level, time, rating, state)
    return Row(row.id, cells, ((title,), (level, time), (state,)), (mark_cell(row.state),))


def _parts(title: str, row: CourseRow) -> tuple[Cell, Cell, Cell, Cell]:
    return title_cell(title, row.state), level_cell(row.level), Cell(minutes(row.minutes), "muted"), course_cell(row)


def course_columns(width: int) -> tuple[Column, ...]:
    """The columns of courses on a screen of so many cells."""
    return SHORT_COURSE_COLUMNS if width < SHORT_BELOW else COURSE_COLUMNS


def module_columns(width: int) -> tuple[Column, ...]:
    """The columns of a path's modules on a screen of so many cells."""
    return SHORT_MODULE_COLUMNS if width < SHORT_MODULES_BELOW else MODULE_COLUMNS


def _role(colour: str) -> str:
    return category_style(colour).removeprefix("$")


def path_list(cards: Iterable[PathCard]) -> list[Row]:
    """Paths as rows, known by their ids."""
    return [_path_row(card) for card in cards]


def path_state(card: PathCard) -> CourseState:
    """A path as a whole, from its percent."""
    return CourseState.COMPLETED if card.percent == 100 else CourseState.IN_PROGRESS if card.percent else CourseState.AVAILABLE


def _path_row(card: PathCard) -> Row:
    state = path_state(card)
    words = {CourseState.COMPLETED: "completed", CourseState.AVAILABLE: "open"}
    progress = Cell(words.get(state, f"{card.percent} %{DOT}{minutes(card.minutes_left)} left"), role_of(state))
    title, level, time = Cell(card.title), level_cell(card.level), Cell(minutes(card.minutes), "muted")
    modules = Cell(f"{len(card.modules)} module{'' if len(card.modules) == 1 else 's'}", "muted")
    return Row(card.id, (title, level, modules, time, progress), ((title,), (level, modules, time), (progress,)), (mark_cell(state),))


def category_list(cards: Iterable[CategoryCard]) -> list[Row]:
    """Categories with their topics and live counts, known by their ids (CAT-1)."""
    rows = []
    for card in cards:
        title = Cell(card.title, _role(card.colour))
        topics = Cell(DOT.join(card.topics), "muted")
        count = Cell(f"{card.count} {card.unit if card.count != 1 else card.unit.removesuffix('s')}")
        rows.append(Row(card.id, (title, topics, count), ((title,), (topics,), (count,)), (Cell("▌", title.role),)))
    return rows


def module_list(path: PathCard, width: int = SHORT_MODULES_BELOW) -> list[Row]:
    """The courses of a path in order, numbered, each with its state and reason (PATH-1)."""
    rows = []
    for number, course in enumerate(path.modules, 1):
        title, level, time, state = _parts(f"{number} {course.title}", course)
        shown = level_cell(course.level, short=True) if width < SHORT_MODULES_BELOW else level
        rows.append(Row(course.id, (title, shown, time, state), ((title,), (level, time), (state,)), (mark_cell(course.state),)))
    return rows


def own_list(marks: Sequence[Bookmark], notes: Sequence[Note]) -> list[Row]:
    """The learner's bookmarks and notes in a course, known by `mark:` or `note:` and their ids."""
    if not marks and not notes:
        return []
    title = Cell("Your bookmarks and notes", "muted")
    rows = [Row(OWN, (title, Cell(""), Cell(""), Cell("")), ((title,), (Cell(""),)))]
    for mark in marks:
        rows.append(_own_row(MARK + mark.id, mark.title or mark.object, "bookmark", "bookmark", ""))
    for note in notes:
        words = first_words(note.body) or shown_quote(note)
        rows.append(_own_row(NOTE + note.id, words or note.title, "note" if note.body else "highlight", "note", note.title))
    return rows


def _own_row(key: str, words: str, kind: str, mark_name: str, inside: str) -> Row:
    title, what, where = Cell(words), Cell(kind, "muted"), Cell(inside, "muted")
    sign = Cell(MARKS[mark_name].symbol, "progress")
    return Row(key, (title, what, Cell(""), where), ((title,), (what, where)), (sign,))


def lesson_list(page: CoursePage) -> list[Row]:
    """The modules of a course with their lessons below them; lessons are known by their ids, modules by `module:` and theirs."""
    rows = []
    for module in page.modules:
        done = sum(lesson.state == CourseState.COMPLETED for lesson in module.lessons)
        all_done = done == len(module.lessons)
        title = Cell(module.title, "muted")
        count = Cell(f"{done} of {len(module.lessons)} done", "done" if all_done else "muted")
        rows.append(Row(MODULE + module.id, (title, Cell(""), Cell(""), count), ((title,), (count,))))
        rows += [_lesson_row(lesson) for lesson in module.lessons]
    return rows


def _lesson_row(lesson: LessonRow) -> Row:
    title = title_cell(lesson.title, lesson.state)
    kind = Cell("" if lesson.kind is LessonKind.ARTICLE else lesson.kind, "muted")
    time, state = Cell(minutes(lesson.minutes), "muted"), lesson_cell(lesson)
    return Row(lesson.id, (title, kind, time, state), ((title,), (time, state)), (mark_cell(lesson.state),))
