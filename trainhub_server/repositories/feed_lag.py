"""How far the feed is behind: no change is in it before every transaction that began earlier has ended."""

from trainhub_server.database.face import Connection

OLDEST = """SELECT CAST(coalesce(greatest(extract(epoch FROM clock_timestamp() - min(xact_start)), 0), 0) AS double precision) AS seconds
FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname = current_database()"""


async def seconds(connection: Connection) -> float:
    """The age of the oldest transaction that changes something; nothing where one changes at a time."""
    if connection.dialect.name != "postgres":
        return 0.0
    row = await connection.one(OLDEST)
    return row.decimal("seconds") if row else 0.0
