"""How far a lesson, course or path is done. Rule: Lesson, course and path progress, rules.md."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from trainhub_core.models.catalogue import Course, Lesson, LessonKind
from trainhub_core.models.learning import LessonRecord, Record
from trainhub_core.rules import intervals
from trainhub_core.rules.dated import watched_after
from trainhub_core.rules.forms import Asked, asked_at, asked_since, is_still_asked

LEAST_SECONDS = 10
LEAST_SECONDS_PER_MINUTE = 18  # 30 % of the estimate
VIDEO_SHARE = Fraction(9, 10)
NOT_QUITE = Fraction(999, 1000)  # of what is begun but not done
PACE_LESSONS = 10
PACE_RANGE = (Fraction(1, 4), Fraction(4))


class LessonProgress(NamedTuple):
    """`fraction` is exact, 0 to 1, and 1 only when done; `why` says what is missing."""

    fraction: Fraction
    done_at: datetime | None
    why: str

    @property
    def done(self) -> bool:
        return self.done_at is not None

    @property
    def begun(self) -> bool:
        return self.done or self.fraction > 0


class Progress(NamedTuple):
    """Minutes done of a course or path, exact; `percent` is rounded down and 100 only when complete."""

    done_minutes: Fraction
    minutes: int
    done_at: datetime | None
    why: str

    @property
    def complete(self) -> bool:
        return self.done_at is not None

    @property
    def percent(self) -> int:
        if self.complete:
            return 100
        done = self.done_minutes
        return min(99, 100 * done.numerator // (done.denominator * self.minutes)) if self.minutes else 0

    @property
    def fraction(self) -> Fraction:
        if self.complete:
            return Fraction(1)
        return min(NOT_QUITE, self.done_minutes / self.minutes) if self.minutes else Fraction(0)

    @property
    def begun(self) -> bool:
        return self.complete or self.done_minutes > 0


NONE, ALL = Fraction(0), Fraction(1)
NOTHING = LessonProgress(NONE, None, "not begun")


def lesson_progress(
    lesson: Lesson, known: LessonRecord | None, restarted: datetime | None = None, version: int | None = None
) -> LessonProgress:
    """Progress of one lesson, counting what happened from `restarted` on.

    What the lesson asked in the course's `version` or after it is enough: publishing it again takes nothing back."""
    if known is None:
        return NOTHING
    if restarted is not None:
        known = known_since(known, restarted)
    forms: tuple[Asked, ...] = (lesson, *asked_since(lesson, version)) if lesson.earlier else (lesson,)
    done = [*known.marked, *known.accepted, *[moment for form in forms if (moment := _earned_at(form, known)) is not None]]
    if done:
        return LessonProgress(ALL, min(done), "done")
    fraction = min(NOT_QUITE, max([_fraction(form, known) for form in forms]))
    return LessonProgress(fraction, None, _missing(lesson, known, fraction))


def version_counted(course: Course, record: Record) -> int:
    """The version of a course that progress counts against: the one enrolled in, else the oldest that something was told of."""
    known = record.courses.get(course.id)
    if known and known.at:
        return known.version
    told = (found.version for lesson in course.all_lessons if (found := record.lessons.get(lesson.id)) is not None)
    return min((version for version in told if version is not None), default=course.version)


def course_progress(course: Course, record: Record, whole_life: bool = False) -> Progress:
    """Progress of a course against the version enrolled in; `whole_life` looks past a restart (certification counts so).

    What was removed since then, or need not be done any more, counts with what was done of it."""
    known = record.courses.get(course.id)
    lessons = course.all_lessons
    if known is None and record.lessons.keys().isdisjoint([lesson.id for lesson in lessons]):
        return _not_begun(course)
    version = version_counted(course, record)
    restarted = known.restarted if known and not whole_life else None
    counted: list[_Counted] = []
    for lesson in lessons:
        asked = asked_at(lesson, version)
        if asked is None or not asked.required:
            continue
        progress = lesson_progress(lesson, record.lessons.get(lesson.id), restarted, version)
        wanted = is_still_asked(lesson, version)
        minutes = asked.minutes if wanted or progress.done else ceil(asked.minutes * progress.fraction)
        if wanted or progress.begun:
            counted.append(_Counted(lesson.title, minutes, progress, wanted))
    return _summed(counted)


def completed_at(course: Course, record: Record) -> datetime | None:
    """When it was completed, whatever restarts came after: `course_progress(course, record, whole_life=True).done_at`, found sooner."""
    version = version_counted(course, record)
    done: list[datetime] = []
    for lesson in course.all_lessons:
        asked = asked_at(lesson, version)
        if asked is None or not asked.required:
            continue
        known = record.lessons.get(lesson.id)
        if known is not None and (moment := lesson_progress(lesson, known, version=version).done_at) is not None:
            done.append(moment)
        elif is_still_asked(lesson, version):
            return None
    return max(done, default=None)


