"""ACH-1 to ACH-3: levels, tracks, badges and the skill level (rules.md, Certification and Skill level)."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.core.learning_builders import START, course, event
from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.models.achievements import Award, Badge, BadgeKind, Certification, CertificationKind
from trainhub_core.models.catalogue import SkillWeight
from trainhub_core.models.learning import Event, EventType, Learner, LearnerState
from trainhub_core.rules.certification import Claim, Need, badge_claims, certification_claims, completions
from trainhub_core.rules.record import record_of
from trainhub_core.rules.skills import skill_level

LEVEL = CertificationKind.LEVEL
LEVELS = [
    Certification(id="bronze", title="Bronze", kind=LEVEL, order=1, courses=5),
    Certification(id="silver", title="Silver", kind=LEVEL, order=2, courses=10, assessments=1, after="bronze"),
    Certification(id="gold", title="Gold", kind=LEVEL, order=3, courses=15, projects=1, after="silver"),
    Certification(id="platinum", title="Platinum", kind=LEVEL, order=4, courses=20, mentoring_sessions=3, after="gold"),
]
TRACK = Certification(
    id="sales", title="Sales Mastery", kind=CertificationKind.TRACK, order=9, courses=2, among=("c1", "c2"), skills=("sell",)
)


def shop() -> Catalogue:
    courses = [course(f"c{n}", 10).model_copy(update={"skills": (SkillWeight(skill="sell", weight=2),)}) for n in range(1, 21)]
    return catalogue_of([*courses, *LEVELS, TRACK, Badge(id="five", title="Five", kind=BadgeKind.COURSES, count=5)])


def finished(count: int) -> list[Event]:
    return [event(EventType.MARKED_DONE, f"c{n}/l1", n) for n in range(1, count + 1)]


def claims(history: list[Event], *awards: Award) -> dict[str, Claim]:
    state = LearnerState(learner=Learner(id="me", name="Me"), record=record_of(history), awards=awards)
    done = completions(shop(), state.record)
    found = (*certification_claims(shop(), state, done), *badge_claims(shop(), state, done, 0))
    return {claim.of: claim for claim in found}


ASSESSED = event(EventType.ASSESSED, "exam", score=(8, 10))
FAILED = event(EventType.ASSESSED, "exam", score=(7, 10))
PROJECT = event(EventType.ACCEPTED, "project", course_id=None)
SESSIONS = [event(EventType.MENTORED, f"session-{n}", score=(2, 2)) for n in range(3)]


@pytest.mark.parametrize(
    ("history", "levels"),
    [
        (finished(4), ""),
        (finished(5), "bronze"),
        (finished(10), "bronze"),
        ([*finished(10), FAILED], "bronze"),
        ([*finished(10), ASSESSED], "bronze silver"),
        ([*finished(9), ASSESSED], "bronze"),
        ([*finished(15), PROJECT], "bronze"),
        ([*finished(15), ASSESSED, PROJECT], "bronze silver gold"),
        ([*finished(20), ASSESSED, PROJECT, *SESSIONS[:2]], "bronze silver gold"),
        ([*finished(20), ASSESSED, PROJECT, *SESSIONS], "bronze silver gold platinum"),
    ],
)
def test_levels_need_what_the_seed_says_and_the_one_below(history: list[Event], levels: str) -> None:
    found = claims(history)
    assert " ".join(it.id for it in LEVELS if found[f"certification/{it.id}"].met) == levels


def test_a_course_counts_once_however_often_it_is_done() -> None:
    again = [event(EventType.MARKED_DONE, "c1/l1", n) for n in range(9)]
    assert not claims(again)["certification/bronze"].met


def test_what_is_met_is_pending_until_the_server_has_awarded_it() -> None:
    assert claims(finished(5))["certification/bronze"].pending
    award = Award(of="certification/bronze", at=START)
    assert not claims(finished(5), award)["certification/bronze"].pending


def test_a_session_counts_when_both_have_confirmed_it() -> None:
    once = event(EventType.MENTORED, "session", score=(1, 2))
    claim = claims([once])["certification/platinum"]
    assert "mentoring sessions 0/3 ✗" in claim.why


def test_the_reason_names_what_is_missing() -> None:
    assert claims(finished(12))["certification/silver"].why == "Silver: Bronze 1/1 ✓, courses 10/10 ✓, assessment 0/1 ✗"


def test_tracks_count_their_own_courses() -> None:
    assert claims(finished(2))["certification/sales"].met
    assert not claims(finished(20)[2:])["certification/sales"].met


def test_badges_use_the_same_completions() -> None:
    assert claims(finished(4))["badge/five"].percent == 80
    assert claims(finished(5))["badge/five"].met


def test_skill_fades_with_a_half_life_of_a_year() -> None:
    record = record_of(finished(2))
    done = completions(shop(), record)
    now = skill_level(shop(), record, done, START)
    later = skill_level(shop(), record, done, START + timedelta(days=365))
    assert (now.score, now.title, later.score, later.title) == (32, "Intermediate", 16, "Beginner")


def test_a_newcomer_is_a_beginner_with_a_reason() -> None:
    level = skill_level(shop(), record_of([]), {}, START)
    assert (level.title, level.score, level.next_at, level.why) == ("Beginner", 0, 25, "No course completed yet")


def test_the_best_attempt_at_an_assessment_counts_and_no_other() -> None:
    def level(*events: Event) -> int:
        record = record_of([*finished(2), *events])
        return skill_level(shop(), record, completions(shop(), record), START).score

    good, bad = (event(EventType.ASSESSED, "sales", score=(right, 10)) for right in (9, 3))
    assert level(good) == level(bad, good) > level(bad)


@given(some.lists(some.tuples(some.integers(0, 50), some.integers(0, 40)), max_size=6))
def test_the_percent_is_the_exact_mean_rounded_down(needs: list[tuple[int, int]]) -> None:
    """ACH-2: and 100 only when all is met."""
    claim = Claim("badge/b", "B", tuple(Need("things", have, need) for have, need in needs), None)
    parts = [min(Fraction(1), Fraction(have, need)) for have, need in needs if need]
    mean = sum(parts, Fraction(0)) / len(parts) if parts else Fraction(0)
    assert claim.percent == (100 if all(have >= need for have, need in needs) else min(99, int(100 * mean)))
