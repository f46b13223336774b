"""Learning events in, records, progress and awards out. Rule: Events are the truth, rules.md."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import Event, EventType, Record
from trainhub_core.models.wire import Change, Kind, Receipt
from trainhub_core.rules.intervals import union
from trainhub_core.rules.locks import course_state, why_locked
from trainhub_core.rules.progress import course_progress, why_not_marked
from trainhub_core.rules.record import ENROLMENTS, LEARNER_EVENTS, STANDINGS, merged, normalised, record_of
from trainhub_core.rules.watching import LONGEST_PIECE, capped, wall_of
from trainhub_server.refusals import Invalid, NotThere, Refused
from trainhub_server.repositories import changes, learners
from trainhub_server.repositories import learning as repository
from trainhub_server.repositories.catalogue import lesson_text
from trainhub_server.services import awards
from trainhub_server.unit import Unit

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
MOST_PIECES = 50_000
"""What is kept of all lessons of one learner: times of study, seconds watched, scores. Every page of theirs is made of it."""
LONGEST_MEDIA = 1_000_000  # seconds into a video
MOST_SPANS = 1000
NO_ROOM = "So much is written down of your learning already that there is no room for more; tell the programme team."
BARE_SCORE = "A score in a quiz counts with its answers, which are marked here once more: open the quiz and answer it again."


async def enroll(unit: Unit, caller: str, event: Event) -> Receipt:
    """Enrol or start again."""
    if event.type not in (EventType.ENROLLED, EventType.RESTARTED):
        raise Invalid("Enrolment takes an event of type enrolled or restarted.")
    return await record(unit, caller, [event])


async def unenroll(unit: Unit, caller: str, event: Event) -> Receipt:
    if event.type is not EventType.UNENROLLED:
        raise Invalid("Leaving a course takes an event of type unenrolled.")
    return await record(unit, caller, [event])


async def tell(unit: Unit, caller: str, events: Sequence[Event]) -> Receipt:
    """Take in what a learner tells, all or none; but a bare score of a quiz has no effect among others, and alone it is refused."""
    await learners.lock(unit.connection, caller)
    bare = [event for event in events if await _is_bare_score(unit, caller, event)]
    if bare and len(bare) == len(events):
        raise Refused(BARE_SCORE)
    receipt = await record(unit, caller, [event for event in events if event not in bare])
    return receipt.model_copy(update={"sentence": f"{receipt.sentence} {BARE_SCORE}".strip()}) if bare else receipt


async def _is_bare_score(unit: Unit, caller: str, event: Event) -> bool:
    """Whether it is a score in a quiz that this server can mark itself, and one that it does not know already."""
    if event.type is not EventType.SCORED or await repository.is_known(unit.connection, caller, event.id):
        return False
    text = await lesson_text(unit.connection, event.object)
    return text is not None and text.quiz is not None


async def record(unit: Unit, caller: str, events: Sequence[Event], staff: bool = False) -> Receipt:
    """Take events in, all or none. Known ones have no second effect. `staff` may also tell what learners may not."""
    await learners.lock(unit.connection, caller)
    catalogue, state = await unit.catalogue_and_state(caller)
    fresh: list[Event] = []
    known = state.record
    for told in events:
        event = await _capped(unit, caller, _placed(catalogue, normalised(told, unit.now), staff))
        if not await repository.append(unit.connection, caller, event, unit.now):
            continue
        if not staff:
            _check_lock(catalogue, known, event)
        known = merged(known, record_of([event]))
        fresh.append(event)
    if _pieces(known) > max(MOST_PIECES, _pieces(state.record)):
        raise Refused(NO_ROOM)
    if not fresh:
        return Receipt(changes=await _standing_changes(unit, caller, catalogue, events))
    told_changes = await _save(unit, caller, catalogue, state.record, known)
    given = await awards.give(unit, caller, catalogue, state.model_copy(update={"record": known}))
    return Receipt(changes=(*told_changes, *given.changes), sentence=given.sentence)


def _placed(catalogue: Catalogue, event: Event, staff: bool) -> Event:
    """The event with its course, checked against what there is. Raises Refused, NotThere or Invalid."""
    if not staff and event.type not in LEARNER_EVENTS:
        raise Refused("That is for the programme team to say, not for a learner.")
    if event.at < EARLIEST or (event.span and event.span[0] < EARLIEST.timestamp()):
        raise Invalid("An event cannot be from before 1970: check the clock of this device.")
    if len(event.media) > MOST_SPANS or any(not 0 <= start < end <= LONGEST_MEDIA for start, end in event.media):
        raise Invalid("The watched seconds of a video are spans with a start before their end.")
    if event.type in STANDINGS or (event.type is EventType.ACCEPTED and event.course_id is None):
        return event
    course = _course_of(catalogue, event)
    if not staff:
        _check_marking(course, event)
    version = min(max(1, event.version), course.version)
    return event.model_copy(update={"course_id": course.id, "version": version})


async def _capped(unit: Unit, caller: str, event: Event) -> Event:
    """A watched event, cut to what the time allows that no other one has used. Rule: rules/watching.py."""
    if event.type is not EventType.WATCHED:
        return event
    at = int(event.at.timestamp())
    around = timedelta(seconds=LONGEST_PIECE)
    others = await repository.watched_between(unit.connection, caller, event.at - around, event.at + around)
    walls = [wall_of(int(it.at.timestamp()), it.span) for it in others if it.id != event.id]
    return event.model_copy(update={"media": capped(union(event.media), wall_of(at, event.span), walls)})


def _course_of(catalogue: Catalogue, event: Event) -> Course:
    whole_course = event.type in ENROLMENTS or event.type is EventType.OVERRIDDEN
    course = catalogue.courses.get(event.object if whole_course else event.course_id or event.object.partition("/")[0])
    if course is None:
        raise NotThere("There is no such course.")
    if not whole_course and all(lesson.id != event.object for lesson in course.all_lessons):
        raise NotThere(f"There is no such lesson in {course.title}.")
    return course


def _check_marking(course: Course, event: Event) -> None:
    lesson = next((it for it in course.all_lessons if it.id == event.object), None)
    if lesson and event.type is EventType.MARKED_DONE and (reason := why_not_marked(lesson)):
        raise Refused(reason)


def _pieces(known: Record) -> int:
    return sum(len(it.study) + len(it.watched) + len(it.watched_last) + len(it.scores) + len(it.seen) for it in known.lessons.values())


def _check_lock(catalogue: Catalogue, known: Record, event: Event) -> None:
    course = catalogue.courses[event.course_id or event.object]
    if why := why_locked(course, catalogue.courses, known):
        raise Refused(f"{course.title} is locked: {why}.")


async def _save(unit: Unit, caller: str, catalogue: Catalogue, before: Record, after: Record) -> list[Change]:
    lessons = [known for key, known in after.lessons.items() if before.lessons.get(key) != known]
    courses = [known for key, known in after.courses.items() if before.courses.get(key) != known]
    await repository.put_lessons(unit.connection, caller, lessons)
    for course_id in dict.fromkeys([*(it.course_id for it in courses), *(it.course_id for it in lessons)]):
        await _save_progress(unit, caller, catalogue, catalogue.courses[course_id], after)
    facts: list[tuple[Kind, str, Fact]] = [(Kind.COURSE_RECORD, it.course_id, it) for it in courses]
    facts += [(Kind.LESSON_RECORD, it.lesson_id, it) for it in lessons]
    if after.standing != before.standing:
        await repository.put_standing(unit.connection, caller, after.standing)
        facts.append((Kind.STANDING, "standing", after.standing))
    return [await changes.put(unit.connection, caller, kind, key, fact) for kind, key, fact in facts]


async def _save_progress(unit: Unit, caller: str, catalogue: Catalogue, course: Course, known: Record) -> None:
    progress = course_progress(course, known)
    state = course_state(course, catalogue.courses, known)
    await repository.put_course(
        unit.connection, caller, course.id, state.value, progress.percent, progress.done_at, known.courses.get(course.id)
    )


async def _standing_changes(unit: Unit, caller: str, catalogue: Catalogue, events: Iterable[Event]) -> tuple[Change, ...]:
    """What stands of the objects of events that were known already."""
    named: dict[tuple[Kind, str], None] = {}
    for event in events:
        kind = Kind.COURSE_RECORD if event.object in catalogue.courses else Kind.LESSON_RECORD
        named[(kind, event.object)] = None
    found = [await changes.current(unit.connection, caller, kind, key) for kind, key in named]
    return tuple(change for change in found if change)
