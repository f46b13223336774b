"""Migrations: online, reversible, each run once, and in a form that the Supabase command line takes."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.server.migration_rules import faults, made_concurrently
from tests.server.postgres import OWNER, Postgres, administered, fresh_database, served_database, waits
from trainhub_server.database import migrating_alone
from trainhub_server.database.face import Connection, Database, DatabaseTrouble
from trainhub_server.database.migrate import DOWN, FOLDER, known, migrate, migrate_at, pending, scripts, undo
from trainhub_server.database.opening import open_database
from trainhub_server.database.who import LOGIN

pytestmark = pytest.mark.anyio
NOTES_AT = ("20260101900001_notes_at_concurrently_postgres", "CREATE INDEX CONCURRENTLY IF NOT EXISTS notes_at ON notes (learner)")
OLD = 110
"""Numbers below this (and 1000 more for what is Postgres's alone) were there before the rules."""
SCHEMA = {
    "sqlite": "SELECT coalesce(sql, name) AS told FROM sqlite_master ORDER BY 1",
    "postgres": """SELECT CAST(t AS text) AS told FROM (
        SELECT 'column', table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
            WHERE table_schema = 'public'
        UNION ALL SELECT 'policy', tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'
        UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '' FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'right', table_name, grantee, privilege_type, '', '' FROM information_schema.table_privileges
            WHERE table_schema = 'public' AND grantee LIKE 'trainhub%'
        UNION ALL SELECT 'table', relname, CAST(relrowsecurity AS text), CAST(relforcerowsecurity AS text), '', '' FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r') AS t ORDER BY 1""",
}


def is_under_the_rules(name: str) -> bool:
    return int(name[8:14]) % 1000 >= OLD


def new(engine: str) -> list[str]:
    return [name for name, _ in scripts(engine) if is_under_the_rules(name)]


async def schema(database: Database) -> list[str]:
    async with database.reading(LOGIN) as connection:
        return [row.text("told") for row in await connection.all(SCHEMA[connection.dialect.name])]


async def test_each_new_migration_is_taken_back_and_run_again(empty_database: str, engine: str) -> None:
    """What is there afterwards is what was there before, to the last index, policy and right."""
    database = await open_database(empty_database)
    try:
        await migrate(database)
        whole = await schema(database)
        back = list(reversed(new(engine)))
        for name in back:
            await undo(database, name)
        assert (await schema(database) != whole) is bool(back)
        assert await pending(database) == sorted(back)
        assert await migrate(database) == sorted(back)
        assert await schema(database) == whole
    finally:
        await database.close()


async def test_one_that_others_build_on_is_taken_back_after_them(empty_database: str, engine: str) -> None:
    """Out of order, each is refused by the name of one to take back first, or it comes back to the last policy and right."""
    database, refused = await open_database(empty_database), set[str]()
    try:
        await migrate(database)
        whole = await schema(database)
        for name in new(engine):
            try:
                await undo(database, name)
            except DatabaseTrouble as trouble:
                assert re.fullmatch(rf"[0-9]+_\w+ builds on {name}: take that back first[.]", trouble.sentence), trouble.sentence
                refused.add(name)
            assert await migrate(database) == sorted({name} - refused)
            assert await schema(database) == whole, name
        assert ("20260101000120_uploads" in refused) is (engine == "postgres")
    finally:
        await database.close()


async def test_an_owner_who_may_make_no_roles_takes_those_that_are_there(postgres_server: Postgres) -> None:
    """As on a hosted Postgres whose administrator has made them."""
    async with served_database(postgres_server), fresh_database(postgres_server) as address:
        async with administered(address) as connection:
            await connection.run("CREATE ROLE plain LOGIN")
            await connection.run("GRANT trainhub_app, trainhub_author, trainhub_system, trainhub_reader TO plain")
            await connection.run("GRANT ALL ON SCHEMA public TO plain")
            await connection.run(f'GRANT ALL ON DATABASE "{address.partition("@/")[2].partition("?")[0]}" TO plain')
        assert await migrate_at(address.replace(OWNER, "plain")) == [name for name, _ in scripts("postgres")]


async def test_what_cannot_be_taken_back_is_refused_with_a_sentence(empty_database: str) -> None:
    database = await open_database(empty_database)
    try:
        await migrate(database)
        for name in ("20260101000001_tables", "never_was", "../../up"):
            with pytest.raises(DatabaseTrouble, match="restore a backup"):
                await undo(database, name)
        assert await pending(database) == []
    finally:
        await database.close()


async def test_a_database_that_is_not_as_its_list_says_is_named_as_that(empty_database: str) -> None:
    """I5: no traceback reaches who runs the server, and nothing is changed."""
    database = await open_database(empty_database)
    own = "place text PRIMARY KEY"
    try:
        async with database.writing(LOGIN) as connection:
            await connection.run(f"CREATE TABLE courses ({own})")
        with pytest.raises(DatabaseTrouble, match=r"does not fit this database, where .*courses.* already exists[.] Something else lives"):
            await migrate(database)
        async with database.writing(LOGIN) as connection:
            await connection.run("DROP TABLE courses")
        await migrate(database)
        async with database.writing(LOGIN) as connection:
            await connection.run("ALTER TABLE jobs RENAME TO works")
        with pytest.raises(
            DatabaseTrouble, match=r"jobs_rows does not fit this database, where .*jobs.*: name an empty one, or restore a backup"
        ):
            await undo(database, "20260101001133_jobs_rows")
        assert await pending(database) == []
    finally:
        await database.close()


async def test_servers_that_migrate_at_once_run_each_migration_once(empty_database: str, engine: str) -> None:
    ran = await asyncio.gather(*(migrate_at(empty_database) for _ in range(3)))
    assert sorted(name for names in ran for name in names) == [name for name, _ in scripts(engine)]


def test_every_new_migration_can_be_taken_back() -> None:
    assert {it.name.removesuffix(".sql") for it in DOWN.iterdir()} == set(new("postgres"))


def test_the_supabase_command_line_takes_every_file_in_the_order_of_the_runner() -> None:
    """It takes `digits_name.sql` beside each other, by name, and looks into no folder; what it has run it knows by the digits."""
    linked = Path(__file__).parents[2] / "supabase" / "migrations"
    files = sorted(it.name for it in linked.iterdir() if it.name.endswith(".sql"))
    assert all(re.fullmatch(r"[0-9]{14}_[a-z0-9_]+\.sql", name) for name in files)
    assert len({name[:14] for name in files}) == len(files)
    assert [name.removesuffix(".sql") for name in files] == [name for name, _ in scripts("postgres")]
    assert {it.name for it in FOLDER.iterdir()} - {*files, "__init__.py", "__pycache__", "down"} == set()


def test_no_new_migration_holds_a_table_for_long() -> None:
    made: frozenset[str] = frozenset()
    for name, script in scripts("postgres"):
        if is_under_the_rules(name):
            assert list(faults(name, script, made)) == [], name
        made |= made_concurrently(script)


@pytest.mark.parametrize(
    "trap",
    [
        "CREATE INDEX notes_at ON notes (at);",
        "CREATE INDEX IF NOT EXISTS notes_at ON notes (at);",
        "CREATE UNIQUE INDEX CONCURRENTLY notes_at ON notes (at);",
        "ALTER TABLE notes ADD COLUMN at timestamptz NOT NULL;",
        "ALTER TABLE notes ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp();",
        "ALTER TABLE notes ALTER COLUMN id TYPE uuid;",
        "ALTER TABLE notes ALTER COLUMN at SET NOT NULL;",
        "ALTER TABLE notes ADD CONSTRAINT fine CHECK (id <> '');",
        "ALTER TABLE notes ADD FOREIGN KEY (id) REFERENCES learners (id);",
        "ALTER TABLE notes RENAME COLUMN id TO key;",
        "ALTER TABLE notes DROP COLUMN id;",
        "DROP TABLE notes;",
        "LOCK TABLE notes;",
        "BEGIN; SELECT 1; COMMIT;",
        "UPDATE notes SET kind = 'x';",
        "DELETE FROM notes;",
    ],
)
def test_a_trap_is_seen(trap: str) -> None:
    assert list(faults("20260101000999_x", trap))


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("x", "CREATE TABLE jobs (id text PRIMARY KEY); CREATE INDEX jobs_at ON jobs (id);"),
        ("x", "CREATE TABLE jobs (id text PRIMARY KEY); INSERT INTO jobs (id) SELECT id FROM notes;"),
        ("x", "ALTER TABLE notes ADD COLUMN at timestamptz; -- DROP TABLE notes; is what it does not do"),
        ("x", "ALTER TABLE notes ADD COLUMN kept boolean NOT NULL DEFAULT false;"),
        ("x", "ALTER TABLE notes ADD CONSTRAINT fine CHECK (id <> '') NOT VALID;"),
        ("x", "CREATE INDEX IF NOT EXISTS made ON notes (at);"),
        ("x_rows", "UPDATE notes SET kind = 'x';"),
        ("x_concurrently_postgres", "CREATE INDEX CONCURRENTLY IF NOT EXISTS notes_at ON notes (at);"),
    ],
)
def test_what_is_fine_is_let_through(name: str, fine: str) -> None:
    assert list(faults(f"20260101000999_{name}", fine, frozenset({"made"}))) == []


