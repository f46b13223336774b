"""The demo learner's history: events that make the seed's picture true when the rules are asked. Nothing is typed in but what was done.

Twelve courses completed, 48 hours learned, Bronze, Silver and the Technical Expertise track, an advanced learner with a streak,
and Partner Success Mastery at 60 %."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from trainhub_core.catalogue import Catalogue
from trainhub_core.identity import uuid7
from trainhub_core.models.catalogue import Lesson, LessonKind
from trainhub_core.models.learning import Event, EventType
from trainhub_core.rules.record import zone_of

FINISHED = (
    "app-market-trends",
    "referral-strategies",
    "app-development-essentials",
    "partner-software-toolkit",
    "support-that-keeps-clients",
    "choosing-a-tech-stack",
    "negotiating-with-confidence",
    "apis-for-partners",
    "account-planning",
    "delivery-best-practice",
    "finance-for-partners",
    "learning-from-case-studies",
)
BEGUN, BEGUN_LESSONS = "client-communication", 2
ASSESSED, ASSESSMENT, COURSES_BEFORE_ASSESSMENT = "technical-expertise", (26, 30), 10
QUIZ_SCORE = (7, 8)
LEARNED = timedelta(hours=48, minutes=25)
DAYS_IN_A_ROW = 12  # working days up to the last one
EARLIER_WEEKS = 14
EARLIER_WEEKDAYS = (0, 1, 3)
MORNING, AFTERNOON = time(8, 30), time(13, 30)
LAST_MORNING = time(8, 5)
LAST_IS_OVER = time(9, 30)  # from then on the last day of study may be today
DEVICE, STAFF = "demo-laptop", "programme-office"


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A lesson studied from `starts` on for so many seconds; `finishes` it or goes over it again."""

    lesson: Lesson
    starts: datetime
    seconds: int
    finishes: bool

    @property
    def ends(self) -> datetime:
        return datetime.fromtimestamp(int(self.starts.timestamp()) + self.seconds, self.starts.tzinfo)

    @property
    def course_id(self) -> str:
        return self.lesson.id.partition("/")[0]


def demo_events(catalogue: Catalogue, now: datetime, zone: str) -> tuple[Event, ...]:
    """The events of a learner in this IANA zone up to now, in order; the same for every moment of a morning or of the day after it."""
    last = _last_day(now, zone)
    days = _study_days(last)
    chance = Random(f"{last.isoformat()} {zone}")
    events = tuple(_events(catalogue, _sittings(catalogue, days, zone, chance), zone))
    return tuple(_identified(event, number, chance) for number, event in enumerate(events, start=1))


def _last_day(now: datetime, zone: str) -> date:
    """The last day of study: today once the morning is over, else yesterday; not a rest day, unless the month has just begun."""
    local = now.astimezone(zone_of(zone))
    day = local.date() if local.time() >= LAST_IS_OVER else local.date() - timedelta(days=1)
    friday = day - timedelta(days=max(0, day.weekday() - 4))
    return friday if friday.month == day.month else day


def _study_days(last: date) -> list[date]:
    """Every working day of the last weeks, and three days a week in the months before."""
    days = [last]
    day = last
    while len(days) < DAYS_IN_A_ROW:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            days.append(day)
    for _ in range(7 * EARLIER_WEEKS):
        day -= timedelta(days=1)
        if day.weekday() in EARLIER_WEEKDAYS:
            days.append(day)
    return days[::-1]


def _lessons(catalogue: Catalogue) -> list[Lesson]:
    """What was read, in order. The last course is finished last, after the first lessons of the one that is under way."""
    finished = [lesson for course_id in FINISHED for lesson in catalogue.courses[course_id].lessons]
    begun = catalogue.courses[BEGUN].lessons[:BEGUN_LESSONS]
    return [*finished[:-1], *begun, finished[-1]]


