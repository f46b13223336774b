"""The event stream: whoever listens is told that there are changes, and nobody of another's. Source: the issue's Events, API-4."""

import asyncio
from itertools import count
from pathlib import Path

import pytest

from tests.server.listening import Ear, listening
from tests.server.organising import employed
from tests.server.programme import event, marked
from tests.server.running import Partner, Server, commit_late, started
from trainhub_core.models.learning import EventType
from trainhub_core.models.organisations import Role
from trainhub_core.operations import Enroll
from trainhub_server import callers
from trainhub_server.callers import Held
from trainhub_server.events.board import MOST_EACH, Board
from trainhub_server.events.wire import News
from trainhub_server.refusals import NoMoreStreams
from trainhub_server.repositories import tokens
from trainhub_server.repositories.changes import Place
from trainhub_server.services.accounts import hash_of

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_rounds")]


async def greeted(ear: Ear) -> str:
    """The cursor that a stream begins at."""
    hello = await ear.next()
    assert hello.name == "hello"
    return hello.cursor


async def test_a_change_is_told_with_the_cursor_of_the_feed(server: Server) -> None:
    """API-4: an event says that there are changes; they come through the feed."""
    ana = await server.partner()
    _, cursor = await ana.feed()
    async with listening(server, "token-of-Ana", cursor) as ear:
        assert await greeted(ear) == cursor
        await ana.register("talk")
        told = await ear.next()
        assert told.name == "changes" and told.kinds == ["registration", "webinar"]
        news, after = await ana.feed(cursor)
        assert set(news) == {("registration", "talk"), ("webinar", "talk")}
        assert told.cursor == after, "who has read up to this cursor need not ask"
    assert ear.status == 200
    assert ear.headers["content-type"].startswith("text/event-stream") and ear.headers["cache-control"] == "no-store"


async def test_nobody_is_told_of_another_s_changes(server: Server) -> None:
    """API-3, API-4."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    async with listening(server, "token-of-Ana") as hers, listening(server, "token-of-Ben") as his:
        await greeted(hers), await greeted(his)
        await ana.done(Enroll(event=event(EventType.ENROLLED, "first-steps")))
        await ana.tell(marked("first-steps/l1"))
        assert set((await hers.next()).kinds) <= {"course-record", "lesson-record", "standing"}
        await ben.register("talk")
        told = await his.next()
        assert told.kinds == ["registration", "webinar"], "the first that he hears is his own"


async def test_a_seat_that_somebody_else_gives_back_is_told_to_who_gets_it(server: Server) -> None:
    """WEB-3, API-4."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    await ana.register("tiny")
    await ben.register("tiny")
    _, cursor = await ben.feed()
    async with listening(server, "token-of-Ben", cursor) as ear:
        await greeted(ear)
        await ana.cancel("tiny")
        assert "registration" in (await ear.next()).kinds


