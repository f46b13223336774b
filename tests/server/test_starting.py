"""The first start, later starts, several at once. Source: the issue's Embedded and Starter pack."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.server.programme import FACTS, NOW, SmallPack, course, event, marked, webinar
from tests.server.running import Server, problem, started
from trainhub_core.catalogue import Catalogue
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import Event, EventType, Learner
from trainhub_core.models.views import CoursePage, Dashboard, WebinarRow
from trainhub_core.models.webinars import Webinar
from trainhub_core.models.wire import Page
from trainhub_core.rules.versions import as_written
from trainhub_server.database import sqlite
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.database.migrate import migrate, pending, scripts
from trainhub_server.database.opening import open_database
from trainhub_server.database.who import LOGIN
from trainhub_server.settings import Solo

pytestmark = pytest.mark.anyio
SOLO = Solo("a-token-of-one-learner", "Ada Partner", "Europe/Berlin")


async def home_of(server: Server) -> Dashboard:
    answer = await server.client(SOLO.token).get("/api/partner/training/dashboard")
    assert answer.status_code == 200, answer.text
    return Dashboard.model_validate_json(answer.content)


async def test_a_new_learner_starts_at_zero_with_the_whole_programme(database: str, tmp_path: Path) -> None:
    """DASH-1, DASH-4."""
    async with started(database, tmp_path / "files", solo=SOLO) as server:
        home = await home_of(server)
    assert (home.learner_name, home.zone) == ("Ada Partner", "Europe/Berlin")
    assert (home.tiles.courses, home.tiles.study_minutes, home.tiles.certifications) == (0, 0, 0)
    assert home.path is not None
    assert [row.webinar.id for row in home.webinars] == ["talk", "tiny"]


async def test_webinars_are_planned_once_and_never_moved(database: str, tmp_path: Path) -> None:
    """WEB-1."""
    async with started(database, tmp_path / "files", solo=SOLO) as server:
        planned = [row.webinar for row in (await home_of(server)).webinars]
    newer = SmallPack(version="2", webinars=(webinar("talk", NOW + timedelta(days=90)),))
    async with started(database, tmp_path / "files", solo=SOLO, pack=lambda: newer) as server:
        assert [row.webinar for row in (await home_of(server)).webinars] == planned


async def test_a_newer_pack_replaces_what_changed_and_tells_that_alone(database: str, tmp_path: Path) -> None:
    """CONT-3 in small: learners keep what they did."""
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner()
        await ana.tell(marked("first-steps/l1", "first-steps/l2"))
        await ana.get("resources/guide/download")
        _, cursor = await ana.feed()
    republished = replace(
        SmallPack(), version="2", facts=_republished(), texts={"first-steps/l1": "# New words", "next-steps/l1": "# Next"}
    )
    async with started(database, tmp_path / "files", pack=lambda: republished) as server:
        ana = await server.partner_again("Ana")
        news, _ = await ana.feed(cursor)
        assert sorted(news) == [("course", "first-steps"), ("course", "on-the-side")]
        told = news["course", "first-steps"]
        assert isinstance(told, Course)
        assert as_written(told) == _republished()[0]
        assert news["course", "on-the-side"] is None
        page = await ana.read(CoursePage, "courses/first-steps")
        assert (page.course.percent, page.course.title) == (100, "First Steps, revised")
        assert "# New words" in (await ana.get("courses/first-steps/text")).text


async def test_a_course_that_a_newer_pack_has_no_more_stays_with_those_who_began_it(database: str, tmp_path: Path) -> None:
    """CONT-3: nobody else is offered it."""
    async with started(database, tmp_path / "files") as server:
        await (await server.partner()).tell(marked("first-steps/l1"))
    smaller = replace(SmallPack(), version="2", facts=[fact for fact in FACTS if getattr(fact, "id", "") != "first-steps"])
    async with started(database, tmp_path / "files", pack=lambda: smaller) as server:
        ana, ben = await server.partner_again("Ana"), await server.partner("Ben")
        page = await ana.read(CoursePage, "courses/first-steps")
        assert page.course.percent == 50
        assert "Ask first" in (await ana.get("courses/first-steps/text")).text
        assert problem(await ben.get("courses/first-steps")).status == 404


def _republished() -> tuple[Fact, ...]:
    kept = [fact for fact in FACTS if getattr(fact, "id", "") not in ("on-the-side", "first-steps")]
    return (course("first-steps").model_copy(update={"title": "First Steps, revised"}), *kept)


async def test_servers_that_start_at_once_install_once(database: str, tmp_path: Path) -> None:
    """Two windows at once."""

    async def one(number: int) -> list[str]:
        async with started(database, tmp_path / "files", solo=replace(SOLO, token=f"token-of-window-{number}")) as server:
            client = server.client(f"token-of-window-{number}")
            answer = await client.get("/api/partner/training/webinars")
            return [row.webinar.id for row in Page[WebinarRow].model_validate_json(answer.content).items]

    assert await asyncio.gather(*(one(number) for number in range(4))) == [["talk", "tiny"]] * 4
    async with started(database, tmp_path / "files") as server, server.site.reading() as unit:
        rows = await unit.connection.all("SELECT seq FROM changes WHERE audience = '*'")
        assert len(rows) == len(FACTS) + 2
        version = await unit.connection.one("SELECT version FROM versions WHERE name = 'catalogue'")
        assert version is not None
        assert version.number("version") == 2


async def test_two_servers_on_one_database_see_each_other_s_changes(database: str, tmp_path: Path) -> None:
    """Two windows at once: neither shows a remembered catalogue or page after the other changed something."""
    async with started(database, tmp_path / "files") as one, started(database, tmp_path / "files") as other:
        ana = await one.partner()
        elsewhere = await other.partner_again("Ana")
        assert (await elsewhere.read(Dashboard, "dashboard")).tiles.badges == 0
        await ana.tell(marked("first-steps/l1", "first-steps/l2"))
        await ana.register("talk")
        home = await elsewhere.read(Dashboard, "dashboard")
        assert home.tiles.badges == 1
        assert home.webinars[0].webinar.taken == 1
        assert home.webinars[0].registration is not None


async def test_name_and_zone_are_what_the_app_said_last(database: str, tmp_path: Path) -> None:
    async with started(database, tmp_path / "files", solo=SOLO):
        pass
    async with started(database, tmp_path / "files", solo=replace(SOLO, name="Ada P.", zone="Asia/Tokyo")) as server:
        home = await home_of(server)
        assert (home.learner_name, home.zone, home.day) == ("Ada P.", "Asia/Tokyo", NOW.date())


async def test_the_demo_s_history_is_told_once(database: str, tmp_path: Path) -> None:
    """The demo's numbers are computed from events, staff events included."""

    def history(catalogue: Catalogue, now: datetime, zone: str) -> list[Event]:
        assert (zone, now) == ("Europe/Berlin", NOW)
        lessons = [lesson.id for it in catalogue.courses.values() for lesson in it.lessons]
        assessed = event(EventType.ASSESSED, "silver", score=(9, 10), at=now - timedelta(days=1))
        return [event(EventType.MARKED_DONE, lesson, at=now - timedelta(days=2)) for lesson in lessons] + [assessed]

    for _ in range(2):
        async with started(database, tmp_path / "files", solo=SOLO, demo=history) as server:
            home = await home_of(server)
        assert (home.tiles.courses, home.tiles.certifications, home.tiles.badges) == (3, 2, 1)


