"""What the scale data has on offer: the starter pack, courses up to the number that is wanted, webinars of past and future."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.large_content import many_courses, said
from trainhub_content.pack import starter_pack
from trainhub_core.models.catalogue import Category, Course, Skill
from trainhub_core.models.texts import LessonText
from trainhub_core.models.webinars import Webinar
from trainhub_core.models.wire import Kind
from trainhub_server.repositories import versions
from trainhub_server.services import renewing, starting
from trainhub_server.services.renewing import WholeCourse
from trainhub_server.unit import Unit

EVERY = timedelta(hours=18)
FULL_ONE_IN = 4
ROOMY, FULL = 1.5, 0.9
"""Seats for each registration: one webinar in four has fewer, so that people wait."""
WORDS = 500


@dataclass(frozen=True, slots=True)
class Offered:
    """How many courses in all, how many webinars, and how many people ask for a seat in each on the average."""

    courses: int
    webinars: int
    each: int


async def offer(unit: Unit, wanted: Offered, secret: str) -> tuple[Webinar, ...]:
    """Offer all of it as a server and its authors would; the webinars that were added."""
    pack = starter_pack()
    await starting.make_own(unit, lambda size: secret[: 2 * size], is_alone=True)
    await starting.install(unit, pack)
    there = sum(isinstance(it, Course) for it in pack.facts)
    categories = tuple(it.id for it in pack.facts if isinstance(it, Category))
    skills = tuple(it.id for it in pack.facts if isinstance(it, Skill))
    for fact in many_courses(max(0, wanted.courses - there), categories, skills):
        if isinstance(fact, Course):
            await renewing.renew(unit, WholeCourse(fact, dict(_texts(fact)), {}), None, starting.PUBLISHED)
    added = tuple(_webinars(wanted, unit.now))
    for webinar in added:
        await renewing.offer(unit, Kind.WEBINAR, webinar, starting.PUBLISHED)
    await versions.bump(unit.connection, "catalogue")
    return added


def _texts(course: Course) -> Iterator[tuple[str, LessonText]]:
    for at, lesson in enumerate(course.lessons):
        text = f"# {lesson.title}\n\n{said(at + len(course.title), WORDS).capitalize()}.\n"
        yield lesson.id, LessonText(lesson_id=lesson.id, version=course.version, text=text)


def _webinars(wanted: Offered, now: datetime) -> Iterator[Webinar]:
    """Half of them were, half of them will be."""
    first = now.replace(minute=0, second=0, microsecond=0) - EVERY * (wanted.webinars // 2) + EVERY / 2
    for number in range(wanted.webinars):
        yield Webinar(
            id=f"scale-webinar-{number:03}",
            title=f"{said(number, 4).capitalize()} {number}",
            summary=f"How to {said(number, 12)}.",
            presenter="Ana Silva",
            starts=first + EVERY * number,
            minutes=45,
            capacity=max(1, int(wanted.each * (ROOMY if number % FULL_ONE_IN else FULL))),
        )