def _sittings(catalogue: Catalogue, days: Sequence[date], zone: str, chance: Random) -> Iterator[_Sitting]:
    """Lessons spread evenly over the days, read in the morning, the last one on the last day; the other hours are exercises on them."""
    *lessons, last_lesson = _lessons(catalogue)
    *earlier, last_day = days
    reading = {lesson.id: 60 * lesson.minutes + chance.randrange(-60, 240) for lesson in (*lessons, last_lesson)}
    shares = [chance.randrange(70, 131) for _ in days]
    practice = int(LEARNED.total_seconds()) - sum(reading.values())
    read: list[Lesson] = []
    for number, day in enumerate(earlier):
        starts = _at(day, MORNING, zone, chance.randrange(0, 5400))
        for lesson in lessons[len(read) : -(-len(lessons) * (number + 1) // len(earlier))]:
            yield _Sitting(lesson, starts, reading[lesson.id], finishes=True)
            starts += timedelta(seconds=reading[lesson.id] + 120)
            read.append(lesson)
        starts = _at(day, AFTERNOON, zone, chance.randrange(0, 9000))
        yield _Sitting(chance.choice(read[-3:]), starts, practice * shares[number] // sum(shares), finishes=False)
    starts = _at(last_day, LAST_MORNING, zone)
    yield _Sitting(last_lesson, starts, reading[last_lesson.id], finishes=True)
    starts += timedelta(seconds=reading[last_lesson.id])
    yield _Sitting(last_lesson, starts, practice * shares[-1] // sum(shares), finishes=False)


def _at(day: date, clock: time, zone: str, seconds_later: int = 0) -> datetime:
    return datetime.combine(day, clock, zone_of(zone)) + timedelta(seconds=seconds_later)


def _events(catalogue: Catalogue, sittings: Iterator[_Sitting], zone: str) -> Iterator[Event]:
    enrolled: set[str] = set()
    before_assessment = catalogue.courses[FINISHED[COURSES_BEFORE_ASSESSMENT - 1]].lessons[-1]
    for sitting in sittings:
        course = catalogue.courses[sitting.course_id]
        if course.id not in enrolled:
            enrolled.add(course.id)
            yield _event(EventType.ENROLLED, course.id, sitting.starts, zone, version=course.version)
        span = (int(sitting.starts.timestamp()), int(sitting.ends.timestamp()))
        yield _event(EventType.STUDIED, sitting.lesson.id, sitting.ends, zone, course_id=course.id, version=course.version, span=span)
        if sitting.finishes:
            yield _finish(sitting, course.version, zone)
            if sitting.lesson == before_assessment:
                taken = sitting.ends + timedelta(minutes=40)
                yield _event(EventType.ASSESSED, ASSESSED, taken, zone, device=STAFF, score=ASSESSMENT)


def _finish(sitting: _Sitting, version: int, zone: str) -> Event:
    """What ends a lesson: the last line of a text, the score of a quiz, a video seen, the learner's word on an exercise."""
    course_id, ends = sitting.course_id, sitting.ends
    if sitting.lesson.kind is LessonKind.QUIZ:
        return _event(EventType.SCORED, sitting.lesson.id, ends, zone, course_id=course_id, version=version, score=QUIZ_SCORE)
    if sitting.lesson.kind is LessonKind.VIDEO:
        seconds, end = sitting.lesson.media_seconds, int(ends.timestamp())
        told: dict[str, tuple[object, ...]] = {"media": ((0, seconds),), "span": (end - seconds, end)}
        return _event(EventType.WATCHED, sitting.lesson.id, ends, zone, course_id=course_id, version=version, **told)
    if sitting.lesson.kind is LessonKind.PROJECT:
        return _event(EventType.MARKED_DONE, sitting.lesson.id, ends, zone, course_id=course_id, version=version)
    return _event(EventType.REACHED_END, sitting.lesson.id, ends, zone, course_id=course_id, version=version)


def _event(type: EventType, of: str, at: datetime, zone: str, **more: str | int | tuple[object, ...]) -> Event:
    fields = {"id": "unset", "device": DEVICE, "sequence": 0, "type": type, "object": of, "at": at, "zone": zone}
    return Event.model_validate({**fields, **more})


def _identified(event: Event, number: int, chance: Random) -> Event:
    return event.model_copy(update={"id": uuid7(event.at, chance.getrandbits), "sequence": number})
