"""A backup is made while the hub serves; what is restored is the hub of then, with its numbers and its wall, and clients notice."""

from pathlib import Path

import pytest

from tests.server.backups import copied, dumped, restored
from tests.server.postgres import Postgres, administered
from tests.server.programme import marked
from tests.server.running import Partner, problem, started
from trainhub_core.models.views import Dashboard
from trainhub_core.models.wire import Changes

pytestmark = pytest.mark.anyio
WALL = """SELECT tablename || '.' || policyname || coalesce(qual, '') || coalesce(with_check, '') AS told FROM pg_policies
    UNION ALL SELECT relname || relacl::text || relforcerowsecurity::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"""


@pytest.fixture
def postgres_or_none(engine: str, request: pytest.FixtureRequest) -> Postgres | None:
    found: Postgres | None = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    return found


async def test_a_restored_hub_serves_what_it_was_and_clients_notice(
    database: str, tmp_path: Path, postgres_or_none: Postgres | None
) -> None:
    """reliability.md, I7: every learner's Home is that of the backup; who heard of later changes is told to read all of it again."""
    postgres = postgres_or_none
    async with started(database, tmp_path / "files") as server:
        ana, ben = await server.partner("Ana"), await server.partner("Ben")
        await ana.tell(marked("first-steps/l1", "first-steps/l2"))
        await ben.register("tiny")
        homes = [await home_of(it) for it in (ana, ben)]
        _, early = await ana.feed()
        backup = await dumped(postgres, database) if postgres else copied(Path(database), tmp_path / "copy.db")
        await ana.register("tiny")
        _, late = await ana.feed()
        highest = max(it.seq for it in (await ana.read(Changes, "changes", limit=100)).changes)
    address = await restored(postgres, backup) if isinstance(backup, Path) and postgres else str(backup)
    async with started(address, tmp_path / "files") as server:
        ana, ben = await server.partner_again("Ana"), await server.partner_again("Ben")
        assert [await home_of(it) for it in (ana, ben)] == homes
        assert problem(await ana.get("changes", since=late)).status == 410
        assert problem(await ana.get("changes", since=early, known=highest)).status == 410
        assert (await ana.get("changes", since=early)).status_code == 200, "who heard of nothing later goes on"
        assert (await ana.register("tiny")).status_code == 200
        assert (await ben.feed())[0]
    if postgres:
        assert await _wall_of(address) == await _wall_of(database)


async def home_of(partner: Partner) -> Dashboard:
    return await partner.read(Dashboard, "dashboard")


async def test_a_backup_holds_no_token_and_no_invitation_in_words(database: str, tmp_path: Path, postgres_or_none: Postgres | None) -> None:
    """Who finds a backup cannot sign in with it."""
    async with started(database, tmp_path / "files") as server:
        await server.partner("Ana")
        backup = await dumped(postgres_or_none, database) if postgres_or_none else Path(copied(Path(database), tmp_path / "copy.db"))
    assert b"Europe/Berlin" in backup.read_bytes()
    assert b"token-of-Ana" not in backup.read_bytes()


async def _wall_of(address: str) -> list[str]:
    async with administered(address) as connection:
        return [row.text("told") for row in await connection.all(WALL)]
