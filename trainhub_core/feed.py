"""From the change feed to a catalogue and a learner's state. Bodies are validated here, so hostile text is cleaned here."""

from collections.abc import Iterable, Mapping

from trainhub_core.catalogue import SHARED_KINDS, Catalogue, catalogue_of
from trainhub_core.models.achievements import Award
from trainhub_core.models.attempt import Attempt, Walk
from trainhub_core.models.base import Fact
from trainhub_core.models.feedback import Applied, Rating
from trainhub_core.models.learning import Bookmark, CourseRecord, Learner, LearnerState, LessonRecord, Record, Standing
from trainhub_core.models.notes import Note
from trainhub_core.models.webinars import Registration
from trainhub_core.models.wire import Kind

OWN_KINDS: Mapping[Kind, type[Fact]] = {
    Kind.LEARNER: Learner,
    Kind.LESSON_RECORD: LessonRecord,
    Kind.COURSE_RECORD: CourseRecord,
    Kind.STANDING: Standing,
    Kind.REGISTRATION: Registration,
    Kind.BOOKMARK: Bookmark,
    Kind.NOTE: Note,
    Kind.AWARD: Award,
    Kind.ATTEMPT: Attempt,
    Kind.WALK: Walk,
    Kind.RATING: Rating,
    Kind.APPLIED: Applied,
}
KINDS: Mapping[Kind, type[Fact]] = {**SHARED_KINDS, **OWN_KINDS}


def fact_of(kind: str, body: str | bytes | Mapping[str, object]) -> Fact:
    """The fact that a change carries, as JSON or as parsed. Raises ValueError for an unknown kind or a body that is not of it."""
    model = KINDS[Kind(kind)]
    return model.model_validate_json(body) if isinstance(body, (str, bytes)) else model.model_validate(body)


def catalogue_from(facts: Iterable[Fact]) -> Catalogue:
    """The catalogue among these facts."""
    return catalogue_of(facts)


def state_from(facts: Iterable[Fact], unknown: Learner) -> LearnerState:
    """The learner's state among these facts; `unknown` stands in while the server has not said who the learner is."""
    learner, standing = unknown, Standing()
    lessons: dict[str, LessonRecord] = {}
    courses: dict[str, CourseRecord] = {}
    registrations: dict[str, Registration] = {}
    bookmarks: dict[str, Bookmark] = {}
    notes: dict[str, Note] = {}
    awards: list[Award] = []
    attempts: dict[str, Attempt] = {}
    walks: dict[str, Walk] = {}
    ratings: dict[str, Rating] = {}
    applied: dict[str, Applied] = {}
    for fact in facts:
        match fact:
            case Learner():
                learner = fact
            case Standing():
                standing = fact
            case LessonRecord():
                lessons[fact.lesson_id] = fact
            case CourseRecord():
                courses[fact.course_id] = fact
            case Registration():
                registrations[fact.webinar_id] = fact
            case Bookmark():
                bookmarks[fact.id] = fact
            case Note():
                notes[fact.id] = fact
            case Award():
                awards.append(fact)
            case Attempt():
                attempts[fact.id] = fact
            case Walk():
                walks[fact.id] = fact
            case Rating():
                ratings[fact.course_id] = fact
            case Applied():
                applied[fact.course_id] = fact
    return LearnerState(
        learner=learner,
        record=Record(lessons=lessons, courses=courses, standing=standing),
        registrations=registrations,
        bookmarks=bookmarks,
        notes=notes,
        awards=tuple(sorted(awards, key=lambda award: (award.at, award.of))),
        attempts=attempts,
        walks=walks,
        ratings=ratings,
        applied=applied,
    )
