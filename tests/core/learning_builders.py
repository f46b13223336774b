"""Builders for the rules' tests: a small catalogue and events by the sentence."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module, Path, Prerequisite
from trainhub_core.models.learning import Event, EventType

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


def course(course_id: str, *minutes: int, after: Sequence[str] = (), version: int = 1, kind: LessonKind = LessonKind.ARTICLE) -> Course:
    """A course of one module whose lessons `l1`, `l2` … take these minutes."""
    lessons = tuple(Lesson(id=f"{course_id}/l{n}", title=f"Lesson {n}", minutes=m, kind=kind) for n, m in enumerate(minutes, 1))
    return Course(
        id=course_id,
        title=course_id.replace("-", " ").title(),
        category="one",
        version=version,
        modules=(Module(id="m", title="Module", lessons=lessons),),
        after=tuple(Prerequisite(course_id=name) for name in after),
    )


def catalogue(*courses: Course) -> Catalogue:
    """A catalogue with a featured path through these courses."""
    return catalogue_of([*courses, Path(id="path", title="Path", courses=tuple(it.id for it in courses), featured=True)])


def event(kind: EventType, object_id: str, minutes: float = 0, **details: object) -> Event:
    """An event `minutes` after the start."""
    number = next(_numbers)
    at = details.pop("at", START + timedelta(minutes=minutes))
    return Event.model_validate(
        {
            "id": f"event-{number:06}",
            "device": "laptop",
            "sequence": number,
            "type": kind,
            "object": object_id,
            "course_id": object_id.partition("/")[0],
            "at": at,
            **details,
        }
    )


def studied(lesson_id: str, minutes: float, at: float = 0) -> Event:
    """A stretch of study of so many minutes, starting `at` minutes after the start."""
    begin = int((START + timedelta(minutes=at)).timestamp())
    return event(EventType.STUDIED, lesson_id, at + minutes, span=(begin, begin + int(minutes * 60)))


def read(lesson_id: str, minutes: float, at: float = 0) -> list[Event]:
    """A lesson read to its end in so many minutes."""
    return [studied(lesson_id, minutes, at), event(EventType.REACHED_END, lesson_id, at + minutes)]


def enrolled(course_id: str, at: float = 0, version: int = 1) -> Event:
    return event(EventType.ENROLLED, course_id, at, version=version)
