"""How far the feed is behind: no change is in it before every transaction that began earlier has ended."""

from collections.abc import Callable

from trainhub_server.database.face import Connection

UNDER_WAY = """SELECT CAST(CAST(pg_snapshot_xmin(now) AS text) AS bigint) AS oldest,
    CAST(CAST(pg_snapshot_xmax(now) AS text) AS bigint) AS next
FROM pg_current_snapshot() AS now"""


class Lag:
    """For how long the oldest transaction has been the same one, as far as it was looked at. `seconds` is a monotonic clock.

    It needs no leave to see what others do: a transaction of any role, in any database of the same Postgres, holds the feed back."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._oldest = 0
        self._since = 0.0

    async def of(self, connection: Connection) -> float:
        """In seconds; nothing where one changes at a time, and where every change that was made can be seen."""
        row = await connection.one(UNDER_WAY) if connection.dialect.name == "postgres" else None
        if row is None or row.number("oldest") == row.number("next"):
            self._oldest = 0
            return 0.0
        if row.number("oldest") != self._oldest:
            self._oldest, self._since = row.number("oldest"), self._seconds()
        return self._seconds() - self._since
