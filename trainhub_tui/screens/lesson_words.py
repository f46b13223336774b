"""A lesson's page in words and rows: how far it is, what its end opened, the contents beside it. Pure."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course, Lesson, LessonKind
from trainhub_core.models.learning import LearnerState, LessonRecord, Record
from trainhub_core.models.texts import LessonText
from trainhub_core.rules import intervals
from trainhub_core.rules.exercise import written
from trainhub_core.rules.locks import CourseState, why_locked
from trainhub_core.rules.progress import (
    NOTHING,
    LessonProgress,
    course_progress,
    known_since,
    least_seconds,
    lesson_progress,
    version_counted,
)
from trainhub_core.rules.quiz import result
from trainhub_core.rules.scenario import score
from trainhub_tui import palette
from trainhub_tui.media.document import Heading
from trainhub_tui.screens.cells import mark_cell
from trainhub_tui.widgets.row_model import Cell, Row

PRACTICES = (LessonKind.QUIZ, LessonKind.SCENARIO, LessonKind.PROJECT)
PLACE = "at:"
"""Rows whose key begins so are headings of the text, by their offset."""


def progress_of(lesson: Lesson, course: Course, record: Record) -> LessonProgress:
    """How far the lesson is, since the course was last started."""
    known = record.courses.get(course.id)
    version = version_counted(course, record)
    return lesson_progress(lesson, record.lessons.get(lesson.id), known.restarted if known else None, version)


def known_of(lesson_id: str, course: Course, record: Record) -> LessonRecord | None:
    """What is known of the lesson since the course was last started."""
    known, standing = record.lessons.get(lesson_id), record.courses.get(course.id)
    return known_since(known, standing.restarted) if known and standing and standing.restarted else known


def seconds_missing(lesson: Lesson, course: Course, record: Record) -> int | None:
    """Study seconds that an article read to its end still lacks; None when that is not what it lacks."""
    known, standing = record.lessons.get(lesson.id), record.courses.get(course.id)
    restarted = standing.restarted if standing else None
    if known is None or progress_of(lesson, course, record).done:
        return None
    if not any(restarted is None or at > restarted for at in known.reached):
        return None
    study = intervals.since(known.study, int(restarted.timestamp())) if restarted else known.study
    return max(1, -int(-(least_seconds(lesson) - intervals.length(study)) // 1))


def foot(lesson: Lesson, course: Course, record: Record, share: float, width: int) -> Content:
    """The line below the text: how far, done or what is missing, which lesson, how long. Two lines where one has no room."""
    lessons = course.lessons
    number = next((number for number, it in enumerate(lessons, 1) if it.id == lesson.id), 0)
    progress = progress_of(lesson, course, record)
    mark = palette.mark(CourseState.COMPLETED if progress.done else CourseState.IN_PROGRESS)
    is_practice = lesson.kind in PRACTICES or (lesson.kind is LessonKind.DOWNLOAD and lesson.media is not None)
    told = practice_words(progress, lesson.kind) if is_practice else progress.why if lesson.kind is LessonKind.INTERACTIVE else ""
    state = "done" if progress.done else told if told else f"{int(100 * share)} % seen"
    of = f"Lesson {number} of {len(lessons)}{palette.DOT}" if number else ""
    standing = Content.assemble(" ", mark.content, (f" {state}", mark.style))
    return folded(standing, f"{of}{palette.minutes(lesson.minutes)}", palette.MUTED, width)


def folded(words: Content, more: str, style: str, width: int) -> Content:
    """The words and more of them, on a line of its own where there is no room for both."""
    whole = Content.assemble(words, (f"{palette.DOT}{more}", style))
    return whole if whole.cell_length <= width else Content.assemble(words, "\n ", (more, style))


def practice_words(progress: LessonProgress, kind: LessonKind = LessonKind.QUIZ) -> str:
    """How a lesson that is not done by reading stands while it is not done."""
    if words := {LessonKind.PROJECT: "not accepted yet", LessonKind.DOWNLOAD: "file not opened yet"}.get(kind):
        return words
    return "not taken yet" if progress.why == NOTHING.why else progress.why


def invitation(text: LessonText, lesson: Lesson, state: LearnerState, left: bool) -> str:
    """What the page of a lesson says of its quiz, scenario or exercise; `left` says that one is under way."""
    words = [f"{'Under way' if left else 'Not begun'}"]
    if text.quiz:
        count = len(text.quiz.questions)
        over = [result(it, lesson.pass_mark) for it in state.attempts.values() if it.lesson_id == lesson.id]
        words = [f"{count} question{'' if count == 1 else 's'}", f"{lesson.pass_mark} % to pass"]
        words += [f"best {max(over, key=lambda it: it.share).percent} % in {len(over)}"] if over else []
        words += ["one is under way"] if left else []
    elif text.scenario:
        over_walks = [score(text.scenario, it) for it in state.walks.values() if it.lesson_id == lesson.id]
        best = max((it for it in over_walks if it is not None), default=None)
        words = ["a scenario", *([f"best end {best} of 100"] if best is not None else []), *(["one is under way"] if left else [])]
    elif lesson.kind is LessonKind.PROJECT:
        words = ["an exercise", "your answer is written" if written(lesson.id, state.notes) else "nothing written yet"]
    said = palette.DOT.join(words)
    return f"{said[:1].upper()}{said[1:]}."


def opened_by(catalogue: Catalogue, before: Record, after: Record) -> tuple[Course, ...]:
    """The courses that were locked before and are open now."""
    courses = catalogue.courses
    return tuple(it for it in courses.values() if it.after and why_locked(it, courses, before) and not why_locked(it, courses, after))


def done_sentence(lesson: Lesson, course: Course, opened: Sequence[Course], record: Record) -> str:
    """What finishing a lesson has brought: the course complete, courses unlocked."""
    if not course_progress(course, record).complete:
        progress = course_progress(course, record)
        return f"{lesson.title} is done: {course.title} is at {progress.percent} %."
    titles = " and ".join(it.title for it in opened)
    more = f" {titles} {'is' if len(opened) == 1 else 'are'} open now." if opened else ""
    return f"{lesson.title} is done, and with it {course.title} is complete.{more}"


def neighbour(course: Course, lesson_id: str, step: int) -> Lesson | None:
    """The lesson so many places on."""
    ids = [lesson.id for lesson in course.lessons]
    at = ids.index(lesson_id) + step if lesson_id in ids else -1
    return course.lessons[at] if 0 <= at < len(ids) else None


def heading_rows(headings: Iterable[Heading], indent: str = "") -> list[Row]:
    """The contents of a text, known by `at:` and the offset."""
    rows = []
    for heading in headings:
        title = Cell(f"{indent}{'  ' * max(0, heading.level - 1)}{heading.title}", "ink" if heading.level <= 2 else "muted")
        rows.append(Row(f"{PLACE}{heading.offset}", (title,)))
    return rows


def contents_rows(course: Course, record: Record, lesson_id: str, headings: Sequence[Heading]) -> list[Row]:
    """The lessons of the course, the headings of the one being read below it."""
    rows = []
    for lesson in course.lessons:
        progress = progress_of(lesson, course, record)
        state = CourseState.COMPLETED if progress.done else CourseState.IN_PROGRESS if progress.begun else CourseState.AVAILABLE
        mark = mark_cell(state)
        here = lesson.id == lesson_id
        rows.append(Row(lesson.id, (Cell(f"{mark.text} {lesson.title}", mark.role if progress.done else "ink" if here else "muted"),)))
        if here:
            rows += heading_rows([heading for heading in headings if heading.level > 1], "  ")
    return rows
