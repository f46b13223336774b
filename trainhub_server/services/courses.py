"""The catalogue of courses, one course, and its text."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course, Level
from trainhub_core.models.texts import CourseText
from trainhub_core.models.views import CoursePage, CourseRow
from trainhub_core.models.wire import Page
from trainhub_core.rules.locks import CourseState
from trainhub_core.text import alphabetical
from trainhub_core.views.courses import course_page, course_row, pace_of
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import catalogue as repository
from trainhub_server.services.paging import page
from trainhub_server.unit import Unit

LEVELS = {level.value: order for order, level in enumerate(Level)}
STATES = {
    state.value: order
    for order, state in enumerate((CourseState.IN_PROGRESS, CourseState.AVAILABLE, CourseState.LOCKED, CourseState.COMPLETED))
}


class CourseSort(StrEnum):
    TITLE = "title"
    MINUTES = "minutes"
    LEVEL = "level"
    STATE = "state"


ORDERS: dict[CourseSort, Callable[[CourseRow], tuple[int, str]]] = {
    CourseSort.TITLE: lambda row: (0, alphabetical(row.title)),
    CourseSort.MINUTES: lambda row: (row.minutes, alphabetical(row.title)),
    CourseSort.LEVEL: lambda row: (LEVELS[row.level], alphabetical(row.title)),
    CourseSort.STATE: lambda row: (STATES[row.state], alphabetical(row.title)),
}


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """Which courses; None and "" mean any."""

    category: str | None = None
    level: Level | None = None
    state: CourseState | None = None
    skill: str | None = None
    words: str = ""

    def takes(self, row: CourseRow) -> bool:
        text = f"{row.title} {row.topic} {row.summary}".casefold()
        return (
            self.category in (None, row.category)
            and self.level in (None, row.level)
            and self.state in (None, row.state)
            and (self.skill is None or self.skill in row.skills)
            and all(word in text for word in self.words.casefold().split())
        )


async def listed(unit: Unit, caller: str, wanted: CourseFilter, sort: CourseSort, offset: int, limit: int) -> Page[CourseRow]:
    catalogue, state = await unit.catalogue_and_state(caller)
    speed = pace_of(catalogue, state.record)
    rows = [course_row(course, catalogue, state.record, speed) for course in catalogue.courses.values()]
    return page(Page[CourseRow], sorted(filter(wanted.takes, rows), key=ORDERS[sort]), offset, limit)


async def one(unit: Unit, caller: str, course_id: str) -> CoursePage:
    catalogue, state = await unit.catalogue_and_state(caller)
    return course_page(_found(catalogue, course_id), catalogue, state.record, pace_of(catalogue, state.record))


async def text(unit: Unit, caller: str, course_id: str) -> tuple[str, str]:
    """A CourseText as JSON and its strong ETag. Locked courses have theirs too: what opens offline must be readable offline.

    Ratings are left out: a text is not another one because somebody has rated its course."""
    row = await unit.row_of(caller)
    course = _found(await unit.offer.at(unit.connection, row.versions), course_id)
    texts = await repository.texts(unit.connection, course.id)
    lessons = tuple(texts[lesson.id] for lesson in course.all_lessons if lesson.id in texts)
    unrated = course.model_copy(update={"rating": 0, "ratings": 0})
    body = CourseText(course=unrated, lessons=lessons).model_dump_json()
    return body, f'"{hashlib.sha256(body.encode()).hexdigest()}"'


def _found(catalogue: Catalogue, course_id: str) -> Course:
    if course_id not in catalogue.courses:
        raise NotThere("There is no such course.")
    return catalogue.courses[course_id]
