"""Version numbers that tell other processes what to read again, and settings the server made for itself."""

from typing import Literal

from trainhub_server.database.face import Connection


async def bump(connection: Connection, name: Literal["catalogue", "live"]) -> None:
    """Tell that something of this name changed. Done at the very end of the unit of work: others wait for the row."""
    await connection.run_last(f"UPDATE versions SET version = version + 1 WHERE name = '{name}'")


async def setting(connection: Connection, name: str) -> str | None:
    row = await connection.one("SELECT value FROM settings WHERE name = $1", name)
    return row.text("value") if row else None


async def set_setting(connection: Connection, name: str, value: str) -> None:
    await connection.run(
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value
    )


async def is_of_another_database(connection: Connection) -> bool:
    """Whether the feed holds a transaction that this database has not had yet: what was restored counts its transactions anew."""
    row = await connection.one(f"SELECT CASE WHEN max(txid) >= {connection.dialect.beyond} THEN 1 ELSE 0 END AS is_so FROM changes")
    return row is not None and row.number("is_so") == 1


async def lock_feed(connection: Connection) -> None:
    """One start at a time: the second one waits here for the first."""
    await connection.one(f"SELECT version FROM versions WHERE name = 'feed' {connection.dialect.for_update}")