async def test_who_comes_again_is_told_what_they_missed_and_nothing_twice(server: Server) -> None:
    """API-4: Last-Event-ID, from the tables."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    async with listening(server, "token-of-Ana") as ear:
        cursor = await greeted(ear)
    await ben.tell(marked("first-steps/l1"))
    async with listening(server, "token-of-Ana", cursor) as ear:
        assert await greeted(ear) == cursor
        await ana.register("talk")
        told = await ear.next()
        assert told.kinds == ["registration", "webinar"], f"of Ben's lesson nothing was told, {ear.heard}"
    await ana.cancel("talk")
    async with listening(server, "token-of-Ana", told.cursor) as ear:
        await greeted(ear)
        missed = await ear.next()
        assert missed.kinds == ["registration", "webinar"]
    async with listening(server, "token-of-Ana", missed.cursor) as ear:
        await greeted(ear)
        await ana.register("tiny")
        assert (await ear.next()).cursor > missed.cursor, "nothing was told again before it"


async def test_a_cursor_of_another_database_is_told_to_ask_anew(server: Server) -> None:
    await server.partner()
    async with listening(server, "token-of-Ana", "of-another.3.7") as ear:
        await greeted(ear)
        told = await ear.next()
        assert told.name == "changes" and told.kinds == []


async def test_a_cursor_that_is_none_is_refused(server: Server) -> None:
    await server.partner()
    async with listening(server, "token-of-Ana", "nonsense") as ear:
        await ear.over()
    assert ear.status == 422 and len(server.site.events.board) == 0


async def test_what_commits_late_is_told_once_nothing_can_come_before_it(database: str, tmp_path: Path, engine: str) -> None:
    """API-4: the stream skips nothing; what is told can be read."""
    async with started(database, tmp_path / "files") as server:
        ana, ben = await server.partner("Ana"), await server.partner("Ben")
        _, cursor = await ana.feed()
        drawn, go_on = asyncio.Event(), asyncio.Event()

        async with listening(server, "token-of-Ana", cursor) as ear:
            await greeted(ear)
            slow = asyncio.create_task(commit_late(server, drawn, go_on))
            await drawn.wait()
            fast = asyncio.create_task(ben.register("talk"))
            if engine == "postgres":
                await fast
                assert await server.site.events.look(server.site), "what comes after an unfinished transaction waits for it"
            assert len(ear.heard) == 1
            go_on.set()
            await asyncio.gather(slow, fast)
            kinds: set[str] = set()
            while kinds != {"lesson-record", "webinar"}:
                told = await ear.next()
                kinds |= set(told.kinds)
                cursor_told = told.cursor
            assert set((await ana.feed(cursor))[0]) == {("lesson-record", "first-steps/l1"), ("webinar", "talk")}
            assert (await ana.feed(cursor_told))[0] == {}


async def test_two_servers_on_one_database(database: str, tmp_path: Path) -> None:
    """API-4: a change made through one is told by the stream of the other."""
    async with started(database, tmp_path / "files") as one, started(database, tmp_path / "files") as other:
        ana = await one.partner()
        async with listening(other, "token-of-Ana") as ear:
            await greeted(ear)
            await ana.register("talk")
            assert (await ear.next()).kinds == ["registration", "webinar"]


async def test_who_does_not_read_is_dropped_with_a_word_and_nobody_else_notices(server: Server) -> None:
    """API-4: bounded: what a slow reader was not told yet is one piece of news."""
    ana = await server.partner()
    board = server.site.events.board
    async with listening(server, "token-of-Ana") as slow, listening(server, "token-of-Ana") as quick:
        await greeted(slow), await greeted(quick)
        slow.reads.clear()
        for _ in range(3):
            await ana.register("talk"), await ana.cancel("talk")
            assert "registration" in (await quick.next()).kinds
        await none_is_sent_to_but(1, server)
        for _ in range(2):
            beat_all(server)
        assert len(board) == 2
        slow.reads.set()
        told = await slow.next()
        while told.name == "changes":
            told = await slow.next()
        await slow.over()
        assert told.name == "dropped" and told.retry == 60_000 and len(slow.heard) <= 4
        await ana.register("tiny")
        assert "registration" in (await quick.next()).kinds
        assert not quick.is_over


async def test_who_goes_on_not_reading_is_cut_off(server: Server) -> None:
    """API-4."""
    ana = await server.partner()
    async with listening(server, "token-of-Ana") as slow:
        await greeted(slow)
        slow.reads.clear()
        await ana.register("talk")
        await asyncio.sleep(0)
        while not slow.was_cut:
            beat_all(server)
            await asyncio.sleep(0)
    assert len(server.site.events.board) == 0


async def none_is_sent_to_but(few: int, server: Server) -> None:
    """Until so few streams are still being sent what came last."""
    async with asyncio.timeout(60):
        for _ in count():
            if sum(it._sending is not None for it in server.site.events.board._step_of) <= few:
                return
            await asyncio.sleep(0)


def beat_all(server: Server) -> None:
    """One round of signs of life."""
    for stream in list(server.site.events.board._step_of):
        stream.beat()


async def test_a_sign_of_life_is_a_comment(server: Server) -> None:
    await server.partner()
    async with listening(server, "token-of-Ana") as ear:
        await greeted(ear)
        beat_all(server)
        await ear.beat(1)
        assert len(ear.heard) == 1


async def test_a_token_that_was_revoked_ends_its_stream_with_a_word(server: Server) -> None:
    """API-3, API-4: within one round, which is shorter than 30 seconds; the other's goes on."""
    await server.partner("Ana"), await server.partner("Ben")
    async with listening(server, "token-of-Ana") as hers, listening(server, "token-of-Ben") as his:
        await greeted(hers), await greeted(his)
        async with server.site.writing() as unit:
            [issued] = [it for it in await tokens.issued(unit.connection) if it.learner == "ana"]
            await tokens.revoke(unit.connection, issued.id)
        await check_all(server)
        assert (await hers.next()).name == "signed-out"
        await hers.over()
        await check_all(server)
        assert not his.is_over and len(server.site.events.board) == 1


