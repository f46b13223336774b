"""Every column that names a learner is told to them and treated when they go (API-3): a table that is new fails here until it is named.

Both engines."""

import pytest

from tests.server.postgres import administered
from tests.server.running import Server
from tests.server.test_own_data import busy
from tests.server.wall_samples import SAMPLES
from trainhub_server.database.face import Connection
from trainhub_server.repositories import own_data

pytestmark = pytest.mark.anyio

GOES = (
    "learners.id",
    "tokens.learner",
    "learning_events.learner",
    "achievements.learner",
    "quiz_attempts.learner",
    "learning_progress.learner",
    "user_progress.learner",
    "standings.learner",
    "bookmarks.learner",
    "notes.learner",
    "course_ratings.learner",
    "course_applied.learner",
    "registrations.learner",
    "memberships.learner",
    "idempotency.account",
    "changes.audience",
    "jobs.learner",
    "addresses.learner",
    "spending.account",
    "uploads.author",
)
"""The row is the learner's, and goes with them."""
STAYS = ("packages.author", "publications.author", "uploaded_files.author", "invitations.made_by")
"""The row is used by others, and stays with nobody's name."""
NAMES_NOBODY = {
    *("catalogue", "courses", "lesson_texts", "resources", "webinars", "organisations", "feed_epochs"),
    *("settings", "versions", "deletions", "schema_migrations", "sqlite_sequence"),
}
NOT_TOLD = {"spending"}
"""How many requests an account has left in this minute; the hub's own."""
REFERRING = """SELECT "from" AS told FROM pragma_foreign_key_list($1) WHERE "table" = 'learners'"""
WHO = "zuleika"
NAMED = {tuple(it.split(".")) for it in (*GOES, *STAYS)}
POSTGRES_ALONE = {"spending"}
TABLES = {
    "sqlite": "SELECT name AS told FROM sqlite_master WHERE type = 'table'",
    "postgres": "SELECT CAST(table_name AS text) AS told FROM information_schema.tables WHERE table_schema = 'public'",
}
BY_HAND = (
    "INSERT INTO packages (sha256, size, manifest, compiled, author, at) VALUES ('p', 1, 'long', 'x', 'zuleika', CURRENT_TIMESTAMP)",
    "INSERT INTO publications (id, course, title, version, written, package, author, state, at) "
    "VALUES ('one', 'c', 'x', 1, 1, 'p', 'zuleika', 'published', CURRENT_TIMESTAMP)",
    "INSERT INTO invitations (hash, organisation, role, made, expires, made_by) "
    "VALUES ('secret-hash', 'acme', 'learner', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'zuleika')",
)


async def named(connection: Connection) -> set[tuple[str, str]]:
    """The columns of the database in which she is named, as a value or within one."""
    found = set()
    for table in [row.text("told") for row in await connection.all(TABLES[connection.dialect.name])]:
        for column in await columns(connection, table):
            row = await connection.one(f'SELECT count(*) AS n FROM "{table}" WHERE CAST("{column}" AS text) LIKE \'%{WHO}%\'')
            if row and row.number("n"):
                found.add((table, column))
    return found


async def columns(connection: Connection, table: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        sql = "SELECT name AS told FROM pragma_table_info($1)"
    else:
        sql = "SELECT CAST(column_name AS text) AS told FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1"
    return [row.text("told") for row in await connection.all(sql, table)]


async def fill(connection: Connection) -> None:
    """A row that names her in every table that has none yet."""
    for statement in BY_HAND:
        await connection.run(statement)
    done = {table for table, _ in await named(connection)}
    for table in sorted({table for table, _ in NAMED} - done - (POSTGRES_ALONE if connection.dialect.name == "sqlite" else set())):
        statement = SAMPLES[table].insert(table, WHO, 1).replace("now()", "CURRENT_TIMESTAMP")
        await connection.run(statement if table != "spending" else statement.replace("'1'", f"'{WHO}'"))


async def test_every_table_is_known_to_name_learners_or_nobody(server: Server) -> None:
    """API-3: also each column that refers to a learner's row."""
    async with administered(server.site.settings.database) as connection:
        there = {row.text("told") for row in await connection.all(TABLES[connection.dialect.name])}
        assert there - {table for table, _ in NAMED} - NAMES_NOBODY == set()
        if connection.dialect.name == "sqlite":
            for table in there:
                referring = await connection.all(REFERRING, table)
                assert {(table, row.text("told")) for row in referring} <= NAMED


async def test_of_every_table_a_learner_is_told_and_in_none_is_left(server: Server) -> None:
    """API-3: what others use stays, with nobody's name; unfinished uploads go."""
    her, ben = await busy(server, "Zuleika"), await busy(server, "Ben")
    async with administered(server.site.settings.database) as connection:
        await fill(connection)
        there = NAMED - ({("spending", "account")} if connection.dialect.name == "sqlite" else set())
        assert await named(connection) - {("learners", "body"), ("notes", "id"), ("notes", "body")} >= there
    told = (await her.get("my-data")).json()["tables"]
    assert set(told) == {table for table, _ in NAMED} - NOT_TOLD
    assert not {"hash", "digest", "manifest", "compiled"} & {name for rows in told.values() for row in rows for name in row}
    assert (await ben.get("my-data")).json()["tables"].keys() & {"packages", "publications", "invitations"} == set()
    async with server.site.writing() as unit:
        await own_data.delete(unit.connection, WHO, "her-hash", unit.now)
    async with administered(server.site.settings.database) as connection:
        assert await named(connection) == set()
        assert await connection.one("SELECT 1 AS n FROM publications WHERE author = ''")
        assert await connection.one("SELECT 1 AS n FROM packages WHERE author = ''")
        assert await connection.one("SELECT 1 AS n FROM invitations WHERE made_by IS NULL")
        assert await connection.one("SELECT 1 AS n FROM uploads") is None


def test_a_column_is_either_the_learner_s_or_somebody_s_who_made_the_row() -> None:
    """What is named here is what the repository looks for."""
    assert {column for _, column in NAMED} == {"id", *own_data.OWNERS, *own_data.MAKERS}