async def test_an_index_is_made_while_the_table_is_in_use(empty_database: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `_concurrently_postgres` file runs outside of a transaction; a `_rows` file acts as the system's role."""
    extra = [
        NOTES_AT,
        ("20260101900002_floor_rows", "UPDATE versions SET version = version + 5 WHERE name = 'feed'"),
    ]
    all_of_them = [*scripts(engine), *(it for it in extra if engine == "postgres" or not it[0].endswith("_postgres"))]
    monkeypatch.setattr("trainhub_server.database.migrate.scripts", lambda _: iter(all_of_them))
    database = await open_database(empty_database)
    try:
        await migrate(database)
        assert await pending(database) == []
        assert any("notes_at" in told for told in await schema(database)) is (engine == "postgres")
        async with database.reading() as connection:
            row = await connection.one("SELECT version FROM versions WHERE name = 'feed'")
        assert row and row.number("version") == 5
    finally:
        await database.close()


async def test_servers_wait_while_another_makes_an_index(postgres_server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-5: none makes the same one beside it, where each would wait for the other."""
    looked = asyncio.Queue[bool]()
    is_ours = migrating_alone._is_ours

    async def seen(connection: Connection) -> bool:
        found = await is_ours(connection)
        looked.put_nowait(found)
        return found

    async with fresh_database(postgres_server) as address:
        await migrate_at(address)
        monkeypatch.setattr("trainhub_server.database.migrate.scripts", lambda _: iter([NOTES_AT]))
        monkeypatch.setattr(migrating_alone, "_is_ours", seen)
        async with administered(address) as long, asyncio.timeout(60):
            await long.run("LOCK TABLE notes IN ROW EXCLUSIVE MODE")  # as one that writes has it: an index being made waits for it
            first = asyncio.create_task(migrate_at(address))
            await waits(address)
            others = [asyncio.create_task(migrate_at(address)) for _ in range(2)]
            assert [await looked.get() for _ in range(7)] == [True, *[False] * 6]
        assert await first == [NOTES_AT[0]]
        assert await asyncio.gather(*others) == [[], []]


async def test_an_index_that_a_crash_left_half_made_is_made(postgres_server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    async with fresh_database(postgres_server) as address:
        await migrate_at(address)
        async with administered(address) as connection:
            await connection.run("CREATE INDEX notes_at ON notes (id)")
            await connection.run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'notes_at'::regclass")
        monkeypatch.setattr("trainhub_server.database.migrate.scripts", lambda _: iter([NOTES_AT]))
        assert await migrate_at(address) == [NOTES_AT[0]]
        async with administered(address) as connection:
            row = await connection.one("SELECT indexdef AS told FROM pg_indexes WHERE indexname = 'notes_at'")
        assert row and row.text("told").endswith("(learner)")


def test_a_newer_version_installed_beside_it_does_not_make_a_server_unready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """API-5: the one that serves goes by the migrations that it was started with, until it is replaced."""
    (tmp_path / "1_tables.sql").write_text("")
    monkeypatch.setattr("trainhub_server.database.migrate.FOLDER", tmp_path)
    known.cache_clear()
    try:
        before = list(scripts("postgres"))
        (tmp_path / "2_more.sql").write_text("")
        assert list(scripts("postgres")) == before == [("1_tables", "")]
    finally:
        known.cache_clear()


async def test_no_index_over_json_is_kept_that_no_statement_asks(postgres_server: Postgres) -> None:
    """Statements look into a body for a field of rows that they found by a column; none asks what a body contains."""
    asked = [
        it.name for it in (Path(__file__).parents[2] / "trainhub_server" / "repositories").glob("*.py") if "@>" in it.read_text("utf-8")
    ]
    async with served_database(postgres_server) as address, administered(address) as connection:
        rows = await connection.all("SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%'")
    assert [row.text("name") for row in rows] == [] or asked
