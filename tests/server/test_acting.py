"""Every unit of work tells the database who acts, and nothing of it is left for the next (API-3, the second wall)."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

import trainhub_server.routes
from tests.server.postgres import OWNER, SERVER, Postgres, administered, fresh_database, served_database
from tests.server.programme import marked
from tests.server.running import Server, started
from trainhub_core.models.views import Dashboard
from trainhub_server.database.face import Database, DatabaseTrouble
from trainhub_server.database.migrate import migrate_at
from trainhub_server.database.opening import open_database
from trainhub_server.database.who import SYSTEM, DatabaseRole, Who
from trainhub_server.repositories import learners
from trainhub_server.services import accounts

pytestmark = pytest.mark.anyio
ANA, BEN = Who(DatabaseRole.APP, "ana"), Who(DatabaseRole.APP, "ben")
WHO = "SELECT coalesce(trainhub.caller(), '-') || ' ' || current_user AS who"


@pytest.fixture
async def database(postgres_server: Postgres) -> AsyncIterator[str]:
    """The wall is Postgres's alone."""
    async with served_database(postgres_server) as address:
        yield address


@pytest.fixture
async def opened(database: str) -> AsyncIterator[Database]:
    found = await open_database(database)
    yield found
    await found.close()


async def who_is(database: Database, who: Who) -> tuple[str, str]:
    """As reads and as writes are told."""
    async with database.reading(who) as reading, database.writing(who) as writing:
        rows = [await it.one(WHO) for it in (reading, writing)]
    read, written = (row.text("who") if row else "" for row in rows)
    return read, written


async def test_who_acts_is_told_anew_each_time(opened: Database) -> None:
    for who, told in ((ANA, "ana trainhub_app"), (SYSTEM, "- trainhub_system"), (BEN, "ben trainhub_app"), (ANA, "ana trainhub_app")):
        assert await who_is(opened, who) == (told, told)
    assert await who_is(opened, Who(DatabaseRole.AUTHOR, "ann")) == ("ann trainhub_author",) * 2
    assert await who_is(opened, Who(DatabaseRole.APP)) == ("- trainhub_app",) * 2
    assert await who_is(opened, Who(DatabaseRole.LOGIN)) == (f"- {SERVER}",) * 2


@pytest.mark.parametrize("name", ["o'neil", "'; RESET ROLE; --", "\\", "ünïcode 学", "$1", 'a"b', "a\nb"])
async def test_no_name_is_read_as_sql(opened: Database, name: str) -> None:
    told = f"{name} trainhub_app"
    assert await who_is(opened, Who(DatabaseRole.APP, name)) == (told, told)


async def test_a_statement_that_forgets_to_say_whose_gives_one_s_own(server: Server) -> None:
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    for partner in (ana, ben):
        await partner.tell(marked("first-steps/l1"))
    async with server.site.reading(ANA) as unit:
        assert {row.text("learner") for row in await unit.connection.all("SELECT learner FROM learning_events")} == {"ana"}
        assert await learners.state(unit.connection, "ana")
        assert await learners.state(unit.connection, "ben") is None
    async with server.site.writing(ANA) as unit:
        assert await learners.state(unit.connection, "ben") is None
        await unit.connection.run("UPDATE learning_progress SET course = 'taken'")
    async with server.site.reading(BEN) as unit:
        row = await unit.connection.one("SELECT course FROM learning_progress")
        assert row and row.text("course") == "first-steps"


