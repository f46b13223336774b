"""The change feed: complete, in order, and never skipping what commits late. Source: architecture.md, Sync."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.programme import FACTS, event, marked
from tests.server.running import Server, commit_late, problem, started
from trainhub_core.feed import catalogue_from, state_from
from trainhub_core.models.learning import EventType, Learner
from trainhub_core.models.views import Dashboard
from trainhub_core.models.wire import Changes, Kind, Receipt
from trainhub_core.operations import Enroll
from trainhub_core.views.dashboard import dashboard
from trainhub_server.database.face import Value
from trainhub_server.database.sqlite import SqliteConnection
from trainhub_server.repositories import changes

pytestmark = pytest.mark.anyio


async def test_the_first_sync_brings_everything_there_is(server: Server) -> None:
    ana = await server.partner()
    feed, cursor = await ana.feed()
    assert len(feed) == len(FACTS) + 2 + 1
    assert isinstance(feed["learner", "ana"], Learner)
    assert await ana.feed(cursor) == ({}, cursor)


async def test_the_feed_makes_the_same_page_as_the_server(server: Server) -> None:
    """I7: the client's view equals the server's view."""
    ana = await server.partner()
    await ana.done(Enroll(event=event(EventType.ENROLLED, "first-steps")))
    await ana.tell(marked("first-steps/l1", "first-steps/l2"))
    await ana.register("talk")
    facts = [fact for fact in (await ana.feed())[0].values() if fact is not None]
    state = state_from(facts, Learner(id="ana", name="nobody"))
    home = await ana.read(Dashboard, "dashboard")
    assert dashboard(catalogue_from(facts), state, server.clock.now) == home


async def test_pages_are_at_most_as_long_as_asked_and_lose_nothing(server: Server) -> None:
    ana = await server.partner()
    whole, _ = await ana.feed()
    cursor, seen, page = "", [], None
    while page is None or page.more:
        page = await ana.read(Changes, "changes", since=cursor, limit=3)
        assert len(page.changes) <= 3
        seen += [(it.kind, it.id) for it in page.changes]
        cursor = page.cursor
    assert sorted(seen) == sorted(whole)


async def test_only_the_newest_state_is_sent_and_its_number_grows(server: Server) -> None:
    """I8."""
    ana = await server.partner()
    _, cursor = await ana.feed()
    numbers = []
    for _ in range(3):
        receipt = (await ana.register("talk")).json(), (await ana.cancel("talk")).json()
        numbers += [answer["changes"][0]["seq"] for answer in receipt]
    assert numbers == sorted(set(numbers))
    page = await ana.read(Changes, "changes", since=cursor)
    assert [(it.kind, it.id) for it in page.changes] == [("registration", "talk"), ("webinar", "talk")]
    assert page.changes[0].seq == numbers[-1]


async def test_nobody_s_rows_are_in_another_s_feed(server: Server) -> None:
    """API-3."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    _, cursor = await ben.feed()
    await ana.tell(marked("first-steps/l1", "first-steps/l2"))
    assert (await ben.feed(cursor))[0] == {}


@pytest.mark.parametrize("cursor", ["nonsense", "a.b.c", "a.1.2.3", "a." + "9" * 40 + ".1"])
async def test_a_cursor_that_is_none_is_refused(server: Server, cursor: str) -> None:
    ana = await server.partner()
    assert problem(await ana.get("changes", since=cursor)).status == 422


async def test_a_cursor_of_another_database_is_no_good_here(database: str, tmp_path: Path) -> None:
    """A client that knew another database reads this one from the start."""
    async with started(str(tmp_path / "older.db"), tmp_path / "files") as older:
        ana = await older.partner()
        before = await ana.read(Changes, "changes", limit=100)
    async with started(database, tmp_path / "files") as server:
        server.clock.now = server.clock.now.replace(year=2027)
        ana = await server.partner()
        assert problem(await ana.get("changes", since=before.cursor)).status == 410
        after = await ana.read(Changes, "changes", limit=100)
    assert len(after.changes) == len(before.changes)


async def test_what_commits_late_is_not_skipped(database: str, tmp_path: Path, engine: str) -> None:
    """Sync: a transaction that draws its number first and commits last is still seen by whoever read in between."""
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner()
        ben = await server.partner("Ben")
        _, cursor = await ana.feed()
        drawn, go_on = asyncio.Event(), asyncio.Event()

        async def quick() -> None:
            await ben.register("talk")

        slow = asyncio.create_task(commit_late(server, drawn, go_on))
        await drawn.wait()
        fast = asyncio.create_task(quick())
        if engine == "postgres":
            await fast
        between, cursor = await ana.feed(cursor)
        assert between == {}, "what comes after an unfinished transaction waits for it"
        go_on.set()
        await asyncio.gather(slow, fast)
        afterwards, _ = await ana.feed(cursor)
        assert set(afterwards) == {("lesson-record", "first-steps/l1"), ("webinar", "talk")}


