"""One reading of a course and of what is the learner's own in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from trainhub_core.models.learning import Bookmark, BookmarkKind, LearnerState
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.models.views import CoursePage, NextLesson
from trainhub_core.views.courses import course_page, next_in_course, pace_of
from trainhub_tui.hub import Hub
from trainhub_tui.note_places import Places, place_of, places_of
from trainhub_tui.screens.known import Known, read


@dataclass(frozen=True)
class Found:
    """`page` is None while nothing is known of the course; bookmarks and notes are in the order of its texts."""

    known: Known = field(default_factory=Known)
    page: CoursePage | None = None
    next: NextLesson | None = None
    marks: tuple[Bookmark, ...] = ()
    notes: tuple[Note, ...] = ()
    places: Places = field(default_factory=dict)


def found_in(hub: Hub, course_id: str) -> Found:
    """Read it. Not cheap: call it in a thread."""
    known = read(hub)
    course = known.catalogue.courses.get(course_id)
    if course is None or known.state is None:
        return Found(known)
    record = known.state.record
    lessons = [lesson.id for lesson in course.all_lessons]
    notes = _notes_in(known.state, course_id)
    _, places = places_of(hub, notes)
    return Found(
        known,
        course_page(course, known.catalogue, record, pace_of(known.catalogue, record)),
        next_in_course(course, known.catalogue, record),
        tuple(sorted(_marks_in(known.state, course_id), key=lambda it: (_order(lessons, it.object), it.offset))),
        tuple(sorted(notes, key=lambda it: (_order(lessons, it.object), place_of(it, places)))),
        places,
    )


def _marks_in(state: LearnerState, course_id: str) -> list[Bookmark]:
    marks = (it for it in state.bookmarks.values() if it.on and it.kind is BookmarkKind.LESSON)
    return [it for it in marks if it.object.partition("/")[0] == course_id]


def _notes_in(state: LearnerState, course_id: str) -> list[Note]:
    notes = (it for it in state.notes.values() if it.on and it.kind is NoteKind.LESSON)
    return [it for it in notes if it.object.partition("/")[0] == course_id]


def _order(lessons: Sequence[str], lesson_id: str) -> int:
    return lessons.index(lesson_id) if lesson_id in lessons else len(lessons)
