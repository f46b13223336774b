"""Version numbers that tell other processes what to read again, and settings the server made for itself."""

from trainhub_server.database.face import Connection


async def bump(connection: Connection, name: str) -> None:
    """Tell that something of this name changed. Called last in a unit of work: others wait for the row."""
    await connection.run("UPDATE versions SET version = version + 1 WHERE name = $1", name)


async def setting(connection: Connection, name: str) -> str | None:
    row = await connection.one("SELECT value FROM settings WHERE name = $1", name)
    return row.text("value") if row else None


async def set_setting(connection: Connection, name: str, value: str) -> None:
    await connection.run(
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value
    )


async def newest_transaction(connection: Connection) -> tuple[int, int]:
    """The number of this transaction, and the highest one in the feed (-1: none)."""
    row = await connection.one(f"SELECT {connection.dialect.transaction} AS now, coalesce(max(txid), -1) AS fed FROM changes")
    return (row.number("now"), row.number("fed")) if row else (0, -1)


async def lock_feed(connection: Connection) -> None:
    """One start at a time: the second one waits here for the first."""
    await connection.one(f"SELECT version FROM versions WHERE name = 'feed' {connection.dialect.for_update}")
