"""What is remembered of Home is what would be worked out anew (DASH-1), at any moment, and takes no more than it may."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import AsyncMock, Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOW, finished, sample_catalogue
from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.models.achievements import Award
from trainhub_core.models.catalogue import Course
from trainhub_core.models.feedback import Applied
from trainhub_core.models.learning import CourseRecord, Learner, LearnerState, LessonRecord, Record, Standing
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.rules.offering import offered
from trainhub_core.views.dashboard import dashboard
from trainhub_server.offer import Offer
from trainhub_server.repositories import catalogue
from trainhub_server.repositories.catalogue import Counts
from trainhub_server.repositories.learners import Versions
from trainhub_server.services import home, own_home
from trainhub_server.services.home import Dashboards

HOSTILE = ('"webinars":[]', '"rating":1,"ratings":2', "\\", 'a","webinars":[],"b', "\0", "Ada")
OFFER = catalogue_of(sample_catalogue())
ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Santiago", "Pacific/Apia", "Nowhere/At-all")
DAYS, SECONDS = st.sampled_from((-90, -61, -31, -30, -1, 0, 1, 30)), st.sampled_from((-7200, -1, 0, 1, 60, 39_600, 50_000))
moments = st.builds(lambda days, seconds: NOW + timedelta(days=days, seconds=seconds), DAYS, SECONDS)
"""Often just before or after a midnight, the end of a webinar, thirty days after a course or ninety."""


@st.composite
def states(draw: st.DrawFn) -> LearnerState:
    """A learner who finished some courses, began others, holds seats and was given awards."""
    courses = draw(st.lists(st.sampled_from(list(OFFER.courses.values())), unique=True, max_size=4))
    facts = [fact for course in courses for fact in finished(course, draw(moments))]
    lessons = [fact for fact in facts if isinstance(fact, LessonRecord)]
    kept = lessons[: draw(st.integers(0, len(lessons)))]
    return LearnerState(
        learner=Learner(id="me", name=draw(st.sampled_from(HOSTILE)), zone=draw(st.sampled_from(ZONES))),
        record=Record(
            lessons={it.lesson_id: it for it in kept},
            courses={it.course_id: it for it in facts if isinstance(it, CourseRecord)},
            standing=Standing(days=tuple(sorted({it.date() for it in draw(st.lists(moments, max_size=9))}))),
        ),
        registrations={id_: held for id_ in OFFER.webinars if (held := draw(st.none() | seats(id_)))},
        awards=draw(st.sampled_from(((), (Award(of="badge/first-course", at=NOW),)))),
        applied=draw(st.sampled_from(({}, {"negotiation": Applied(course_id="negotiation", at=NOW)}))),
    )


def seats(webinar: str) -> st.SearchStrategy[Registration]:
    return st.builds(
        Registration, webinar_id=st.just(webinar), state=st.sampled_from(SeatState), position=st.none() | st.just(2), at=st.just(NOW)
    )


@st.composite
def as_others_have_it(draw: st.DrawFn, ground: Catalogue) -> Catalogue:
    """The same catalogue after others took seats, gave stars and fetched files."""
    taken, stars, fetched = (draw(st.integers(0, 50)) for _ in range(3))
    return replace(
        ground,
        webinars={it.id: it.model_copy(update={"taken": taken, "waiting": taken // 9}) for it in ground.webinars.values()},
        courses={it.id: it.model_copy(update={"rating": stars, "ratings": 3 * stars}) for it in ground.courses.values()},
        resources={it.id: it.model_copy(update={"downloads": fetched}) for it in ground.resources.values()},
    )


def titled(course: Course, title: str, withdrawn: bool) -> Course:
    return course.model_copy(update={"title": title, "summary": title, "withdrawn": withdrawn})


@st.composite
def grounds(draw: st.DrawFn) -> Catalogue:
    """A catalogue with titles that look like JSON, and some courses withdrawn."""
    told = {it.id: titled(it, draw(st.sampled_from(HOSTILE)), draw(st.booleans())) for it in OFFER.courses.values()}
    return replace(OFFER, courses=told)


def anew(catalogue: Catalogue, state: LearnerState, now: datetime) -> bytes:
    return dashboard(offered(catalogue, state.record), state, now).model_dump_json().encode()


@settings(max_examples=50)
@given(st.data(), st.lists(states(), min_size=1, max_size=2), st.lists(grounds(), min_size=1, max_size=2))
def test_what_is_remembered_is_what_would_be_made_anew(
    data: st.DataObject, known: Sequence[LearnerState], offers: Sequence[Catalogue]
) -> None:
    """DASH-1: whatever the learner does, others do, is published and the clock shows, also where it goes back."""
    dashboards = Dashboards()
    for version, ground in enumerate(offers, 1):
        for _ in range(4):
            who = data.draw(st.sampled_from(("ana", "ben")))
            state, now, catalogue = data.draw(st.sampled_from(known)), data.draw(moments), data.draw(as_others_have_it(ground))
            for moment in (now, now + timedelta(seconds=data.draw(SECONDS))):
                told = dashboards.answer(who, state.model_dump_json(), version, catalogue, moment)
                assert told == anew(catalogue, state, moment)


def counted(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """What is made anew from now on."""
    made = Mock(side_effect=own_home.made)
    monkeypatch.setattr(home, "made", made)
    return made


def test_a_seat_that_somebody_takes_has_nothing_worked_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """DASH-1: nor has a rating, or the next hour."""
    state = LearnerState(learner=Learner(id="me", name="Ada"))
    dashboards, made = Dashboards(), counted(monkeypatch)
    full = replace(OFFER, webinars={it.id: it.model_copy(update={"taken": 50}) for it in OFFER.webinars.values()})
    for offer, now in ((OFFER, NOW), (full, NOW), (OFFER, NOW + timedelta(hours=1)), (OFFER, NOW + timedelta(hours=11))):
        assert dashboards.answer("ana", state.model_dump_json(), 1, offer, now) == anew(offer, state, now)
    assert made.call_count == 2, "at midnight, that of UTC, it is made anew"


def graduate(course: str, completed: datetime, zone: str = "UTC") -> LearnerState:
    facts = finished(OFFER.courses[course], completed)
    lessons = {it.lesson_id: it for it in facts if isinstance(it, LessonRecord)}
    courses = {it.course_id: it for it in facts if isinstance(it, CourseRecord)}
    return LearnerState(learner=Learner(id="me", name="Ada", zone=zone), record=Record(lessons=lessons, courses=courses))


@pytest.mark.parametrize(
    ("state", "at"),
    [
        (graduate("negotiation", NOW - timedelta(days=30)), NOW),
        (graduate("negotiation", NOW - timedelta(days=90)), NOW),
        (graduate("referral-strategies", NOW, "America/Santiago"), datetime(2025, 1, 27, tzinfo=UTC)),
        (graduate("referral-strategies", NOW, "America/Santiago"), datetime(2025, 1, 27, 3, tzinfo=UTC)),
    ],
)
def test_what_time_alone_changes_is_changed_at_its_second(state: LearnerState, at: datetime) -> None:
    """COURSE-5: a question comes and goes; a skill fades at midnight UTC; the learner's day is theirs. Also where a clock is set back."""
    dashboards, told = Dashboards(), []
    for now in (at - timedelta(seconds=1), at, at - timedelta(seconds=1), at + timedelta(hours=1)):
        told.append(dashboards.answer("ana", state.model_dump_json(), 1, OFFER, now))
        assert told[-1] == anew(OFFER, state, now)
    assert told[0] == told[2] != told[1] == told[3]


