"""Ratings of courses, and whether they were of use in real work (COURSE-5). A sentence is its writer's and the programme team's alone."""

from datetime import datetime

from trainhub_core.models.catalogue import Course
from trainhub_core.models.feedback import Applied, Rating
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.wire import Kind, Receipt
from trainhub_core.rules.feedback import shown_rating, why_not_applied, why_not_rated
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import changes, learners, versions
from trainhub_server.repositories import feedback as repository
from trainhub_server.repositories.changes import EVERYBODY
from trainhub_server.services.learning import EARLIEST
from trainhub_server.unit import Unit


async def rate(unit: Unit, caller: str, told: Rating) -> Receipt:
    """Take a rating, another one in its place, or its withdrawal. Raises NotThere and Refused."""
    await learners.lock(unit.connection, caller)
    course, state = await _course(unit, caller, told.course_id)
    stored = await repository.rating(unit.connection, caller, course.id)
    if stored is None and (reason := why_not_rated(course, state)):
        raise Refused(reason)
    kept = told.model_copy(update={"at": _placed(told.at, unit)})
    async with unit.connection.as_system():
        standing = await repository.lock_course(unit.connection, course.id)
    if standing is None:
        raise NotThere("There is no such course.")  # it went just now
    await repository.put_rating(unit.connection, caller, kept)
    mine = await changes.put(unit.connection, caller, Kind.RATING, course.id, kept)
    async with unit.connection.as_system():
        counted = await repository.count_ratings(unit.connection, course.id)
    average, count = shown_rating(*counted)
    if (average, count) == (standing.rating, standing.ratings):
        return Receipt(changes=(mine,))
    rated = standing.model_copy(update={"rating": average, "ratings": count})
    shared = await changes.put(unit.connection, EVERYBODY, Kind.COURSE, course.id, rated)
    await versions.bump(unit.connection, "live")
    return Receipt(changes=(mine, shared))


async def tell_applied(unit: Unit, caller: str, told: Applied) -> Receipt:
    """Take the answer, or that there will be none. Raises NotThere and Refused."""
    await learners.lock(unit.connection, caller)
    course, state = await _course(unit, caller, told.course_id)
    if reason := why_not_applied(course, state, unit.now):
        raise Refused(reason)
    kept = told.model_copy(update={"at": _placed(told.at, unit)})
    await repository.put_applied(unit.connection, caller, kept)
    return Receipt(changes=(await changes.put(unit.connection, caller, Kind.APPLIED, course.id, kept),))


async def _course(unit: Unit, caller: str, course_id: str) -> tuple[Course, LearnerState]:
    catalogue, state = await unit.catalogue_and_state(caller)
    if course_id not in catalogue.courses:
        raise NotThere("There is no such course.")
    return catalogue.courses[course_id], state


def _placed(moment: datetime, unit: Unit) -> datetime:
    return min(max(moment, EARLIEST), unit.now)