async def test_many_who_ask_at_once_each_see_their_own(server: Server) -> None:
    """Questions go together on one journey; each says itself for whom it is."""
    names = [f"Learner {number}" for number in range(24)]
    partners = [await server.partner(name) for name in names]
    for number, partner in enumerate(partners):
        await partner.tell(marked(*["first-steps/l1", "first-steps/l2"][: number % 3]))
    alone = [await partner.read(Dashboard, "dashboard") for partner in partners]

    async def raw(partner_id: str) -> str:
        async with server.site.reading(Who(DatabaseRole.APP, partner_id)) as unit:
            row = await learners.state(unit.connection, partner_id)
        return row.state if row else ""

    for _ in range(5):
        assert await asyncio.gather(*(partner.read(Dashboard, "dashboard") for partner in partners)) == alone
        states = await asyncio.gather(*(raw(partner.id) for partner in partners))
        assert [f'"{partner.id}"' in state for partner, state in zip(partners, states, strict=True)] == [True] * 24


async def test_what_only_reads_cannot_write(opened: Database) -> None:
    for who in (ANA, SYSTEM):
        with pytest.raises(DatabaseTrouble, match="read-only"):
            async with opened.reading(who) as connection:
                await connection.run("DELETE FROM versions")


async def test_the_hub_itself_acts_for_no_longer_than_its_block(opened: Database) -> None:
    """Also where the block is left by a refusal, and the unit of work goes on."""
    async with opened.writing(ANA) as connection:
        with pytest.raises(KeyError):
            async with connection.as_system():
                row = await connection.one(WHO)
                assert row and row.text("who") == "ana trainhub_system"
                raise KeyError
        assert connection.who == ANA
        row = await connection.one(WHO)
        assert row and row.text("who") == "ana trainhub_app"


async def test_a_fault_inside_the_block_is_told_as_it_is_and_the_next_unit_is_whole(opened: Database) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with opened.writing(ANA) as connection, connection.as_system():
            await connection.one("SELECT 1 / 0")
    assert await who_is(opened, BEN) == ("ben trainhub_app",) * 2


async def test_one_who_goes_away_in_the_middle_leaves_nothing_behind(opened: Database) -> None:
    async def asks() -> None:
        async with opened.writing(ANA) as connection:
            await connection.one("SELECT pg_sleep(60)")

    for _ in range(3):
        asking = asyncio.create_task(asks())
        for _ in range(50):
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    assert await who_is(opened, BEN) == ("ben trainhub_app",) * 2


async def test_a_user_who_may_not_serve_is_told_what_is_missing(postgres_server: Postgres, tmp_path: Path) -> None:
    """The server's own user migrates nothing and is not let in by itself: both are said in a sentence."""
    async with fresh_database(postgres_server) as owned:
        with pytest.raises(DatabaseTrouble, match="does not let the server do this"):
            await migrate_at(owned.replace(OWNER, SERVER))
        await migrate_at(owned)
        async with administered(owned) as connection:
            await connection.run("CREATE ROLE outsider LOGIN; GRANT SELECT ON schema_migrations TO outsider")
            await connection.run("CREATE POLICY outsider ON schema_migrations FOR SELECT TO outsider USING (true)")
        with pytest.raises(DatabaseTrouble, match="may not act for the server"):
            async with started(owned.replace(OWNER, "outsider"), tmp_path / "files", migrate=False):
                raise AssertionError("it served")


async def test_the_owner_migrates_and_another_user_serves(postgres_server: Postgres, tmp_path: Path) -> None:
    async with served_database(postgres_server), fresh_database(postgres_server) as owned:
        address = owned.replace(OWNER, SERVER)
        async with started(address, tmp_path / "files", migration_database=owned) as server:
            async with server.site.writing() as unit:
                await accounts.ensure(unit, "ana", "Ana", "UTC")
            assert (await (await server.partner("Ana")).get("dashboard")).status_code == 200


def test_routes_act_as_who_calls() -> None:
    """Only what is asked without a caller (a file by its signature) is the hub's own doing."""
    folder = Path(trainhub_server.routes.__file__).parent
    found = [
        f"{file.name}: {line.strip()}"
        for file in sorted(folder.glob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if re.search(r"site\.(reading|writing)\(", line)
    ]
    assert found == ["resources.py: async with site.reading() as unit:"]
