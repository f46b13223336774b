"""Which engine a database address means."""

from pathlib import Path

from trainhub_server.database.bell import Bell, FileBell
from trainhub_server.database.face import Database
from trainhub_server.database.presence import FilePresence, Presence


def is_postgres(address: str) -> bool:
    return address.startswith(("postgresql://", "postgres://"))


async def open_database(address: str) -> Database:
    """A Postgres address, or the path of a SQLite file. Late imports: only the engine in use is paid for at start-up."""
    if is_postgres(address):
        from trainhub_server.database.postgres import opened

        return await opened(address)
    from trainhub_server.database.sqlite import SqliteDatabase

    path = Path(address)
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteDatabase(path)


def open_bell(address: str, database: Database) -> Bell:
    """How the servers on this database hear of each other's changes."""
    if is_postgres(address):
        from trainhub_server.database.postgres_bell import PostgresBell  # late, as above

        return PostgresBell(address, database)
    return FileBell(Path(address))


def open_presence(address: str) -> Presence:
    """How the servers on this database know of each other."""
    if is_postgres(address):
        from trainhub_server.database.postgres_presence import PostgresPresence  # late, as above

        return PostgresPresence(address)
    return FilePresence(Path(address))
