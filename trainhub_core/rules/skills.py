"""Skill scores and the overall level. Rule: Skill level, rules.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.achievements import Certification, CertificationKind
from trainhub_core.models.catalogue import Level
from trainhub_core.models.learning import Record

HALF_LIFE_DAYS = 365.0
POINTS_PER_WEIGHT = {Level.BEGINNER: 8.0, Level.INTERMEDIATE: 10.0, Level.ADVANCED: 12.0}
POINTS_PER_ASSESSMENT = 20.0
LEVELS = ((25, "Beginner"), (50, "Intermediate"), (75, "Advanced"), (101, "Expert"))


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """`score` is 0 to 100; `next_at` the score of the next level, None for an expert."""

    title: str
    score: int
    next_at: int | None
    why: str


def skill_scores(catalogue: Catalogue, record: Record, done: Mapping[str, datetime], now: datetime) -> dict[str, float]:
    """Score per skill, 0 to 100: weights of completed courses and the best of each assessment, fading with a half-life of a year."""
    points: dict[str, float] = {}
    for course_id, moment in sorted(done.items()):
        course = catalogue.courses[course_id]
        for weight in course.skills:
            earned = weight.weight * POINTS_PER_WEIGHT[course.level] * _faded(moment, now)
            points[weight.skill] = points.get(weight.skill, 0.0) + earned
    for track_id, earned in _assessed(record, now).items():
        track = catalogue.certifications.get(track_id)
        for skill in track.skills if track else ():
            points[skill] = points.get(skill, 0.0) + earned
    return {skill: min(100.0, earned) for skill, earned in points.items()}


def skill_level(catalogue: Catalogue, record: Record, done: Mapping[str, datetime], now: datetime) -> SkillLevel:
    """The overall level: the mean over the skills of the learner's track, which is the one they are furthest in."""
    track = _track(catalogue, done)
    if track is None:
        return SkillLevel("Beginner", 0, 25, "No course completed yet")
    scores = skill_scores(catalogue, record, done, now)
    mean = int(sum(scores.get(skill, 0.0) for skill in track.skills) / len(track.skills))
    title = next(title for limit, title in LEVELS if mean < limit)
    next_at = next((limit for limit, _ in LEVELS if mean < limit <= 75), None)
    return SkillLevel(title, mean, next_at, f"{mean} of 100 over the {len(track.skills)} skills of {track.title}")


def _assessed(record: Record, now: datetime) -> dict[str, float]:
    """Points of the best attempt at each assessment, by what was assessed."""
    best: dict[str, float] = {}
    for score in record.standing.assessed:
        earned = POINTS_PER_ASSESSMENT * score.right / score.out_of * _faded(score.at, now)
        best[score.object] = max(best.get(score.object, 0.0), earned)
    return best


def _track(catalogue: Catalogue, done: Mapping[str, datetime]) -> Certification | None:
    tracks = [it for it in catalogue.certifications.values() if it.kind is CertificationKind.TRACK and it.skills]
    begun = [(sum(1 for course_id in track.among if course_id in done), track) for track in tracks]
    best = max((count for count, _ in begun), default=0)
    return next((track for count, track in begun if count == best), None) if best else None


def _faded(moment: datetime, now: datetime) -> float:
    days = max(0, (now.date() - moment.date()).days)
    return float(0.5 ** (days / HALF_LIFE_DAYS))