async def check_all(server: Server) -> None:
    events = server.site.events
    await events.check(server.site, tuple(events.board._step_of))


async def test_an_account_has_so_many_streams_and_no_more(server: Server) -> None:
    """API-4."""
    ana = await server.partner()
    await server.partner("Ben")
    async with asyncio.timeout(60):
        await _with_streams(server, MOST_EACH, ana)


async def _with_streams(server: Server, left: int, ana: Partner) -> None:
    if left:
        async with listening(server, "token-of-Ana") as ear:
            await greeted(ear)
            await _with_streams(server, left - 1, ana)
        return
    async with listening(server, "token-of-Ana") as refused:
        await refused.over()
        assert refused.status == 429 and refused.headers["retry-after"] == "60"
    async with listening(server, "token-of-Ben") as ear:
        await greeted(ear)


async def test_a_server_that_stops_says_when_to_come_again(server: Server) -> None:
    """API-4."""
    await server.partner()
    async with listening(server, "token-of-Ana") as ear:
        await greeted(ear)
        server.site.events.board.close()
        told = await ear.next()
        assert told.name == "closing" and told.retry is not None and told.retry >= 2_000
        await ear.over()
    async with listening(server, "token-of-Ana") as refused:
        await refused.over()
        assert refused.status == 503


async def test_what_was_let_in_is_looked_at_again_by_the_tables(server: Server) -> None:
    """API-3: tokens by their rows, JWTs by their end and their bearer; somebody whose organisation has ended their access is out."""
    await server.partner("Ana")
    ben = await server.partner("Ben")
    now = server.clock.now.timestamp()
    token, lasting = Held("ana", hash_of("token-of-Ana")), Held("ana", until=now + 60)
    expired, nobody = Held("ana", until=now), Held("nobody", until=now + 60)
    wrong = Held("ana", hash_of("another"))
    assert await callers.still_held(server.site, {token, lasting, expired, nobody, wrong}) == {token, lasting}
    await employed(server, ben.id, Role.LEARNER)
    of_ben = {Held("ben", hash_of("token-of-Ben")), Held("ben", until=now + 60)}
    assert await callers.still_held(server.site, of_ben) == of_ben
    async with server.site.writing() as unit:
        await unit.connection.run("UPDATE memberships SET ended = $1 WHERE learner = 'ben'", unit.now)
    assert await callers.still_held(server.site, of_ben) == set()


async def test_many_are_told_at_a_pace_and_asked_to_spread(server: Server) -> None:
    """API-4: what concerns everybody does not bring everybody at once; one's own news never wait."""
    second = 100.0
    with pytest.raises(NoMoreStreams):
        Board(lambda: second, most=0).join(Held("learner-0"))
    board = Board(lambda: second)
    streams = [board.join(Held(f"learner-{number}")) for number in range(5_000)]
    assert board.spread == 10.0
    first, then = (News(f"e.0.{number}", frozenset({"webinar"}), board.spread, Place(0, number)) for number in (1, 2))
    board.tell({}, first)
    assert all(stream._news == first for stream in streams)
    board.tell({"learner-7": News("e.0.2", frozenset({"registration"}), place=Place(0, 2))}, then)
    assert streams[0]._news == first, "not yet"
    assert streams[7]._news is not None and streams[7]._news.kinds == {"registration", "webinar"} and streams[7]._news.spread == 0.0
    second += 2.0
    board.tell({}, then)
    assert streams[0]._news is not None and streams[0]._news.cursor == "e.0.2"
    board.close()
