"""Bring a database to the newest schema. Several servers may start at once: the first one migrates, the others wait."""

from collections.abc import Iterator
from importlib.resources import files

from trainhub_server.database.face import Connection, Database

FOLDER = files("trainhub_server") / "migrations"
LOCK = 7_416_220_531  # of the advisory lock; any number that nothing else uses


async def migrate(database: Database) -> list[str]:
    """The names of the migrations that were run now, in order."""
    async with database.writing() as connection:
        if connection.dialect.name == "postgres":
            await connection.run("SELECT pg_advisory_xact_lock($1)", LOCK)
        waiting = await _pending(connection)
        if waiting and not await _there(connection, "schema_migrations"):
            await connection.run("CREATE TABLE schema_migrations (version text PRIMARY KEY)")
            if connection.dialect.name == "postgres":
                await connection.run("ALTER TABLE schema_migrations ENABLE ROW LEVEL SECURITY")
        for name, script in waiting:
            await connection.run_script(script)
            await connection.run("INSERT INTO schema_migrations (version) VALUES ($1)", name)
        return [name for name, _ in waiting]


async def pending(database: Database) -> list[str]:
    """The names of the migrations that were not run yet."""
    async with database.reading() as connection:
        return [name for name, _ in await _pending(connection)]


def scripts(engine: str) -> Iterator[tuple[str, str]]:
    """Name and text of the migrations for this engine, in order."""
    for script in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        name = script.name.removesuffix(".sql")
        if name != script.name and (engine == "postgres" or not name.endswith("_postgres")):
            yield name, script.read_text("utf-8")


async def _pending(connection: Connection) -> list[tuple[str, str]]:
    done: set[str] = set()
    for table in ("schema_migrations", "supabase_migrations.schema_migrations"):
        if await _there(connection, table):
            done |= {row.text("version") for row in await connection.all(f"SELECT version FROM {table}")}
    return [(name, script) for name, script in scripts(connection.dialect.name) if not {name, name.partition("_")[0]} & done]


async def _there(connection: Connection, table: str) -> bool:
    """Whether a table exists. The Supabase command line keeps its own list of what it ran, by the number in front of the name."""
    if connection.dialect.name == "postgres":
        row = await connection.one("SELECT CAST(to_regclass($1) AS text) AS found", table)
        return row is not None and row.maybe_text("found") is not None
    return await connection.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1", table) is not None
