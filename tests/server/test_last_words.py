"""What is done with the end of a unit of work: whole, once, or not at all. Source: reliability.md, Server."""

import pytest

from tests.server.running import Server
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.repositories import idempotency, versions
from trainhub_server.unit import Unit

pytestmark = pytest.mark.anyio
ANA = Who(DatabaseRole.APP, "ana")
HOSTILE = [
    "it's",
    "'); DROP TABLE versions; --",
    "\\' OR 1=1",
    "$1 $$ %s {} :x",
    "ü 漢字 🙂 \u202e",
    'line\nline\t"quoted"',
    "x" * 100_000,
    "",
]


async def live(server: Server) -> int:
    async with server.site.reading() as unit:
        row = await unit.connection.one("SELECT version FROM versions WHERE name = 'live'")
    assert row is not None
    return row.number("version")


async def claimed(unit: Unit, key: str) -> idempotency.Stored | None:
    return await idempotency.claim(unit.connection, "ana", key, "digest", unit.now)


@pytest.mark.parametrize("answer", HOSTILE)
async def test_an_answer_is_kept_as_it_is(server: Server, answer: str) -> None:
    """I2: whatever is in it, nothing of it is read as SQL."""
    await server.partner()
    async with server.site.writing(ANA) as unit:
        assert await claimed(unit, "key") is None
        await idempotency.keep(unit.connection, "ana", "key", answer)
    async with server.site.writing(ANA) as unit:
        stored = await claimed(unit, "key")
    assert stored is not None and stored.answer == answer


async def test_a_unit_of_work_that_fails_leaves_nothing_of_it(server: Server) -> None:
    await server.partner()
    before = await live(server)
    with pytest.raises(KeyError):
        async with server.site.writing(ANA) as unit:
            await claimed(unit, "key")
            await idempotency.keep(unit.connection, "ana", "key", "done")
            await versions.bump(unit.connection, "live")
            raise KeyError
    assert await live(server) == before
    async with server.site.writing(ANA) as unit:
        assert await claimed(unit, "key") is None, "nothing came of it"


async def test_it_is_done_as_whoever_the_unit_of_work_acts_for(server: Server) -> None:
    """API-3: also where the hub itself acted for a part of it."""
    await server.partner()
    before = await live(server)
    async with server.site.writing(ANA) as unit, unit.connection.as_system():
        await versions.bump(unit.connection, "live")
    assert await live(server) == before + 1