async def test_a_remembered_page_is_not_shown_for_another_time(database: str, tmp_path: Path) -> None:
    """DASH-3: what ends leaves the page; the day on it is the learner's."""
    pack = SmallPack().with_webinars(webinar("soon", NOW + timedelta(minutes=1), minutes=2), webinar("late", NOW + timedelta(hours=20)))
    async with started(database, tmp_path / "files", solo=SOLO, pack=lambda: pack) as server:
        assert [row.webinar.id for row in (await home_of(server)).webinars] == ["soon", "late"]
        server.clock.now = NOW + timedelta(minutes=3)
        assert [row.webinar.id for row in (await home_of(server)).webinars] == ["late"]
        server.clock.now = datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)
        assert (await home_of(server)).day.day == 2
        server.clock.now = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
        assert (await home_of(server)).day.day == 3
        server.clock.now = NOW
        assert [row.webinar.id for row in (await home_of(server)).webinars] == ["soon", "late"]


async def test_the_dashboard_is_one_query(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """One query for the learner's rows and the catalogue's version."""
    ana = await server.partner()
    await ana.get("dashboard")
    asked: list[str] = []
    async with server.site.database.reading() as connection:
        kind = type(connection)

    def watched(name: str) -> None:
        original = getattr(kind, name)

        async def counted(self: object, sql: str, *values: object) -> object:
            asked.append(sql)
            return await original(self, sql, *values)

        monkeypatch.setattr(kind, name, counted)

    for name in ("one", "only", "all", "run"):
        watched(name)
    await ana.get("dashboard")
    assert len([sql for sql in asked if "pg_notify" not in sql]) == 1  # the bell rings when it likes


async def test_migrations_run_once_and_in_order(empty_database: str, engine: str) -> None:
    opened = await open_database(empty_database)
    try:
        assert await migrate(opened) == [name for name, _ in scripts(engine)]
        assert await migrate(opened) == []
    finally:
        await opened.close()


async def test_what_the_supabase_command_line_has_migrated_is_not_migrated_again(empty_database: str, engine: str) -> None:
    if engine == "sqlite":
        return
    opened = await open_database(empty_database)
    try:
        async with opened.writing(LOGIN) as connection:
            await connection.run_script(
                "CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text)"
            )
            for name, script in scripts(engine):
                await connection.run_script(script.replace(" CONCURRENTLY", ""))
                await connection.run("INSERT INTO supabase_migrations.schema_migrations (version) VALUES ($1)", name.partition("_")[0])
        assert await pending(opened) == []
    finally:
        await opened.close()


async def test_the_learner_of_the_feed_is_who_the_app_said(database: str, tmp_path: Path) -> None:
    async with started(database, tmp_path / "files", solo=SOLO) as server:
        found = (await server.client(SOLO.token).get("/api/partner/training/changes")).json()["changes"]
    learner = next(change["body"] for change in found if change["kind"] == "learner")
    assert Learner.model_validate(learner) == Learner(id="me", name="Ada Partner", zone="Europe/Berlin")
    assert any(Webinar.model_validate(change["body"]).id == "talk" for change in found if change["kind"] == "webinar")


def test_a_server_on_a_full_disk_waits_for_nobody_and_says_so() -> None:
    """API-1: SQLite speaks of an I/O error where not even the index of its log has room."""
    asked: list[str] = []

    class Full:
        def execute(self, sql: str) -> None:
            asked.append(sql)
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
            raise error

    with pytest.raises(DatabaseTrouble) as told, sqlite._in_words():
        sqlite._in_wal(Full())  # type: ignore[arg-type]  # all that it does with a connection
    assert (told.value.sentence, len(asked)) == ("The server cannot save: its disk is full.", 1)