async def test_a_restored_postgres_is_told_anew(database: str, tmp_path: Path, engine: str) -> None:
    """Transaction numbers start over in a database restored elsewhere; clients get everything again, with greater numbers."""
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner()
        before = await ana.read(Changes, "changes", limit=100)
        async with server.site.writing() as unit:
            await unit.connection.run("UPDATE changes SET txid = 4000000000")
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner_again("Ana")
        assert problem(await ana.get("changes", since=before.cursor)).status == 410
        after = await ana.read(Changes, "changes", limit=100)
        assert {(it.kind, it.id) for it in after.changes} == {(it.kind, it.id) for it in before.changes}
        newest = max(it.seq for it in before.changes)
        assert all(it.seq > newest for it in after.changes), engine


async def test_a_restart_costs_nobody_their_place(database: str, tmp_path: Path) -> None:
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner()
        _, cursor = await ana.feed()
    for name in ("Ben", "Cleo"):
        async with started(database, tmp_path / "files") as server, started(database, tmp_path / "files") as beside:
            ana = await server.partner_again("Ana")
            assert (await ana.feed(cursor))[0] == {}
            ben = await beside.partner(name)
            await ben.register("talk")
            news, cursor = await ana.feed(cursor)
            assert set(news) == {("webinar", "talk")}, "in an epoch that the other server began"
            await ben.cancel("talk")
            news, cursor = await ana.feed(cursor)


async def test_a_server_that_joins_others_costs_nobody_their_place(database: str, tmp_path: Path) -> None:
    """Sync, I5: a worker is replaced between a fetch and a change; what was sent is not asked for again."""
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner()
        _, cursor = await ana.feed()
        async with started(database, tmp_path / "files") as beside:
            receipt = Receipt.model_validate_json((await ana.register("talk")).content)
            known = max(it.seq for it in receipt.changes)
            for door in (server, beside):
                asked = await (await door.partner_again("Ana")).get("changes", since=cursor, known=known)
                assert asked.status_code == 200, asked.text


@pytest.mark.parametrize("heard", ["in the feed", "in a receipt"])
async def test_a_database_that_went_back_is_noticed_also_when_it_has_overtaken_the_cursor(tmp_path: Path, heard: str) -> None:
    """Reliability, I7: restored from a backup, it gives the same numbers to other changes; none of them may be missed."""
    database, backup = tmp_path / "hub.db", tmp_path / "backup.db"
    async with started(str(database), tmp_path / "files") as server:
        ana = await server.partner()
        page = await ana.read(Changes, "changes", limit=100)
        with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
            live.backup(copy)
        receipt = Receipt.model_validate_json((await ana.register("talk")).content)
        known = max(it.seq for it in receipt.changes)
        if heard == "in the feed":
            page = await ana.read(Changes, "changes", since=page.cursor, limit=100)
            known = 0
    _put_back(backup, database)
    async with started(str(database), tmp_path / "files") as server:
        ana, ben = await server.partner_again("Ana"), await server.partner("Ben")
        for _ in range(9):
            await ben.register("talk"), await ben.cancel("talk")
        assert problem(await ana.get("changes", since=page.cursor, known=known)).status == 410
        assert (await ana.get("changes", since=page.cursor, known=0)).status_code == (410 if heard == "in the feed" else 200)
        anew = await ana.read(Changes, "changes", known=known, limit=100)
        assert (await ana.get("changes", since=anew.cursor, known=max(it.seq for it in anew.changes))).status_code == 200


async def test_what_is_written_for_many_gives_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.12 on, sqlite3 refuses the second time of a statement whose rows nobody has taken."""
    said: list[str] = []

    async def heard(_: SqliteConnection, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        said.append(sql)

    monkeypatch.setattr(SqliteConnection, "run_many", heard)
    await changes.put_many(SqliteConnection(tmp_path / "hub.db", "writer"), [("ana", Kind.LEARNER, "ana", Learner(id="ana", name="Ana"))])
    assert len(said) == 1 and "RETURNING" not in said[0]


def _put_back(backup: Path, database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    shutil.copy(backup, database)
