"""What one learner of the scale data did in the last year: enrolments, then lesson after lesson, in working hours."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from trainhub_core.catalogue import Catalogue
from trainhub_core.identity import uuid7
from trainhub_core.models.catalogue import Course, Lesson, LessonKind
from trainhub_core.models.learning import Event, EventType

DAYS = 330
FIRST_HOUR, LAST_HOUR = 7, 18
TRACK, RIGHT, OUT_OF = "technical-expertise", 26, 30
ASSESSED_ONE_IN = 8
LONGEST_WATCHED = 110
Told = dict[str, object]


def history(catalogue: Catalogue, stem: str, count: int, until: datetime, zone: str, chance: Random) -> list[Event]:
    """So many events in order, the last one before `until`. Their ids end with `stem`."""
    moments = sorted(_moment(until, chance) for _ in range(count))
    steps = _steps(catalogue, chance)
    return [_event(stem, number, at, zone, next(steps), chance) for number, at in enumerate(moments)]


def _moment(until: datetime, chance: Random) -> datetime:
    day = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=chance.randrange(1, DAYS))
    return day + timedelta(seconds=chance.randrange(FIRST_HOUR * 3600, LAST_HOUR * 3600))


def _steps(catalogue: Catalogue, chance: Random) -> Iterator[Told]:
    """What is told of one course after the other, in an order of this learner's own."""
    courses = sorted(catalogue.courses.values(), key=lambda it: it.id)
    while True:
        for course in chance.sample(courses, len(courses)):
            yield {"type": EventType.ENROLLED, "object": course.id, "version": course.version}
            for lesson in course.lessons:
                yield from _of_lesson(course, lesson, chance)
            if not chance.randrange(ASSESSED_ONE_IN):
                yield {"type": EventType.ASSESSED, "object": TRACK, "score": (RIGHT, OUT_OF)}


def _of_lesson(course: Course, lesson: Lesson, chance: Random) -> Iterator[Told]:
    """One to three sittings, each left somewhere, and its end."""
    of: Told = {"object": lesson.id, "course_id": course.id, "version": course.version}
    sittings = chance.randrange(1, 4)
    for sitting in range(sittings):
        yield {**of, "type": EventType.STUDIED, "seconds": chance.randrange(60, 30 * 60)}
        if sitting < sittings - 1:
            yield {**of, "type": EventType.LEFT_AT, "offset": chance.randrange(4_000), "share": chance.randrange(1000)}
    yield {**of, **_end(lesson)}


def _end(lesson: Lesson) -> Told:
    """What ends a lesson of its kind."""
    match lesson.kind:
        case LessonKind.QUIZ:
            return {"type": EventType.SCORED, "score": (7, 8)}
        case LessonKind.VIDEO:
            seen = max(1, min(lesson.media_seconds, LONGEST_WATCHED))
            return {"type": EventType.WATCHED, "media": ((0, seen),), "seconds": seen}
        case LessonKind.PROJECT:
            return {"type": EventType.MARKED_DONE}
    return {"type": EventType.REACHED_END}


def _event(stem: str, number: int, at: datetime, zone: str, told: Told, chance: Random) -> Event:
    seconds, end = told.pop("seconds", None), int(at.timestamp())
    span = {"span": (end - seconds, end)} if isinstance(seconds, int) else {}
    id_ = f"{uuid7(at, chance.getrandbits)[: -len(stem)]}{stem}"
    return Event.model_validate({"id": id_, "device": "laptop", "sequence": number + 1, "at": at, "zone": zone, **span, **told})
