"""Levels, tracks and badges: what is met and what is missing. Rule: Certification, rules.md."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import NamedTuple

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.achievements import Award, Badge, BadgeKind, Certification
from trainhub_core.models.learning import LearnerState, Record
from trainhub_core.rules.progress import completed_at, lesson_progress
from trainhub_core.rules.time import study_seconds

MENTORING_CONFIRMATIONS = 2


class Need(NamedTuple):
    """One criterion: how much there is of how much."""

    label: str
    have: int
    need: int

    @property
    def met(self) -> bool:
        return self.have >= self.need

    @property
    def sentence(self) -> str:
        return f"{self.label} {min(self.have, self.need)}/{self.need} {'✓' if self.met else '✗'}"


class Claim(NamedTuple):
    """A certification or badge as it stands: `met` by the rules, `award` once the server has given it."""

    of: str
    title: str
    needs: tuple[Need, ...]
    award: Award | None

    @property
    def met(self) -> bool:
        return all(need.have >= need.need for need in self.needs)

    @property
    def pending(self) -> bool:
        """Met, but not yet confirmed by the server."""
        return self.met and self.award is None

    @property
    def percent(self) -> int:
        """The mean of what there is of each need, rounded down; 100 only when it is met."""
        if self.met:
            return 100
        parts = [(min(need.have, need.need), need.need) for need in self.needs if need.need]
        whole = lcm(*[need for _, need in parts])
        return min(99, 100 * sum([have * (whole // need) for have, need in parts]) // (whole * len(parts))) if parts else 0

    @property
    def why(self) -> str:
        return f"{self.title}: " + ", ".join(need.sentence for need in self.needs)


def completions(catalogue: Catalogue, record: Record) -> dict[str, datetime]:
    """When each course was completed, over the learner's life, by course id."""
    touched = {known.course_id for known in record.lessons.values()}
    found = {}
    for course_id in touched:
        course = catalogue.courses.get(course_id)
        if course and (moment := completed_at(course, record)):
            found[course_id] = moment
    return found


def certification_claims(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime]) -> tuple[Claim, ...]:
    """Every level and track in order. A level needs the one below it."""
    claims: dict[str, Claim] = {}
    awards = _awards(state)
    for certification in catalogue.certifications.values():
        needs = _needs(certification, state.record, done)
        if certification.after and certification.after in claims:
            below = claims[certification.after]
            needs = (Need(below.title, int(below.met or below.award is not None), 1), *needs)
        of = f"certification/{certification.id}"
        claims[certification.id] = Claim(of, certification.title, needs, awards.get(of))
    return tuple(claims.values())


def badge_claims(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime], longest_streak: int) -> tuple[Claim, ...]:
    """Every badge in order. `longest_streak` is in days."""
    awards, hours = _awards(state), study_seconds(state.record) // 3600
    claims = []
    for badge in catalogue.badges.values():
        need, of = _badge_need(badge, catalogue, state.record, done, longest_streak, hours), f"badge/{badge.id}"
        claims.append(Claim(of, badge.title, (need,), awards.get(of)))
    return tuple(claims)


def _needs(certification: Certification, record: Record, done: Mapping[str, datetime]) -> tuple[Need, ...]:
    among = set(certification.among)
    courses = sum(1 for course_id in done if not among or course_id in among)
    needs = [Need("courses", courses, certification.courses)]
    if certification.assessments:
        passed = {
            score.object for score in record.standing.assessed if Fraction(score.right, score.out_of) * 100 >= certification.assessment_mark
        }
        needs.append(Need("assessment", len(passed), certification.assessments))
    if certification.projects:
        needs.append(Need("project", len({score.object for score in record.standing.accepted}), certification.projects))
    if certification.mentoring_sessions:
        needs.append(Need("mentoring sessions", _confirmed_sessions(record), certification.mentoring_sessions))
    return tuple(needs)


def _confirmed_sessions(record: Record) -> int:
    confirmed = {score.object for score in record.standing.mentored if score.right >= MENTORING_CONFIRMATIONS}
    return len(confirmed)


def _badge_need(badge: Badge, catalogue: Catalogue, record: Record, done: Mapping[str, datetime], longest_streak: int, hours: int) -> Need:
    match badge.kind:
        case BadgeKind.COURSES:
            return Need("courses", len(done), badge.count)
        case BadgeKind.CATEGORY:
            chosen = [course_id for course_id in done if catalogue.courses[course_id].category == badge.of]
            return Need("courses", len(chosen), badge.count)
        case BadgeKind.PATH:
            path = catalogue.paths.get(badge.of or "")
            modules = path.courses if path else ()
            return Need("modules", sum(1 for course_id in modules if course_id in done), max(1, len(modules)))
        case BadgeKind.STREAK:
            return Need("days in a row", longest_streak, badge.count)
        case BadgeKind.HOURS:
            return Need("hours", hours, badge.count)
    return Need("lessons", _lessons_done(catalogue, record, badge.count), badge.count)


def _lessons_done(catalogue: Catalogue, record: Record, most: int) -> int:
    """How many lessons are done; no more are counted than so many."""
    touched = {known.course_id for known in record.lessons.values()}
    courses = [catalogue.courses[course_id] for course_id in touched if course_id in catalogue.courses]
    lessons = [lesson for course in courses for lesson in course.all_lessons if lesson.id in record.lessons]
    done = (lesson for lesson in lessons if lesson_progress(lesson, record.lessons[lesson.id], version=0).done)
    return sum(1 for _ in islice(done, most))


def _awards(state: LearnerState) -> dict[str, Award]:
    """By what they are of; the first where there are several."""
    return {award.of: award for award in reversed(state.awards)}