def _not_begun(course: Course) -> Progress:
    """A course that nothing is known of, as most are in a large programme: its newest version, all of it still to do."""
    version = course.version
    wanted = [lesson for lesson in course.all_lessons if is_still_asked(lesson, version)]
    forms = [(it.title, asked_at(it, version) if it.earlier else it) for it in wanted]
    asked = [(title, form.minutes) for title, form in forms if form is not None and form.required]
    first_missing = f": {asked[0][0]}, {NOTHING.why}" if asked else ""
    return Progress(NONE, sum([minutes for _, minutes in asked]), None, f"0 of {len(asked)} lessons{first_missing}")


def path_progress(parts: Sequence[Progress]) -> Progress:
    """Progress over the courses of a path, by minutes, of the progress of each."""
    finished = [part.done_at for part in parts if part.done_at is not None]
    done = sum([Fraction(part.minutes) if part.complete else part.done_minutes for part in parts], NONE)
    return Progress(
        done_minutes=done,
        minutes=sum(part.minutes for part in parts),
        done_at=max(finished) if parts and len(finished) == len(parts) else None,
        why=f"{len(finished)} of {len(parts)} modules complete",
    )


def pace(courses: Iterable[Course], record: Record) -> Fraction:
    """How long the learner takes against the estimates (1 = as estimated), once ten finished lessons can tell."""
    if len(record.lessons) < PACE_LESSONS:
        return ALL
    estimated = spent = finished = 0
    for course in courses:
        for lesson in course.lessons:
            known = record.lessons.get(lesson.id)
            done_at = lesson_progress(lesson, known).done_at if known and lesson.minutes else None
            if known is None or done_at is None:
                continue
            if seconds := intervals.length_until(known.study, int(done_at.timestamp())):  # rereading says nothing about pace
                finished += 1
                estimated += lesson.minutes * 60
                spent += seconds
    if finished < PACE_LESSONS or not estimated:
        return Fraction(1)
    return min(max(Fraction(spent, estimated), PACE_RANGE[0]), PACE_RANGE[1])