def test_those_asked_for_last_are_kept_and_no_more_bytes_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 5, memory: the bound holds whatever is asked."""
    monkeypatch.setattr(home, "MOST_BYTES", 20_000)
    dashboards, made = Dashboards(), counted(monkeypatch)
    states = {name: LearnerState(learner=Learner(id=name, name=name)).model_dump_json() for name in map(str, range(100))}
    for name, state in states.items():
        dashboards.answer(name, state, 1, OFFER, NOW)
    assert made.call_count == 100
    for name in ("99", "98", "99"):
        dashboards.answer(name, states[name], 1, OFFER, NOW)
    assert made.call_count == 100
    dashboards.answer("0", states["0"], 1, OFFER, NOW)
    assert made.call_count == 101


@pytest.mark.anyio
async def test_when_a_seat_was_taken_one_looks_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 5: a seat costs one question to the database, however many are asked for Home meanwhile."""
    looked = AsyncMock(side_effect=look)
    monkeypatch.setattr(catalogue, "counts", looked)
    offer, connection = Offer(), Mock()
    offer.versions = Versions(0, 1)
    found = await asyncio.gather(*(offer.at(connection, Versions(0, 2)) for _ in range(5)))
    assert all(it is found[0] for it in found)
    assert (offer.versions, looked.await_count) == (Versions(0, 2), 1)


async def look(_: object) -> Counts:
    await asyncio.sleep(0)
    return Counts({}, {}, {}, Versions(0, 2))
