"""Refusals that need no server: what the rules would refuse anyway is said at once, offline too, and never queued."""

from collections.abc import Mapping
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import Event, EventType, LearnerState
from trainhub_core.operations import (
    CancelWebinar,
    Enroll,
    Operation,
    RateCourse,
    RecordProgress,
    RegisterWebinar,
    SubmitAttempt,
    TellApplied,
)
from trainhub_core.rules.exercise import why_not_accepted
from trainhub_core.rules.feedback import why_not_applied, why_not_rated
from trainhub_core.rules.locks import why_locked
from trainhub_core.rules.progress import why_not_marked
from trainhub_core.rules.record import LEARNER_EVENTS
from trainhub_core.rules.seats import webinar_status, why_not_cancel


def why_refused(operation: Operation, catalogue: Catalogue, state: LearnerState, now: datetime) -> str | None:
    """The sentence that says why not; None where nothing speaks against it, or where only the server can tell."""
    match operation:
        case Enroll(event=event):
            return _locked(event.object, catalogue, state)
        case RecordProgress(event=event):
            if event.type not in LEARNER_EVENTS:
                return "This is recorded by staff."
            return _locked(course_of(event), catalogue, state) or _not_marked(event, catalogue, state)
        case SubmitAttempt(event=event):
            return _locked(course_of(event), catalogue, state)
        case RateCourse(rating=rating):
            course = catalogue.courses.get(rating.course_id)
            return why_not_rated(course, state) if course else None
        case TellApplied(told=told):
            course = catalogue.courses.get(told.course_id)
            return why_not_applied(course, state, now) if course else None
        case RegisterWebinar(webinar_id=webinar_id):
            webinar = catalogue.webinars.get(webinar_id)
            return webinar_status(webinar, state.registrations.get(webinar_id), now).refusal if webinar else None
        case CancelWebinar(webinar_id=webinar_id):
            webinar = catalogue.webinars.get(webinar_id)
            return why_not_cancel(webinar, state.registrations.get(webinar_id), now) if webinar else None
    return None


def course_of(event: Event) -> str:
    """The course that an event belongs to."""
    return event.course_id or event.object.partition("/")[0]


def was_never_enrolled(event: Event, state: LearnerState) -> bool:
    """Whether the course of this event was never enrolled in (having left it counts as having been)."""
    known = state.record.courses.get(course_of(event))
    return known is None or known.at is None


def _not_marked(event: Event, catalogue: Catalogue, state: LearnerState) -> str | None:
    course = catalogue.courses.get(course_of(event))
    lesson = next((it for it in course.all_lessons if it.id == event.object), None) if course else None
    if lesson is None or event.type is not EventType.MARKED_DONE:
        return None
    return why_not_marked(lesson) or why_not_accepted(lesson, state.notes)


def with_titles(sentence: str, catalogue: Catalogue) -> str:
    """The sentence with titles where it has ids."""
    lessons: Mapping[str, str] = {lesson.id: lesson.title for course in catalogue.courses.values() for lesson in course.lessons}
    last = sentence.rpartition(" ")[2]
    known = catalogue.courses.get(last) or catalogue.webinars.get(last)
    title = known.title if known else lessons.get(last)
    return sentence.removesuffix(last) + title if title else sentence


def _locked(course_id: str, catalogue: Catalogue, state: LearnerState) -> str | None:
    course = catalogue.courses.get(course_id)
    return why_locked(course, catalogue.courses, state.record) if course else None
