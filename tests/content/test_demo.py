"""The demo learner: what the seed draws is what the rules compute, on any day, in any zone (DASH-4, PATH-1, ACH-2, ACH-3)."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from trainhub_content.demo import BEGUN, DEVICE, FINISHED, demo_events
from trainhub_content.pack import starter_pack
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.achievements import Award
from trainhub_core.models.learning import Event, EventType, Learner, LearnerState
from trainhub_core.models.views import Dashboard
from trainhub_core.rules.certification import badge_claims, certification_claims, completions
from trainhub_core.rules.locks import why_locked
from trainhub_core.rules.record import LEARNER_EVENTS, normalised, record_of
from trainhub_core.rules.skills import skill_level
from trainhub_core.rules.time import streak, study_seconds
from trainhub_core.views.dashboard import dashboard

CATALOGUE = catalogue_of(starter_pack().facts)
MOMENTS = (
    "2026-01-01T12:00",
    "2026-02-28T23:30",
    "2026-03-01T06:00",
    "2026-03-29T10:00",
    "2026-05-31T18:00",
    "2026-08-03T04:00",
    "2026-10-25T00:30",
    "2026-11-01T17:00",
    "2027-12-31T22:00",
    "2028-02-29T08:00",
)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC", "No/Where")
STARTS = [(moment, zone) for moment in MOMENTS for zone in ZONES]
anywhere = pytest.mark.parametrize(("moment", "zone"), STARTS)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def history(moment: str, zone: str) -> tuple[Event, ...]:
    return demo_events(CATALOGUE, at(moment), zone)


def state(moment: str, zone: str) -> LearnerState:
    """The demo learner's state, with the awards that the server gives."""
    record = record_of(normalised(event, at(moment)) for event in history(moment, zone))
    known = LearnerState(learner=Learner(id="me", name="Demo", zone=zone), record=record)
    done = completions(CATALOGUE, record)
    longest = streak(record.standing.days, at(moment).date()).longest
    claims = (*certification_claims(CATALOGUE, known, done), *badge_claims(CATALOGUE, known, done, longest))
    return known.model_copy(update={"awards": tuple(Award(of=claim.of, at=at(moment)) for claim in claims if claim.met)})


def home(moment: str, zone: str) -> Dashboard:
    return dashboard(CATALOGUE, state(moment, zone), at(moment))


@anywhere
def test_the_tiles_show_the_seeds_numbers(moment: str, zone: str) -> None:
    tiles = home(moment, zone).tiles
    assert (tiles.courses, tiles.study_minutes // 60, tiles.certifications, tiles.skill_title) == (12, 48, 3, "Advanced")
    assert 50 <= tiles.skill_score < 75
    assert tiles.streak_days >= 12


@anywhere
def test_some_courses_were_completed_this_month_once_a_morning_of_it_is_over(moment: str, zone: str) -> None:
    local = at(moment).astimezone(ZoneInfo(zone if zone != "No/Where" else "UTC"))
    too_early = local.day == 1 and (local.hour, local.minute) < (9, 30)
    assert (home(moment, zone).tiles.courses_this_month >= 1) is not too_early


@anywhere
def test_bronze_silver_and_the_technical_track_are_earned(moment: str, zone: str) -> None:
    found = home(moment, zone).achievements
    assert [goal.title for goal in (*found.levels, *found.tracks) if goal.earned_at] == ["Bronze", "Silver", "Technical Expertise"]
    assert [goal.title for goal in found.badges if goal.earned_at] == [
        "First Lesson",
        "First Course",
        "Builder",
        "Market Reader",
        "Five in a Row",
        "Ten Hours",
        "Forty Hours",
    ]


@anywhere
def test_the_path_stands_at_sixty_percent(moment: str, zone: str) -> None:
    path = home(moment, zone).path
    assert path is not None and path.percent == 60
    assert [(module.title, module.state) for module in path.modules] == [
        ("Referral Strategies", "completed"),
        ("Client Communication", "in progress"),
        ("Closing Techniques", "locked"),
        ("Advanced Partnerships", "locked"),
    ]
    assert path.next is not None and path.next.lesson_id == "client-communication/bad-news-well-told"


@anywhere
def test_study_is_in_the_past_by_day_and_never_twice_at_once(moment: str, zone: str) -> None:
    events = history(moment, zone)
    spans = [event.span for event in events if event.span and event.type is EventType.STUDIED]
    assert all(event.at <= at(moment) for event in events)
    assert all(normalised(event, at(moment)) == event for event in events)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert sum(end - start for start, end in spans) == study_seconds(record_of(events))
    clock = ZoneInfo(zone if zone != "No/Where" else "UTC")
    begun = [datetime.fromtimestamp(start, clock) for start, _ in spans]
    ended = [datetime.fromtimestamp(end, clock) for _, end in spans]
    assert all(moment.hour >= 8 for moment in begun) and all(moment.hour < 18 for moment in ended)
    assert 100 <= (ended[-1] - begun[0]).days <= 130


@anywhere
def test_the_events_tell_a_history_that_the_server_would_accept(moment: str, zone: str) -> None:
    events = history(moment, zone)
    assert len({event.id for event in events}) == len(events)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert [event.at for event in events if event.device == DEVICE] == sorted(event.at for event in events if event.device == DEVICE)
    assert {event.type for event in events if event.type not in LEARNER_EVENTS} == {EventType.ASSESSED}
    lessons = {lesson.id for course in CATALOGUE.courses.values() for lesson in course.lessons}
    so_far: list[Event] = []
    enrolled: set[str] = set()
    for event in events:
        if event.type is EventType.ENROLLED:
            assert why_locked(CATALOGUE.courses[event.object], CATALOGUE.courses, record_of(so_far)) is None
            enrolled.add(event.object)
        elif event.type is not EventType.ASSESSED:
            assert event.object in lessons and event.course_id in enrolled
        so_far.append(event)
    assert enrolled == {*FINISHED, BEGUN}


def test_the_history_is_the_same_all_day() -> None:
    assert history("2026-04-14T10:00", "UTC") == history("2026-04-14T23:59", "UTC") == history("2026-04-15T09:29", "UTC")
    assert history("2026-04-15T09:30", "UTC") != history("2026-04-15T09:29", "UTC")


def test_one_course_makes_no_expert() -> None:
    """A newcomer is a beginner after any one course, and never above intermediate after any two of a track."""
    record, moment = record_of([]), at("2026-04-14T10:00")
    for course_id in CATALOGUE.courses:
        assert skill_level(CATALOGUE, record, {course_id: moment}, moment).title == "Beginner"
    for track in CATALOGUE.certifications.values():
        done = dict.fromkeys(track.among[:2], moment)
        assert not done or skill_level(CATALOGUE, record, done, moment).title in ("Beginner", "Intermediate")


def test_a_new_learner_starts_at_zero() -> None:
    tiles = dashboard(CATALOGUE, LearnerState(learner=Learner(id="me", name="New")), at("2026-04-14T10:00")).tiles
    assert (tiles.courses, tiles.study_minutes, tiles.certifications, tiles.streak_days, tiles.skill_title) == (0, 0, 0, 0, "Beginner")
