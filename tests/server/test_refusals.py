"""Every refusal is problem details with a sentence, and nothing of the inside leaves. Source: reliability.md, Server."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.programme import NOW, event
from tests.server.running import Server, problem, started
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.operations import ROOT, RegisterWebinar, SetBookmark
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.repositories import learners
from trainhub_server.settings import Rate

pytestmark = pytest.mark.anyio
SEAT = {"webinar_id": "talk", "at": "2026-03-02T09:00:00Z"}


async def test_an_unknown_address_and_a_wrong_method_are_problems(server: Server) -> None:
    ana = await server.partner()
    assert problem(await ana.get("nothing")).detail == "There is nothing at this address."
    assert problem(await ana.get("courses/nothing")).detail == "There is no such course."
    answer = await ana.http.delete(f"{ROOT}/courses")
    assert problem(answer).status == 405
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Invalid JSON"),
        ("[]", "object"),
        ("nonsense", "Invalid JSON"),
        ('{"webinar_id": "talk"}', "at: Field required."),
        (json.dumps({**SEAT, "learner": "ben"}), "learner: Extra inputs are not permitted."),
        (json.dumps({**SEAT, "webinar_id": "../talk"}), "webinar_id"),
        (json.dumps({**SEAT, "at": "yesterday"}), "at: "),
        (json.dumps({**SEAT, "webinar_id": "a\ud800"}), ""),
        ('{"a":' * 5000 + "1" + "}" * 5000, ""),
    ],
)
async def test_a_body_that_is_not_as_documented_is_refused_with_the_reason(server: Server, body: str, words: str) -> None:
    ana = await server.partner()
    refusal = problem(await ana.send("POST", f"{ROOT}/register-webinar", body))
    assert (refusal.status, refusal.type) == (422, "/problems/invalid")
    assert words in refusal.detail
    assert "pydantic" not in refusal.detail


async def test_an_unknown_field_is_refused_at_any_depth(server: Server) -> None:
    ana = await server.partner()
    told = json.loads(event(EventType.ENROLLED, "first-steps").model_dump_json(exclude_none=True))
    body = json.dumps({"events": [told, {**told, "id": "other", "points": 100}]})
    assert problem(await ana.send("POST", f"{ROOT}/events", body)).detail == "events.1.points: this field is not known here."


async def test_too_many_events_at_once_are_refused(server: Server) -> None:
    ana = await server.partner()
    assert problem(await ana.tell([event(EventType.ENROLLED, "first-steps")] * 101)).status == 422
    assert problem(await ana.tell([])).status == 422


async def test_a_body_over_a_megabyte_is_refused_whether_announced_or_not(server: Server) -> None:
    ana = await server.partner()
    assert problem(await ana.send("POST", f"{ROOT}/events", "x" * 1_000_001)).status == 413

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100_000

    answer = await ana.http.post(f"{ROOT}/events", content=unannounced(), headers={"Idempotency-Key": "key"})
    assert problem(answer).detail == "A request may be 1 MB at most; send less at once."


async def test_a_fault_gives_a_sentence_and_nothing_of_the_inside(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await server.partner()

    async def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM inside")

    monkeypatch.setattr(learners, "state", broken)
    answer = await ana.get("dashboard")
    assert problem(answer).status == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


async def test_a_database_that_cannot_serve_is_said_and_retried_later(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await server.partner()

    async def gone(*_: object) -> None:
        raise DatabaseTrouble("The server cannot save: its disk is full.")

    monkeypatch.setattr(learners, "state", gone)
    answer = await ana.get("dashboard")
    assert (problem(answer).status, answer.headers["retry-after"]) == (503, "2")
    assert problem(answer).detail == "The server cannot save: its disk is full."


async def test_an_account_that_asks_too_much_is_told_when_to_come_back(database: str, tmp_path: Path) -> None:
    async with started(database, tmp_path / "files", rate=Rate(per_second=0.01, burst=3)) as server:
        ana, ben = await server.partner("Ana"), await server.partner("Ben")
        assert [(await ana.get("bookmarks")).status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = await ana.get("bookmarks")
        assert problem(answer).type == "/problems/too-many"
        assert 90 <= int(answer.headers["retry-after"]) <= 100
        assert (await ben.get("bookmarks")).status_code == 200
        stranger = server.client("wrong")
        assert [(await stranger.get(f"{ROOT}/bookmarks")).status_code for _ in range(4)] == [401, 401, 401, 429]


async def test_bookmarks_are_set_removed_and_listed_newest_first(server: Server) -> None:
    """LEARN-1: the last state counts; a removed one can come back."""
    ana = await server.partner()

    def mark(kind: BookmarkKind, of: str, on: bool = True, day: int = 1) -> SetBookmark:
        return SetBookmark(bookmark=Bookmark(kind=kind, object=of, on=on, at=NOW.replace(day=day, month=2)))

    await ana.done(mark(BookmarkKind.COURSE, "first-steps"))
    await ana.done(mark(BookmarkKind.LESSON, "first-steps/l1", day=2))
    await ana.done(mark(BookmarkKind.RESOURCE, "guide", day=3))
    listed = (await ana.get("bookmarks")).json()["items"]
    assert [it["object"] for it in listed] == ["guide", "first-steps/l1", "first-steps"]
    await ana.done(mark(BookmarkKind.RESOURCE, "guide", on=False))
    assert (await ana.get("bookmarks")).json()["total"] == 2
    await ana.done(mark(BookmarkKind.RESOURCE, "guide"))
    assert (await ana.get("bookmarks")).json()["total"] == 3
    assert problem(await ana.do(mark(BookmarkKind.LESSON, "first-steps/l9"))).detail == "There is no such lesson."
    assert problem(await ana.do(mark(BookmarkKind.COURSE, "nothing"))).status == 404


async def test_a_moment_without_a_zone_is_refused(server: Server) -> None:
    ana = await server.partner()
    body = RegisterWebinar(webinar_id="talk", at=NOW).body().replace("Z", "")
    assert problem(await ana.send("POST", f"{ROOT}/register-webinar", body)).status == 422
