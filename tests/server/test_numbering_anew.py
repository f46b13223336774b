"""A start while others write: numbers stay, and where all are given anew none is given twice. Source: architecture.md, Sync."""

import asyncio
from pathlib import Path

import pytest

from tests.server.postgres import waits
from tests.server.programme import marked
from tests.server.running import Server, started
from trainhub_core.models.base import Fact
from trainhub_core.models.learning import Learner
from trainhub_core.models.wire import Kind
from trainhub_server.database.face import Connection
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.repositories import changes, versions

pytestmark = pytest.mark.anyio
ANA: Fact = Learner(id="ana", name="Ana")
OF_OTHERS = 1_000_000
"""More transactions than other databases of the same Postgres begin meanwhile: all of them count together."""

on_postgres = pytest.mark.parametrize("engine", ["postgres"])
"""A file has one writer at a time."""


async def tell_of(connection: Connection, id_: str = "ana") -> int:
    return (await changes.put(connection, "ana", Kind.LEARNER, id_, ANA)).seq


@on_postgres
async def test_what_others_commit_while_a_server_starts_is_not_taken_for_another_database(server: Server) -> None:
    """I5: a worker is replaced under load, and nobody has to read everything again."""
    await server.partner()
    async with server.site.writing() as starting:
        await versions.lock_feed(starting.connection)
        async with server.site.writing(Who(DatabaseRole.APP, "ana")) as other:
            await tell_of(other.connection)
        assert not await versions.is_of_another_database(starting.connection)
        await tell_of(starting.connection)
        assert not await versions.is_of_another_database(starting.connection)


async def test_transactions_that_are_still_to_come_are_of_another_database(server: Server, engine: str) -> None:
    """I7: what was restored elsewhere counts its transactions anew."""
    async with server.site.writing() as unit:
        await tell_of(unit.connection)
        await unit.connection.run(f"UPDATE changes SET txid = {unit.connection.dialect.transaction} + {OF_OTHERS}")
        assert await versions.is_of_another_database(unit.connection), engine


@on_postgres
async def test_no_number_is_given_twice_where_a_change_is_unfinished_while_all_are_given_anew(database: str, tmp_path: Path) -> None:
    """API-5: the unfinished one is waited for, and so is the new numbering by whoever comes next."""
    async with started(database, tmp_path / "files") as server:
        ana = await server.partner()
        as_ana = Who(DatabaseRole.APP, "ana")

        async def anew() -> None:
            async with server.site.writing() as unit:
                await changes.start_over(unit.connection, 1_000_000)

        async def next_one(id_: str) -> int:
            async with server.site.writing(as_ana) as unit:
                return await tell_of(unit.connection, id_)

        async with server.site.writing(as_ana) as late:
            for _ in range(5):
                await tell_of(late.connection)
            numbering = asyncio.create_task(anew())
            await waits(database)
        await numbering
        given = [await next_one(f"ana-{number}") for number in range(16)]
        assert given == sorted(set(given)) and given[0] > 1_000_000
        assert (await ana.tell(marked("first-steps/l1"))).status_code == 200
