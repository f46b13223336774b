"""Epochs of the change feed: one begins when the first server starts, and tells a cursor of this database from one of its future."""

from trainhub_server.database.face import Connection

KEPT = 1_000


async def begin(connection: Connection, name: str) -> None:
    """A new one, at the highest number there is. The oldest are forgotten."""
    await connection.run(
        """INSERT INTO feed_epochs (number, name, begun) VALUES (
            (SELECT coalesce(max(number), 0) + 1 FROM feed_epochs), $1, (SELECT coalesce(max(seq), 0) FROM changes))""",
        name,
    )
    await connection.run("DELETE FROM feed_epochs WHERE number <= (SELECT max(number) FROM feed_epochs) - $1", KEPT)


async def forget_all(connection: Connection) -> None:
    """Every number was given anew: no cursor of before is worth anything."""
    await connection.run("DELETE FROM feed_epochs")


async def newest(connection: Connection) -> str | None:
    """The name of the one under way."""
    row = await connection.one("SELECT name FROM feed_epochs ORDER BY number DESC LIMIT 1")
    return row.text("name") if row else None


async def end_of(connection: Connection, name: str) -> int | None:
    """The highest number given in the epoch of this name, so far where it is under way; None where there is none of it."""
    row = await connection.one(
        f"""SELECT coalesce(
            (SELECT later.begun FROM feed_epochs AS later WHERE later.number > epoch.number ORDER BY later.number LIMIT 1),
            {connection.dialect.newest_seq}, 0) AS reached
        FROM feed_epochs AS epoch WHERE epoch.name = $1""",
        name,
    )
    return row.number("reached") if row else None
