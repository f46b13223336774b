"""Bring a database to the newest schema.

Rules of a migration: CONTRIBUTING.md, Tables. One that changes rows, and not the schema, ends in `_rows` and runs as the system's
role; one that makes an index while the table is in use ends in `_concurrently_postgres`, and is one statement outside a transaction."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from trainhub_core.text import clean_line
from trainhub_server.database.face import Connection, Database, DatabaseTrouble, DoesNotFit
from trainhub_server.database.migrating_alone import alone, outside_a_transaction
from trainhub_server.database.opening import open_database
from trainhub_server.database.who import LOGIN, SYSTEM, DatabaseRole

FOLDER = files("trainhub_server") / "migrations"
DOWN = FOLDER / "down"
"""What takes a migration back, under its name. In a folder: the Supabase command line takes any file beside the others for a step up."""
_SYSTEM_LOOKS = """SELECT c.oid FROM pg_roles r CROSS JOIN pg_class c WHERE r.rolname = $1 AND pg_has_role(r.rolname, 'MEMBER')
    AND c.relname = 'schema_migrations' AND has_table_privilege(r.rolname, c.oid, 'SELECT')"""
_THERE = """SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = coalesce(nullif($1, ''), current_schema()) AND c.relname = $2 AND c.relkind IN ('r', 'p')"""
_MADE = re.compile(
    r"CREATE (?:TABLE(?: IF NOT EXISTS)?|(?:OR REPLACE )?(?:FUNCTION|PROCEDURE)) (?:trainhub[.])?(\w+)|CALL trainhub[.]close[(]'(\w+)'"
)
_INDEX = re.compile(r"INDEX CONCURRENTLY IF NOT EXISTS (\w+)")
_HALF_MADE = """SELECT c.relname AS name FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relname = $1 AND pg_table_is_visible(c.oid)"""
_REMARK, _WORD = re.compile(r"--[^\n]*"), re.compile(r"\w+")
ROWS, CONCURRENTLY = "_rows", "_concurrently"


async def migrate(database: Database) -> list[str]:
    """The names of the migrations that were run now, in order."""
    ran: list[str] = []
    while await pending(database):
        async with alone(database) as connection:
            ran += await _some(connection)
    return ran


async def migrate_at(address: str) -> list[str]:
    """The same by whoever this address signs in as. Raises DatabaseTrouble."""
    database = await open_database(address)
    try:
        return await migrate(database)
    finally:
        await database.close()


async def undo_at(address: str, name: str) -> None:
    """Take one back as whoever this address signs in as. Raises DatabaseTrouble."""
    database = await open_database(address)
    try:
        await undo(database, name)
    finally:
        await database.close()


async def undo(database: Database, name: str) -> None:
    """Take one migration back, by the text of the same name in `down`. Several are taken back one by one, the newest first.

    Raises DatabaseTrouble where it was not run, cannot be taken back, or others build on it: what they say of its tables would go with
    them, and not come back."""
    async with alone(database) as connection:
        script = DOWN / f"{name}.sql"
        if name not in await _done(connection) or not script.is_file():
            raise DatabaseTrouble(f"{name} was not run here, or cannot be taken back: restore a backup instead.")
        way_back = script.read_text("utf-8")
        if above := _built_on(name, way_back, connection.dialect.name, await _done(connection)):
            raise DatabaseTrouble(f"{above} builds on {name}: take that back first.")
        await _run(connection, name, way_back)
        await connection.run("DELETE FROM schema_migrations WHERE version = $1", name)


def _built_on(name: str, way_back: str, engine: str, done: set[str]) -> str | None:
    """The last migration of those done that names a table or a procedure of this one's making, or a table that it walls; any later one
    where its way back is about all tables."""
    words = {it: _REMARK.sub("", script) for it, script in scripts(engine)}
    made = {word for pair in _MADE.findall(words.get(name, "")) for word in pair if word}
    later = [it for it in words if it > name and _is_in(done, it)]
    if "ALL TABLES" not in way_back:
        later = [it for it in later if not made.isdisjoint(_WORD.findall(words[it]))]
    return max(later, default=None)


async def pending(database: Database) -> list[str]:
    """The names of the migrations that were not run yet."""
    who = LOGIN
    if database.dialect.name == "postgres":
        async with database.reading(LOGIN) as connection:
            if await connection.one(_SYSTEM_LOOKS, DatabaseRole.SYSTEM.value):
                who = SYSTEM  # whoever signs in may have nothing of their own, not even a look at the list
    async with database.reading(who) as connection:
        return [name for name, _ in await _pending(connection)]


def scripts(engine: str) -> Iterator[tuple[str, str]]:
    """Name and text of the migrations for this engine, in order."""
    for name in known():
        if engine == "postgres" or not name.endswith("_postgres"):
            yield name, (FOLDER / f"{name}.sql").read_text("utf-8")


@cache
def known() -> tuple[str, ...]:
    """The migrations that this process was started with. A newer version that is installed beside it is for the process that follows."""
    return tuple(sorted(file.name.removesuffix(".sql") for file in FOLDER.iterdir() if file.name.endswith(".sql")))


async def _some(connection: Connection) -> list[str]:
    """Run those that one transaction may hold: on Postgres a single one, so that no lock outlives the step that needs it."""
    waiting = await _pending(connection)
    if waiting and not await _there(connection, "schema_migrations"):
        await _make_list(connection)
    some = waiting[:1] if connection.dialect.name == "postgres" else waiting
    for name, script in some:
        await _run(connection, name, script)
        await connection.run("INSERT INTO schema_migrations (version) VALUES ($1)", name)
    return [name for name, _ in some]


async def _make_list(connection: Connection) -> None:
    await connection.run("CREATE TABLE schema_migrations (version text PRIMARY KEY)")
    if connection.dialect.name == "postgres":
        await connection.run("ALTER TABLE schema_migrations ENABLE ROW LEVEL SECURITY")
        if await connection.one("SELECT proname FROM pg_proc WHERE proname = 'wall_of_migrations'"):
            await connection.run("CALL trainhub.wall_of_migrations()")


async def _run(connection: Connection, name: str, script: str) -> None:
    try:
        await _run_as_named(connection, name, script)
    except DoesNotFit as fault:
        why = f"{name} does not fit this database, where {clean_line(fault.sentence)}"
        raise DatabaseTrouble(
            f"{why}. Something else lives in it, or somebody changed it: name an empty one, or restore a backup."
        ) from fault


async def _run_as_named(connection: Connection, name: str, script: str) -> None:
    kind = name.removesuffix("_postgres")
    if kind.endswith(ROWS):
        async with connection.as_system():
            await connection.run_script(script)
    elif kind.endswith(CONCURRENTLY):
        async with outside_a_transaction(connection):
            await _drop_half_made(connection, script)
            await connection.run_script(script)
    else:
        await connection.run_script(script)


async def _drop_half_made(connection: Connection, script: str) -> None:
    """A database that crashed while it made an index keeps it, in use by nothing, and `IF NOT EXISTS` would take it for made."""
    for name in _INDEX.findall(script):
        if await connection.one(_HALF_MADE, name):
            await connection.run_script(f"DROP INDEX CONCURRENTLY {name}")


async def _pending(connection: Connection) -> list[tuple[str, str]]:
    done = await _done(connection)
    return [(name, script) for name, script in scripts(connection.dialect.name) if not _is_in(done, name)]


def _is_in(done: set[str], name: str) -> bool:
    """The Supabase command line knows a migration by its number alone."""
    return not done.isdisjoint((name, name.partition("_")[0]))


async def _done(connection: Connection) -> set[str]:
    done: set[str] = set()
    for table in ("schema_migrations", "supabase_migrations.schema_migrations"):
        if await _there(connection, table):
            done |= {row.text("version") for row in await connection.all(f"SELECT version FROM {table}")}
    return done


async def _there(connection: Connection, table: str) -> bool:
    """Whether a table exists. The Supabase command line keeps its own list of what it ran, by the number in front of the name.

    By a query: `to_regclass` may still answer as it did before this session waited for the lock."""
    if connection.dialect.name == "postgres":
        schema, _, name = table.rpartition(".")
        return await connection.one(_THERE, schema, name) is not None
    return await connection.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1", table) is not None
