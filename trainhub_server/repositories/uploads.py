"""Uploads on their way, and the files that arrived whole, each with when it was last wanted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.uploads import UploadedFile
from trainhub_server.database.face import Connection, Row

OFFERED = "EXISTS (SELECT 1 FROM resources WHERE resources.sha256 = uploaded_files.sha256)"
COLUMNS = "id, author, sha256, size, name, at"


@dataclass(frozen=True, slots=True)
class UploadRow:
    """An upload that is not finished."""

    id: str
    author: str
    sha256: str
    size: int
    name: str
    at: datetime


async def begin(connection: Connection, row: UploadRow) -> UploadRow:
    """The author's upload of this content: this one, or the one that was begun before."""
    await connection.run(
        f"INSERT INTO uploads ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (author, sha256) DO NOTHING",
        *(row.id, row.author, row.sha256, row.size, row.name, row.at),
    )
    found = await connection.one(f"SELECT {COLUMNS} FROM uploads WHERE author = $1 AND sha256 = $2", row.author, row.sha256)
    return _upload(found) if found else row


async def of_author(connection: Connection, upload_id: str, author: str) -> UploadRow | None:
    row = await connection.one(f"SELECT {COLUMNS} FROM uploads WHERE id = $1 AND author = $2", upload_id, author)
    return _upload(row) if row else None


async def count_others(connection: Connection, author: str, sha256: str) -> int:
    """How many of an author's uploads are not finished, without that of this content."""
    row = await connection.one("SELECT count(*) AS n FROM uploads WHERE author = $1 AND sha256 <> $2", author, sha256)
    return row.number("n") if row else 0


async def ids(connection: Connection) -> Sequence[str]:
    return [row.text("id") for row in await connection.all("SELECT id FROM uploads")]


async def forget(connection: Connection, upload_id: str) -> None:
    await connection.run("DELETE FROM uploads WHERE id = $1", upload_id)


async def forget_before(connection: Connection, moment: datetime) -> None:
    """Those that were begun earlier."""
    await connection.run("DELETE FROM uploads WHERE at < $1", moment)


async def keep_file(connection: Connection, file: UploadedFile, author: str, at: datetime) -> None:
    """Note a file that arrived; the last word on what it is counts."""
    await connection.run(
        """INSERT INTO uploaded_files (sha256, size, format, media_type, author, at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (sha256) DO UPDATE
        SET format = excluded.format, media_type = excluded.media_type, at = excluded.at""",
        *(file.sha256, file.size, file.format, file.media_type, author, at),
    )


async def want_offered(connection: Connection, now: datetime) -> None:
    """Those that resources name are wanted."""
    await connection.run(f"UPDATE uploaded_files SET at = $1 WHERE {OFFERED}", now)


async def want(connection: Connection, names: Iterable[str], now: datetime) -> None:
    await connection.run_many("UPDATE uploaded_files SET at = $2 WHERE sha256 = $1", [(name, now) for name in names])


async def want_one(connection: Connection, sha256: str, now: datetime) -> bool:
    """Whether there is such a file; from then on it is wanted. Waits for who lets go of it."""
    sql = "UPDATE uploaded_files SET at = $2 WHERE sha256 = $1 RETURNING sha256"
    return await connection.one(sql, sha256, now) is not None


async def names(connection: Connection) -> frozenset[str]:
    """Hashes of all of them."""
    return frozenset([row.text("sha256") for row in await connection.all("SELECT sha256 FROM uploaded_files")])


async def unwanted(connection: Connection, before: datetime) -> Sequence[str]:
    """Hashes of those that no resource names, and nobody wanted since this moment."""
    rows = await connection.all(f"SELECT sha256 FROM uploaded_files WHERE at < $1 AND NOT {OFFERED} ORDER BY sha256", before)
    return [row.text("sha256") for row in rows]


async def forget_file(connection: Connection, sha256: str, before: datetime) -> bool:
    """Know it no more; False where it is wanted after all."""
    sql = f"DELETE FROM uploaded_files WHERE sha256 = $1 AND at < $2 AND NOT {OFFERED} RETURNING sha256"
    return await connection.one(sql, sha256, before) is not None


async def file(connection: Connection, sha256: str) -> UploadedFile | None:
    row = await connection.one("SELECT sha256, size, format, media_type FROM uploaded_files WHERE sha256 = $1", sha256)
    if row is None:
        return None
    return UploadedFile(sha256=row.text("sha256"), size=row.number("size"), format=row.text("format"), media_type=row.text("media_type"))


def _upload(row: Row) -> UploadRow:
    return UploadRow(row.text("id"), row.text("author"), row.text("sha256"), row.number("size"), row.text("name"), row.moment("at"))
