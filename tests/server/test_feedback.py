"""Ratings and use in real work at the server (COURSE-5). Both engines."""

from datetime import timedelta

import pytest

from tests.server.programme import NOW, event, marked
from tests.server.running import Partner, Server, problem
from trainhub_core.feed import catalogue_from, state_from
from trainhub_core.models.catalogue import Course
from trainhub_core.models.feedback import Applied, AppliedAnswer, Rating
from trainhub_core.models.learning import EventType, Learner
from trainhub_core.models.views import CoursePage, Dashboard
from trainhub_core.operations import RateCourse, TellApplied
from trainhub_core.views.dashboard import dashboard

pytestmark = pytest.mark.anyio
COURSE = "first-steps"
SECRET = "Too many slides, said nobody else"


def rated(stars: int | None, sentence: str = "") -> RateCourse:
    return RateCourse(rating=Rating(course_id=COURSE, stars=stars, sentence=sentence, at=NOW))


def used(answer: AppliedAnswer | None = AppliedAnswer.YES) -> TellApplied:
    return TellApplied(told=Applied(course_id=COURSE, answer=answer, sentence="On a call.", at=NOW))


async def graduate(server: Server, name: str) -> Partner:
    """A learner who has completed the course."""
    partner = await server.partner(name)
    await partner.tell([event(EventType.ENROLLED, COURSE), *marked(f"{COURSE}/l1", f"{COURSE}/l2")])
    return partner


async def shown(partner: Partner) -> tuple[int, int]:
    """The rating as everybody reads it, which the change feed has too."""
    page = await partner.read(CoursePage, f"courses/{COURSE}")
    told = (await partner.feed())[0]["course", COURSE]
    assert isinstance(told, Course)
    assert (told.rating, told.ratings) == (page.course.rating, page.course.ratings)
    return page.course.rating, page.course.ratings


async def test_a_rating_is_shown_from_three_on_changed_and_withdrawn(server: Server) -> None:
    """COURSE-5: average and count, never one person's stars."""
    ana, ben, eve = [await graduate(server, name) for name in ("Ana", "Ben", "Eve")]
    assert [change.kind for change in (await ana.done(rated(5))).changes] == ["rating"]
    await ben.done(rated(4))
    assert await shown(ana) == (0, 0)
    assert [change.kind for change in (await eve.done(rated(4))).changes] == ["rating", "course"]
    assert await shown(ana) == (43, 3)
    await eve.done(rated(1))
    await eve.done(rated(1), key="once-more")
    assert await shown(ben) == (33, 3)
    await ana.done(rated(None))
    assert await shown(ben) == (0, 0)


async def test_nobody_sees_another_s_sentence(server: Server) -> None:
    """COURSE-5, API-3."""
    for name in ("Ana", "Ben", "Eve"):
        await (await graduate(server, name)).done(rated(5, SECRET))
    stranger = await server.partner("Stranger")
    assert await shown(stranger) == (50, 3)
    for path in ("changes", "courses", f"courses/{COURSE}", f"courses/{COURSE}/text", "dashboard", "progress"):
        assert SECRET not in (await stranger.get(path)).text, path
    assert SECRET in (await (await server.partner("Ana")).get("changes")).text


async def test_only_who_has_completed_a_course_rates_it(server: Server) -> None:
    """COURSE-5."""
    ana = await server.partner("Ana")
    refusal = problem(await ana.do(rated(5)))
    assert (refusal.status, refusal.detail) == (409, "First Steps can be rated when it is complete.")
    gone = RateCourse(rating=Rating(course_id="no-such-course", stars=5, at=NOW))
    assert problem(await ana.do(gone)).status == 404
    answer = await ana.send("PUT", gone.path, gone.body().replace(":5", ":6"))
    assert problem(answer).status == 422


async def test_use_at_work_is_asked_after_thirty_days_and_once(server: Server) -> None:
    """COURSE-5: Home asks, on both sides alike."""
    ana = await graduate(server, "Ana")
    assert problem(await ana.do(used())).detail == "What First Steps is worth at work is asked in 30 days."
    assert (await ana.read(Dashboard, "dashboard")).ask is None
    server.clock.now = NOW + timedelta(days=30)
    home = await ana.read(Dashboard, "dashboard")
    assert home.ask is not None
    assert home.ask.title == "First Steps"
    facts = [fact for fact in (await ana.feed())[0].values() if fact is not None]
    assert dashboard(catalogue_from(facts), state_from(facts, Learner(id="ana", name="nobody")), server.clock.now) == home
    await ana.done(used(None))
    assert (await ana.read(Dashboard, "dashboard")).ask is None
    await ana.done(used(AppliedAnswer.PARTLY))
    told = (await ana.feed())[0]["applied", COURSE]
    assert isinstance(told, Applied)
    assert told.answer is AppliedAnswer.PARTLY


async def test_a_rating_does_not_make_a_text_another_one(server: Server) -> None:
    """LIB-2: laptops do not fetch every text again because somebody has rated a course."""
    ana = await graduate(server, "Ana")
    before = (await ana.get(f"courses/{COURSE}/text")).headers["etag"]
    for name in ("Ana", "Ben", "Eve"):
        await (await graduate(server, name)).done(rated(5))
    assert (await ana.get(f"courses/{COURSE}/text")).headers["etag"] == before
