"""A learner's notes, removed ones too."""

from collections.abc import Sequence

from trainhub_core.models.notes import Note
from trainhub_server.database.face import Connection
from trainhub_server.repositories.standing import AT, IS_ON

_STANDING = f"WHERE learner = $1 AND (CAST($2 AS text) IS NULL OR object = CAST($2 AS text)) AND {IS_ON}"


async def put(connection: Connection, learner: str, note: Note) -> None:
    await connection.run(
        """INSERT INTO notes (learner, id, kind, object, body) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (learner, id) DO UPDATE SET kind = excluded.kind, object = excluded.object, body = excluded.body""",
        learner,
        note.id,
        note.kind.value,
        note.object,
        note.model_dump_json(),
    )


async def find(connection: Connection, learner: str, note_id: str) -> Note | None:
    row = await connection.one("SELECT CAST(body AS text) AS body FROM notes WHERE learner = $1 AND id = $2", learner, note_id)
    return Note.model_validate_json(row.text("body")) if row else None


async def count(connection: Connection, learner: str) -> int:
    row = await connection.one("SELECT count(*) AS number FROM notes WHERE learner = $1", learner)
    return row.number("number") if row else 0


async def count_standing(connection: Connection, learner: str, object_id: str | None) -> int:
    """How many notes of a learner stand, or of those on one object."""
    row = await connection.one(f"SELECT count(*) AS number FROM notes {_STANDING}", learner, object_id)
    return row.number("number") if row else 0


async def standing(connection: Connection, learner: str, object_id: str | None, offset: int, limit: int) -> Sequence[Note]:
    """Some of them, the latest first."""
    rows = await connection.all(
        f"SELECT CAST(body AS text) AS body FROM notes {_STANDING} ORDER BY {AT} DESC, id DESC LIMIT $3 OFFSET $4",
        *(learner, object_id, limit, offset),
    )
    return [Note.model_validate_json(row.text("body")) for row in rows]