def minutes_left(progress: Progress, pace_of_learner: Fraction = Fraction(1)) -> int:
    """Whole minutes still to go, rounded up; 0 only when complete."""
    if progress.complete:
        return 0
    done = progress.done_minutes
    left = (progress.minutes * done.denominator - done.numerator) * pace_of_learner.numerator
    return max(1, -(-left // (done.denominator * pace_of_learner.denominator))) if progress.minutes else 0


class _Counted(NamedTuple):
    """A lesson that counts, with its minutes; one that is not `wanted` need not be finished."""

    title: str
    minutes: int
    progress: LessonProgress
    wanted: bool


def _summed(counted: Sequence[_Counted]) -> Progress:
    asked = [it for it in counted if it.wanted or it.progress.done]
    done = [moment for it in asked if (moment := it.progress.done_at) is not None]
    complete = bool(asked) and len(done) == len(asked)
    first_missing = next((f": {it.title}, {it.progress.why}" for it in asked if not it.progress.done), "")
    begun = [it.minutes * it.progress.fraction for it in counted if it.wanted and it.progress.fraction and not it.progress.done]
    whole = sum([it.minutes for it in counted if it.progress.done or not it.wanted])
    return Progress(
        done_minutes=sum(begun, Fraction(whole)),
        minutes=sum([it.minutes for it in counted]),
        done_at=max(done) if complete else None,
        why=f"{len(done)} of {len(asked)} lessons{first_missing}",
    )


def known_since(known: LessonRecord, start: datetime) -> LessonRecord:
    """What of a lesson's record happened after this moment."""
    second = int(start.timestamp())
    return known.model_copy(
        update={
            "study": intervals.since(known.study, second),
            "watched": watched_after(known.watched_last, second),
            "reached": tuple(at for at in known.reached if at > start),
            "marked": tuple(at for at in known.marked if at > start),
            "accepted": tuple(at for at in known.accepted if at > start),
            "scores": tuple(score for score in known.scores if score[0] > start),
            "seen": tuple(step for step in known.seen if step[0] > start),
            "place": known.place if known.place and known.place.at > start else None,
        }
    )


def was_rewritten_since(lesson: Lesson, known: LessonRecord | None) -> bool:
    """Whether the lesson says something else than when the learner was last in it."""
    if known is None or lesson.changed_at is None:
        return False
    told = [*known.reached, *known.marked, *known.accepted, *(at for at, *_ in known.scores), *(at for at, _ in known.seen)]
    studied = [datetime.fromtimestamp(known.study[-1][1], UTC)] if known.study else []
    last = max([*told, *studied, *([known.place.at] if known.place else [])], default=lesson.changed_at)
    return last < lesson.changed_at


def why_not_marked(lesson: Lesson) -> str | None:
    """Why a learner cannot say of this lesson that it is done; None when that is theirs to say, as nothing else can tell."""
    match lesson.kind:
        case LessonKind.VIDEO if lesson.media_seconds:
            return f"{lesson.title} is done when 90 % of it is watched."
        case LessonKind.QUIZ:
            return f"{lesson.title} is done when {lesson.pass_mark} % of its points are reached."
        case LessonKind.SCENARIO:
            return f"{lesson.title} is done when one of its ends is reached."
        case LessonKind.INTERACTIVE:
            return f"{lesson.title} is done when its page in the browser says so."
    return None


def least_seconds(lesson: Asked) -> int:
    """Study time below which an article does not count as read: max(10 s, 30 % of the estimate)."""
    return max(LEAST_SECONDS, LEAST_SECONDS_PER_MINUTE * lesson.minutes)


def _earned_at(lesson: Asked, known: LessonRecord) -> datetime | None:
    match lesson.kind:
        case LessonKind.ARTICLE:
            return _read_at(lesson, known)
        case LessonKind.VIDEO:
            return min((at for at in (_watched_at(lesson, known), _read_at(lesson, known)) if at), default=None)
        case LessonKind.QUIZ:
            return next((at for at, right, out_of in known.scores if right * 100 >= lesson.pass_mark * out_of), None)
        case LessonKind.PROJECT:
            return None
        case LessonKind.SCENARIO | LessonKind.INTERACTIVE:
            return known.reached[0] if known.reached else None
        case LessonKind.DOWNLOAD if lesson.media:
            return known.reached[0] if known.reached else None
    return _read_at(lesson, known)


def _watched_at(lesson: Asked, known: LessonRecord) -> datetime | None:
    if lesson.media_seconds and intervals.length(known.watched) >= VIDEO_SHARE * lesson.media_seconds:
        return known.seen[-1][0] if known.seen else _latest_study(known)
    return None


def percent_of(score: tuple[datetime, int, int]) -> int:
    """A score in whole percent, rounded down."""
    return 100 * score[1] // score[2]


def _read_at(lesson: Asked, known: LessonRecord) -> datetime | None:
    second = intervals.reached_at(known.study, least_seconds(lesson)) if known.reached else None
    if second is None:
        return None
    return max(known.reached[0], datetime.fromtimestamp(second, UTC))


def _latest_study(known: LessonRecord) -> datetime:
    return datetime.fromtimestamp(known.study[-1][1] if known.study else 0, UTC)


def _fraction(lesson: Asked, known: LessonRecord) -> Fraction:
    if lesson.kind is LessonKind.VIDEO:
        return Fraction(intervals.length(known.watched), lesson.media_seconds) if lesson.media_seconds else Fraction(0)
    if lesson.kind in (LessonKind.QUIZ, LessonKind.PROJECT, LessonKind.INTERACTIVE):
        return Fraction(0)
    shares = [known.seen[-1][1] if known.seen else 0, known.place.share if known.place else 0]
    return Fraction(max(shares), 1000)


def _missing(lesson: Lesson, known: LessonRecord, fraction: Fraction) -> str:
    match lesson.kind:
        case LessonKind.VIDEO if not known.reached:
            return f"{int(100 * fraction)} % watched, 90 % needed"
        case LessonKind.QUIZ:
            return f"quiz not passed, {lesson.pass_mark} % needed" if known.scores else "quiz not taken"
        case LessonKind.PROJECT:
            return "answer not accepted yet"
        case LessonKind.SCENARIO:
            return "no end reached yet"
        case LessonKind.DOWNLOAD if lesson.media:
            return "file not opened yet"
        case LessonKind.INTERACTIVE:
            return f"not finished, {percent_of(known.scores[-1])} % last" if known.scores else "not finished"
    if not known.reached:
        return f"{int(100 * fraction)} % read"
    left = least_seconds(lesson) - intervals.length(known.study)
    if lesson.kind is LessonKind.VIDEO:
        return f"{int(100 * fraction)} % watched; transcript read, {max(1, left)} more seconds on it"
    return f"read to the end, {max(1, left)} more seconds on it or mark it done"
