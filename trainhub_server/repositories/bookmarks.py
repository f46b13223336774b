"""A learner's bookmarks; the last word per bookmark counts, by the server's order."""

from collections.abc import Sequence

from trainhub_core.models.learning import Bookmark
from trainhub_server.database.face import Connection
from trainhub_server.repositories.standing import AT, IS_ON


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


async def count_standing(connection: Connection, learner: str) -> int:
    """How many bookmarks of a learner are set."""
    row = await connection.one(f"SELECT count(*) AS number FROM bookmarks WHERE learner = $1 AND {IS_ON}", learner)
    return row.number("number") if row else 0


async def standing(connection: Connection, learner: str, offset: int, limit: int) -> Sequence[Bookmark]:
    """Some of those that are set, the latest first."""
    rows = await connection.all(
        f"SELECT CAST(body AS text) AS body FROM bookmarks WHERE learner = $1 AND {IS_ON} ORDER BY {AT} DESC, id DESC LIMIT $2 OFFSET $3",
        *(learner, limit, offset),
    )
    return [Bookmark.model_validate_json(row.text("body")) for row in rows]
