"""A learner's bookmarks; the last word per bookmark counts, by the server's order."""

from collections.abc import Sequence

from trainhub_core.models.learning import Bookmark
from trainhub_server.database.face import Connection


async def put(connection: Connection, learner: str, bookmark: Bookmark) -> None:
    await connection.run(
        "INSERT INTO bookmarks (learner, id, body) VALUES ($1, $2, $3) ON CONFLICT (learner, id) DO UPDATE SET body = excluded.body",
        learner,
        bookmark.id,
        bookmark.model_dump_json(),
    )


async def count_others(connection: Connection, learner: str, bookmark_id: str) -> int:
    """How many bookmarks of a learner there are besides this one, removed ones too."""
    row = await connection.one("SELECT count(*) AS number FROM bookmarks WHERE learner = $1 AND id <> $2", learner, bookmark_id)
    return row.number("number") if row else 0


async def of(connection: Connection, learner: str) -> Sequence[Bookmark]:
    """Every bookmark of a learner, removed ones too."""
    rows = await connection.all("SELECT CAST(body AS text) AS body FROM bookmarks WHERE learner = $1 ORDER BY id", learner)
    return [Bookmark.model_validate_json(row.text("body")) for row in rows]
