"""E-mail addresses of learners."""

from datetime import datetime

from trainhub_server.database.face import Connection


async def find(connection: Connection, learner: str) -> str | None:
    row = await connection.one("SELECT email FROM addresses WHERE learner = $1", learner)
    return row.text("email") if row else None


async def put(connection: Connection, learner: str, email: str, now: datetime) -> None:
    await connection.run(
        """INSERT INTO addresses (learner, email, at) SELECT id, $2, $3 FROM learners WHERE id = $1
        ON CONFLICT (learner) DO UPDATE SET email = excluded.email, at = excluded.at""",
        *(learner, email, now),
    )


async def forget(connection: Connection, learner: str) -> None:
    await connection.run("DELETE FROM addresses WHERE learner = $1", learner)
