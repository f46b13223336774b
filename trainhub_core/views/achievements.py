"""Levels, tracks and badges as a learner sees them (ACH-1 to ACH-3), and the tiles (DASH-4)."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.achievements import CertificationKind
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.views import Achievements, Goal, Tiles
from trainhub_core.rules.certification import Claim, badge_claims, certification_claims
from trainhub_core.rules.record import zone_of
from trainhub_core.rules.skills import skill_level
from trainhub_core.rules.time import streak, study_seconds

MOST_GOALS = 2048
"""So many are kept: most learners stand where many others do."""


def achievements(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime], now: datetime) -> Achievements:
    """Every level, track and badge with what is missing. `done` is `rules.certification.completions`."""
    today = now.astimezone(zone_of(state.learner.zone)).date()
    longest = streak(state.record.standing.days, today, state.learner.rest_days).longest
    claims = {claim.of: claim for claim in certification_claims(catalogue, state, done)}
    certified = [
        (certification.kind, _goal(claims[f"certification/{certification.id}"], certification.summary, certification.kind))
        for certification in catalogue.certifications.values()
    ]
    badges = zip(catalogue.badges.values(), badge_claims(catalogue, state, done, longest), strict=True)
    return Achievements(
        levels=tuple(goal for kind, goal in certified if kind is CertificationKind.LEVEL),
        tracks=tuple(goal for kind, goal in certified if kind is CertificationKind.TRACK),
        badges=tuple(_goal(claim, badge.summary, "badge") for badge, claim in badges),
    )


def tiles(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime], now: datetime) -> Tiles:
    """The numbers at the top of Home. Certifications and badges are those the server has awarded."""
    zone = zone_of(state.learner.zone)
    today = now.astimezone(zone).date()
    in_a_row = streak(state.record.standing.days, today, state.learner.rest_days)
    level = skill_level(catalogue, state.record, done, now)
    dates = [moment.astimezone(zone).date() for moment in done.values()]
    return Tiles(
        courses=len(done),
        courses_this_month=sum(1 for day in dates if (day.year, day.month) == (today.year, today.month)),
        study_minutes=study_seconds(state.record) // 60,
        certifications=sum(1 for award in state.awards if award.of.startswith("certification/")),
        badges=sum(1 for award in state.awards if award.of.startswith("badge/")),
        skill_title=level.title,
        skill_score=level.score,
        skill_next=level.next_at,
        skill_why=level.why,
        streak_days=in_a_row.days,
        streak_why=in_a_row.why,
    )


@lru_cache(maxsize=MOST_GOALS)
def _goal(claim: Claim, summary: str, kind: str) -> Goal:
    return Goal(
        id=claim.of,
        title=claim.title,
        summary=summary,
        kind=kind,
        percent=100 if claim.award else claim.percent,
        earned_at=claim.award.at if claim.award else None,
        pending=claim.pending,
        why=claim.why,
        needs=tuple(need.sentence for need in claim.needs),
    )
