"""From events to a record, and records joined. Commutative, associative, idempotent. Rule: Events are the truth, rules.md."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trainhub_core.models.learning import (
    CourseRecord,
    Event,
    EventType,
    LessonRecord,
    Place,
    Record,
    Score,
    Standing,
)
from trainhub_core.rules.dated import dated, latest
from trainhub_core.rules.intervals import union

EARLY_CLOCK = timedelta(minutes=10)
STUDY_DAY_SECONDS = 60
LONGEST_SPAN = 12 * 3600
LEARNER_EVENTS = frozenset(
    {
        EventType.ENROLLED,
        EventType.UNENROLLED,
        EventType.RESTARTED,
        EventType.STUDIED,
        EventType.LEFT_AT,
        EventType.REACHED_END,
        EventType.MARKED_DONE,
        EventType.WATCHED,
        EventType.SCORED,
    }
)
"""What a learner may tell of themself; the rest is said by the server or by staff."""

ENROLMENTS = frozenset({EventType.ENROLLED, EventType.UNENROLLED, EventType.RESTARTED})
STANDINGS = frozenset({EventType.ASSESSED, EventType.MENTORED})
Value = TypeVar("Value", LessonRecord, CourseRecord)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def local_date(event: Event) -> date:
    """The date on the learner's wall when the event happened, in the event's own zone; travel never changes it."""
    return event.at.astimezone(zone_of(event.zone)).date()


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of this name, UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def normalised(event: Event, received: datetime) -> Event:
    """The event with moments more than ten minutes in the future clamped to when it was received, and its span kept possible."""
    latest = received.astimezone(UTC)
    at = latest if event.at > latest + EARLY_CLOCK else event.at
    span = event.span
    if span is not None:
        end = min(span[1], int((latest + EARLY_CLOCK).timestamp()))
        start = max(span[0], end - LONGEST_SPAN)
        span = (min(start, end - 1), end)
    return event if (at, span) == (event.at, event.span) else event.model_copy(update={"at": at, "span": span})


def record_of(events: Iterable[Event]) -> Record:
    """The record that these events make, in whatever order and however often they come."""
    lessons: dict[str, LessonRecord] = {}
    courses: dict[str, CourseRecord] = {}
    standing = Standing()
    for event in events:
        if event.type in ENROLMENTS or event.type is EventType.OVERRIDDEN:
            _put(courses, event.object, _course_record(event), merged_course)
        elif event.type in STANDINGS or (event.type is EventType.ACCEPTED and event.course_id is None):
            standing = merged_standing(standing, _standing(event))
        else:
            _put(lessons, event.object, _lesson_record(event), merged_lesson)
            standing = merged_standing(standing, Standing(days=_study_days(event)))
            if event.type is EventType.ACCEPTED:
                standing = merged_standing(standing, _standing(event))
    return Record(lessons=lessons, courses=courses, standing=standing)


def merged(one: Record, other: Record) -> Record:
    """The join of two records."""
    return Record(
        lessons=_merged_maps(one.lessons, other.lessons, merged_lesson),
        courses=_merged_maps(one.courses, other.courses, merged_course),
        standing=merged_standing(one.standing, other.standing),
    )


def merged_lesson(one: LessonRecord, other: LessonRecord) -> LessonRecord:
    """The join of two records of one lesson."""
    places = [place for place in (one.place, other.place) if place is not None]
    return LessonRecord(
        lesson_id=one.lesson_id,
        course_id=one.course_id,
        study=union(one.study, other.study),
        watched=union(one.watched, other.watched),
        watched_last=latest(one.watched_last, other.watched_last),
        reached=_joined(one.reached, other.reached),
        marked=_joined(one.marked, other.marked),
        accepted=_joined(one.accepted, other.accepted),
        scores=tuple(sorted({*one.scores, *other.scores})),
        seen=_rising({*one.seen, *other.seen}),
        place=max(places, key=lambda place: (place.at, place.event_id)) if places else None,
        version=min((version for version in (one.version, other.version) if version is not None), default=None),
    )


def merged_course(one: CourseRecord, other: CourseRecord) -> CourseRecord:
    """The join of two records of one course: the later word on enrolment, the latest restart, the first override."""
    last = max(one, other, key=lambda said: (said.at or EPOCH, said.event_id or ""))
    restarts = [moment for moment in (one.restarted, other.restarted) if moment]
    overrides = [moment for moment in (one.opened, other.opened) if moment]
    return last.model_copy(
        update={"restarted": max(restarts) if restarts else None, "opened": min(overrides) if overrides else None},
    )


def merged_standing(one: Standing, other: Standing) -> Standing:
    """The join of two standings: unions, by date and by event."""
    return Standing(
        days=tuple(sorted({*one.days, *other.days})),
        assessed=_joined_scores(one.assessed, other.assessed),
        accepted=_joined_scores(one.accepted, other.accepted),
        mentored=_joined_scores(one.mentored, other.mentored),
    )


def _course_record(event: Event) -> CourseRecord:
    if event.type is EventType.OVERRIDDEN:
        return CourseRecord(course_id=event.object, opened=event.at)
    return CourseRecord(
        course_id=event.object,
        enrolled=event.type is not EventType.UNENROLLED,
        version=event.version,
        at=event.at,
        event_id=event.id,
        restarted=event.at if event.type is EventType.RESTARTED else None,
    )


def _lesson_record(event: Event) -> LessonRecord:
    course_id = event.course_id or event.object.partition("/")[0]
    base = LessonRecord(lesson_id=event.object, course_id=course_id, version=event.version)
    match event.type:
        case EventType.STUDIED:
            return base.model_copy(update={"study": union([event.span] if event.span else [])})
        case EventType.WATCHED:
            last = dated(event.media, int(event.at.timestamp()))
            return base.model_copy(update={"watched": union(event.media), "watched_last": last})
        case EventType.REACHED_END:
            return base.model_copy(update={"reached": (event.at,), "seen": ((event.at, 1000),)})
        case EventType.MARKED_DONE:
            return base.model_copy(update={"marked": (event.at,)})
        case EventType.ACCEPTED:
            return base.model_copy(update={"accepted": (event.at,)})
        case EventType.SCORED:
            right, out_of = event.score or (0, 1)
            return base.model_copy(update={"scores": ((event.at, right, out_of),)})
        case EventType.LEFT_AT:
            share = event.share or 0
            place = Place(offset=event.offset or 0, share=share, at=event.at, event_id=event.id)
            return base.model_copy(update={"place": place, "seen": _rising({(event.at, share)})})
    return base


def _standing(event: Event) -> Standing:
    right, out_of = event.score or (0, 1)
    score = Score(event_id=event.id, object=event.object, at=event.at, right=right, out_of=out_of)
    match event.type:
        case EventType.ASSESSED:
            return Standing(assessed=(score,))
        case EventType.ACCEPTED:
            return Standing(accepted=(score,))
    return Standing(mentored=(score,))


def _study_days(event: Event) -> tuple[date, ...]:
    if event.type is EventType.STUDIED and event.span and event.span[1] - event.span[0] >= STUDY_DAY_SECONDS:
        return (local_date(event),)
    return ()


def _rising(steps: Iterable[tuple[datetime, int]]) -> tuple[tuple[datetime, int], ...]:
    risen: list[tuple[datetime, int]] = []
    for at, share in sorted(steps, key=lambda step: (step[0], -step[1])):
        if share > (risen[-1][1] if risen else 0):
            risen.append((at, share))
    return tuple(risen)


def _joined(one: tuple[datetime, ...], other: tuple[datetime, ...]) -> tuple[datetime, ...]:
    return tuple(sorted({*one, *other}))


def _joined_scores(one: tuple[Score, ...], other: tuple[Score, ...]) -> tuple[Score, ...]:
    by_event = {score.event_id: score for score in (*one, *other)}
    return tuple(sorted(by_event.values(), key=lambda score: (score.at, score.event_id)))


def _put(into: dict[str, Value], key: str, value: Value, join: Callable[[Value, Value], Value]) -> None:
    into[key] = join(into[key], value) if key in into else value


def _merged_maps(one: Mapping[str, Value], other: Mapping[str, Value], join: Callable[[Value, Value], Value]) -> dict[str, Value]:
    both = dict(one)
    for key, value in other.items():
        _put(both, key, value, join)
    return both
