"""A learner's notes, removed ones too."""

from collections.abc import Sequence

from trainhub_core.models.notes import Note
from trainhub_server.database.face import Connection


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


async def of(connection: Connection, learner: str, object_id: str | None) -> Sequence[Note]:
    """Every note of a learner, or those on one object."""
    sql = "SELECT CAST(body AS text) AS body FROM notes WHERE learner = $1"
    if object_id is None:
        rows = await connection.all(f"{sql} ORDER BY id", learner)
    else:
        rows = await connection.all(f"{sql} AND object = $2 ORDER BY id", learner, object_id)
    return [Note.model_validate_json(row.text("body")) for row in rows]
