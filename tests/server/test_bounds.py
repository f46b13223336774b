"""What one learner can have kept: bounds that no learning reaches, each with its sentence. Source: reliability.md, Server. Both engines."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.server.practising import PRACTICE, answered, submitted
from tests.server.programme import NOW, event
from tests.server.reading_whole import read_whole
from tests.server.running import Server, problem, started
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.operations import SetBookmark
from trainhub_server.services import bookmarks, learning, practice
from trainhub_server.settings import Rate

pytestmark = pytest.mark.anyio


def mark(offset: int, on: bool = True) -> SetBookmark:
    return SetBookmark(bookmark=Bookmark(kind=BookmarkKind.LESSON, object="first-steps/l1", offset=offset, on=on, at=NOW))


async def test_bookmarks_have_an_end_switched_off_ones_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-3: those that are there can still be changed, and a repeated request has the answer that it had."""
    monkeypatch.setattr(bookmarks, "MOST_BOOKMARKS", 2)
    ana = await server.partner("Ana")
    first = await ana.done(mark(1), "first")
    await ana.done(mark(2, on=False))
    refused = problem(await ana.do(mark(3, on=False)))
    assert (refused.status, refused.detail.partition(",")[0]) == (409, "There are 2 bookmarks already")
    await ana.done(mark(2))
    assert await ana.done(mark(1), "first") == first
    assert (await (await server.partner("Ben")).do(mark(3))).status_code == 200, "each learner has room of their own"


async def test_a_page_of_bookmarks_is_read_and_no_more(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """LIB-4; reliability.md, Server: the latest first, to the part of a second, without those that were removed."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    for number, second in enumerate([0, 0.5, 0.25, 1, 2, 3.000001, 3]):
        told = mark(number).bookmark.model_copy(update={"at": NOW - timedelta(minutes=1) + timedelta(seconds=second)})
        await ana.done(SetBookmark(bookmark=told))
    await ana.done(mark(4, on=False))
    await ben.done(mark(9))
    read = read_whole(monkeypatch, Bookmark)
    pages = [(await ana.get("bookmarks", limit="3", offset=offset)).json() for offset in ("0", "3", "6")]
    assert [[it["offset"] for it in page["items"]] for page in pages] == [[5, 6, 3], [1, 2, 0], []]
    assert [(page["total"], page["next"]) for page in pages] == [(6, 3), (6, None), (6, None)]
    assert len(read) == 6


async def test_attempts_have_an_end(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-3: one that is known is told again without harm."""
    monkeypatch.setattr(practice, "MOST_ATTEMPTS", 1)
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE) as server:
        ana = await server.partner("Ana")
        await ana.done(submitted(answered()))
        refused = problem(await ana.do(submitted(answered(attempt_id="attempt-2"))))
        assert (refused.status, refused.detail) == (409, "1 attempts and walks of yours are kept already; there is no room for more.")
        assert (await ana.done(submitted(answered()))).changes


async def test_a_record_does_not_grow_for_ever_and_what_adds_nothing_to_it_is_taken(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """API-3: every page of a learner is made of their record."""
    monkeypatch.setattr(learning, "MOST_PIECES", 3)
    ana, noon = await server.partner("Ana"), int(NOW.timestamp())
    spans = [event(EventType.STUDIED, "first-steps/l1", span=(noon - 100 * ago, noon - 100 * ago + 10)) for ago in range(1, 5)]
    assert (await ana.tell(spans[:3])).status_code == 200
    refused = problem(await ana.tell(spans))
    assert (refused.status, refused.detail) == (409, learning.NO_ROOM)
    assert (await ana.tell(spans[:3])).status_code == 200, "what is known already"
    assert (await ana.tell([event(EventType.MARKED_DONE, "first-steps/l1")])).status_code == 200


async def test_who_has_had_too_much_kept_waits_and_loses_nothing(database: str, tmp_path: Path) -> None:
    """API-3: 429, upon which an app keeps what it has to send, and reading goes on."""
    seconds = [0.0]
    async with started(database, tmp_path / "files", kept=Rate(per_second=10, burst=1000)) as server:
        server.site.kept._seconds = lambda: seconds[0]
        ana, ben = await server.partner("Ana"), await server.partner("Ben")
        answers = [await ana.do(mark(number)) for number in range(9)]
        taken = [answer.status_code for answer in answers].count(200)
        assert 0 < taken < 9
        assert [answer.status_code for answer in answers] == [200] * taken + [429] * (9 - taken)
        assert int(answers[-1].headers["retry-after"]) > 1
        assert (await ana.get("bookmarks")).json()["total"] == taken
        assert (await ben.do(mark(1))).status_code == 200
        seconds[0] += int(answers[-1].headers["retry-after"])
        assert (await ana.do(mark(8))).status_code == 200
