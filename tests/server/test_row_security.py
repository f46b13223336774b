"""API-3, the second wall: what each role of the database reaches in each table, tried command by command on a real Postgres.

A table that is new fails here until its row stands in wall.py, and its sample in wall_samples.py."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.server.postgres import Postgres, served_database
from tests.server.wall import WALL
from tests.server.wall_probes import ACTORS, Door, reached, seed
from tests.server.wall_samples import SAMPLES

pytestmark = pytest.mark.anyio
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


@asynccontextmanager
async def seeded(server: Postgres) -> AsyncIterator[Door]:
    """The door of the cluster's administrator, with a row of everybody's in every table, in a transaction that is never committed."""
    async with served_database(server) as address:
        name = address.partition("@/")[2].partition("?")[0]
        door = await asyncpg.connect(server.address(name))
        try:
            async with door.transaction():
                await seed(door)
                yield door
                raise _UndoAll
        except _UndoAll:
            pass
        finally:
            await door.close()


class _UndoAll(Exception):
    pass


@pytest.fixture
async def door(postgres_server: Postgres) -> AsyncIterator[Door]:
    async with seeded(postgres_server) as opened:
        yield opened


async def test_every_table_is_closed_and_has_its_row_here(door: Door) -> None:
    """RLS forced, so that not even who owns the table gets past it by accident."""
    assert {row[0] for row in await door.fetch(TABLES)} == set(WALL) == set(SAMPLES)
    assert await door.fetch(f"{TABLES} AND NOT (relrowsecurity AND relforcerowsecurity)") == []


async def test_each_role_reaches_what_is_written_and_nothing_else(door: Door) -> None:
    assert {table: await reached(door, table) for table in WALL} == WALL


async def test_no_policy_can_be_dropped_unnoticed(door: Door) -> None:
    """Each one, taken away alone, makes what is written untrue."""
    policies = await door.fetch("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2")
    assert len(policies) >= 100
    unnoticed = []
    for table, policy in policies:
        await door.execute(f"SAVEPOINT whole; DROP POLICY {policy} ON {table}")
        about = tuple(name for name in ACTORS if ACTORS[name].role.removeprefix("trainhub_") == policy.partition("_")[0]) or ("owner",)
        if await reached(door, table, about) == {name: WALL[table][name] for name in about if name in WALL[table]}:
            unnoticed.append(f"{table}.{policy}")
        await door.execute("ROLLBACK TO whole")
    assert unnoticed == []


async def test_no_policy_is_for_others_than_our_roles_or_looks_at_each_row_anew(door: Door) -> None:
    """Who asks is asked once per statement, so it costs the same for one row and for a million."""
    told = await door.fetch(
        "SELECT policyname, roles, coalesce(qual, '') || coalesce(with_check, '') AS words FROM pg_policies WHERE schemaname = 'public'"
    )
    for name, roles, words in told:
        assert name == "owner" or all(role.startswith("trainhub_") for role in roles)
        assert words.count("trainhub.caller()") == words.count("( SELECT trainhub.caller() AS caller)")


@pytest.mark.parametrize(
    ("table", "column"),
    [("webinars", "capacity"), ("resources", "body"), ("learners", "id"), ("memberships", "organisation"), ("courses", "stars")],
)
async def test_a_learner_changes_counts_and_not_what_is_counted(door: Door, table: str, column: str) -> None:
    await door.execute("SET LOCAL ROLE trainhub_app")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await door.execute(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("secret", ["SELECT hash FROM tokens", "SELECT value FROM settings", "SELECT hash FROM deletions"])
async def test_a_learner_s_role_reads_no_secret(door: Door, secret: str) -> None:
    await door.execute("SET LOCAL ROLE trainhub_app")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await door.execute(secret)


@pytest.mark.parametrize(
    "table", sorted(table for table, who in WALL.items() if "U:ana" in who.get("learner", "") and "learner" in SAMPLES[table].columns)
)
async def test_nobody_gives_their_rows_to_somebody_else(door: Door, table: str) -> None:
    await door.execute("SET LOCAL ROLE trainhub_app; SELECT set_config('trainhub.caller', 'ana', true)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await door.execute(f"UPDATE {table} SET learner = 'dora'")


@pytest.mark.parametrize(
    ("claims", "sees"),
    [('{"sub": "ana"}', ["ana"]), ('{"sub": "nobody"}', []), ('{"role": "anon"}', []), ("", [])],
)
async def test_the_same_policies_hold_for_a_gateway_that_tells_a_jwt_s_claims(door: Door, claims: str, sees: list[str]) -> None:
    """As PostgREST does it: whoever is let in reads as the subject of their token, also where the server's own word says another."""
    await door.execute("CREATE ROLE gateway NOLOGIN IN ROLE trainhub_reader")
    await door.execute("SET LOCAL ROLE gateway")
    await door.execute(
        "SELECT set_config('request.jwt.claims', $1, true), set_config('trainhub.caller', $2, true)", claims, "cem" if claims else ""
    )
    assert [row[0] for row in await door.fetch("SELECT learner FROM notes")] == sees
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await door.execute("DELETE FROM notes")
