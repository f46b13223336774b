"""Events in, progress and awards out, on both engines."""

import pytest

from tests.server.programme import event, marked
from tests.server.running import Server, problem
from trainhub_core.models.achievements import Award
from trainhub_core.models.learning import CourseRecord, EventType
from trainhub_core.models.views import CoursePage, CourseRow, Dashboard, ProgressReport
from trainhub_core.models.wire import Page, Receipt
from trainhub_core.operations import Enroll, RecordProgress, Unenroll

pytestmark = pytest.mark.anyio


async def test_enrolling_is_told_in_the_receipt_and_in_the_feed_with_the_same_number(server: Server) -> None:
    """COURSE-3."""
    ana = await server.partner()
    receipt = await ana.done(Enroll(event=event(EventType.ENROLLED, "first-steps")))
    (change,) = receipt.changes
    assert (change.kind, change.id) == ("course-record", "first-steps")
    feed, _ = await ana.feed()
    assert isinstance(record := feed["course-record", "first-steps"], CourseRecord)
    assert record.enrolled


async def test_finishing_a_course_opens_the_next_and_gives_what_was_earned(server: Server) -> None:
    """PATH-2, ACH-1, ACH-2, PROG-1."""
    ana = await server.partner()
    await ana.done(Enroll(event=event(EventType.ENROLLED, "first-steps")))
    locked = await ana.read(CoursePage, "courses/next-steps")
    assert (locked.course.state, locked.course.why) == ("locked", "Finish First Steps first")
    answer = await ana.tell(marked("first-steps/l1", "first-steps/l2"))
    receipt = Receipt.model_validate_json(answer.content)
    assert receipt.sentence == "You have earned Bronze, First Course."
    opened = await ana.read(CoursePage, "courses/next-steps")
    assert opened.course.state == "available"
    home = await ana.read(Dashboard, "dashboard")
    assert (home.tiles.courses, home.tiles.certifications, home.tiles.badges) == (1, 1, 1)
    assert home.path is not None
    assert home.path.percent == 50
    feed, _ = await ana.feed()
    assert isinstance(feed["award", "certification/bronze"], Award)
    report = await ana.read(ProgressReport, "progress")
    assert [row.percent for row in report.courses] == [100]


async def test_an_event_counts_once_however_often_and_under_whatever_key_it_is_sent(server: Server) -> None:
    """PROG-1."""
    ana = await server.partner()
    told = marked("first-steps/l1")
    first = Receipt.model_validate_json((await ana.tell(told)).content)
    again = Receipt.model_validate_json((await ana.tell(told)).content)
    assert [it.seq for it in again.changes] == [it.seq for it in first.changes]


async def test_a_locked_course_takes_no_events_and_says_why(server: Server) -> None:
    """PATH-2."""
    ana = await server.partner()
    for operation in (
        Enroll(event=event(EventType.ENROLLED, "next-steps")),
        Unenroll(event=event(EventType.UNENROLLED, "next-steps")),
        RecordProgress(event=event(EventType.MARKED_DONE, "next-steps/l1")),
    ):
        refusal = problem(await ana.do(operation))
        assert (refusal.status, refusal.type) == (409, "/problems/refused")
        assert refusal.detail == "Next Steps is locked: Finish First Steps first."


async def test_of_a_batch_with_a_refused_event_nothing_is_kept(server: Server) -> None:
    ana = await server.partner()
    told = [*marked("first-steps/l1"), event(EventType.ACCEPTED, "first-steps/l2")]
    assert problem(await ana.tell(told)).type == "/problems/refused"
    assert ("lesson-record", "first-steps/l1") not in (await ana.feed())[0]
    kept = await ana.tell(told[:1])
    assert [it.id for it in Receipt.model_validate_json(kept.content).changes][:1] == ["first-steps/l1"]


async def test_a_batch_may_finish_a_course_and_enrol_in_the_one_it_opens(server: Server) -> None:
    ana = await server.partner()
    told = [*marked("first-steps/l1", "first-steps/l2"), event(EventType.ENROLLED, "next-steps")]
    assert (await ana.tell(told)).status_code == 200


async def test_what_does_not_exist_is_not_there(server: Server) -> None:
    ana = await server.partner()
    for kind, thing in ((EventType.ENROLLED, "nothing"), (EventType.MARKED_DONE, "first-steps/l9"), (EventType.STUDIED, "nothing/l1")):
        refusal = problem(await ana.tell([event(kind, thing, span=(10**9, 10**9 + 60))]))
        assert refusal.status == 404


async def test_impossible_moments_are_refused_and_future_ones_clamped(server: Server) -> None:
    """Rule: events dated more than ten minutes in the future are clamped to the received time."""
    ana = await server.partner()
    for details in ({"at": "0001-01-01T00:00:00Z"}, {"span": (-(10**18), 60)}, {"media": ((5, 1),)}, {"media": ((0, 10**15),)}):
        told = event(EventType.STUDIED, "first-steps/l1", **{"span": (10**9, 10**9 + 60), **details})
        assert problem(await ana.tell([told])).type == "/problems/invalid"
    assert (await ana.tell([event(EventType.ENROLLED, "first-steps", at="2099-01-01T00:00:00Z", version=99)])).status_code == 200
    record = (await ana.feed())[0]["course-record", "first-steps"]
    assert isinstance(record, CourseRecord)
    assert (record.at, record.version) == (server.clock.now, 1)


async def test_each_route_takes_its_own_events_alone(server: Server) -> None:
    ana = await server.partner()
    assert problem(await ana.do(Enroll(event=marked("first-steps/l1")[0]))).type == "/problems/invalid"
    assert problem(await ana.do(Unenroll(event=event(EventType.ENROLLED, "first-steps")))).type == "/problems/invalid"


async def test_courses_are_filtered_sorted_and_paged(server: Server) -> None:
    """COURSE-1."""
    ana = await server.partner()
    rows = Page[CourseRow]
    assert [row.id for row in (await ana.read(rows, "courses", state="locked")).items] == ["next-steps"]
    assert [row.id for row in (await ana.read(rows, "courses", level="advanced")).items] == ["next-steps"]
    assert [row.id for row in (await ana.read(rows, "courses", q="SIDE")).items] == ["on-the-side"]
    assert [row.minutes for row in (await ana.read(rows, "courses", sort="minutes")).items] == [20, 20, 30]
    page = await ana.read(rows, "courses", limit=2)
    assert (len(page.items), page.total, page.next) == (2, 3, 2)
    assert (await ana.read(rows, "courses", limit=2, offset=2)).next is None
    assert problem(await ana.get("courses", limit=101)).status == 422
    assert problem(await ana.get("courses", sort="price")).status == 422


async def test_a_course_s_text_is_sent_once_and_then_known_by_its_etag(server: Server) -> None:
    """LIB-3, COURSE-4: what opens offline must be readable offline, so a locked course has its text too."""
    ana = await server.partner()
    answer = await ana.get("courses/next-steps/text")
    assert "# Next" in answer.text
    known = await ana.http.get(answer.url, headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert (await ana.http.get(answer.url, headers={"If-None-Match": '"other"'})).status_code == 200
