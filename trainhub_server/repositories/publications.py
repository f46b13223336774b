"""Packages that authors sent, and the versions of courses that were published from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.publishing import Publication, PublicationState
from trainhub_server.database.face import Connection, Row, Value

COLUMNS = "course, title, version, written, state, at, author, package"


@dataclass(frozen=True, slots=True)
class StoredPackage:
    """`manifest` is its text, `compiled` the hash of the file with what it was compiled to."""

    sha256: str
    size: int
    manifest: str
    compiled: str
    advice: int


async def package(connection: Connection, sha256: str) -> StoredPackage | None:
    return next(iter(await _packages(connection, "sha256 = $1", sha256)), None)


async def add_package(connection: Connection, sent: StoredPackage, author: str, at: datetime) -> bool:
    """Keep a package; False where it is known."""
    row = await connection.one(
        """INSERT INTO packages (sha256, size, manifest, compiled, advice, author, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (sha256) DO NOTHING RETURNING sha256""",
        *(sent.sha256, sent.size, sent.manifest, sent.compiled, sent.advice, author, at),
    )
    return row is not None


async def add(connection: Connection, rows: Iterable[tuple[str, Publication]]) -> None:
    """New versions, each with an id of its own."""
    await connection.run_many(
        """INSERT INTO publications (id, course, title, version, written, package, state, author, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        [(id_, it.course_id, it.title, it.version, it.written, it.package, it.state.value, it.author, it.at) for id_, it in rows],
    )


async def forget_drafts(connection: Connection, course: str, package: str, version: int) -> None:
    """Those that have become what learners see, or whose number it has overtaken."""
    sql = "DELETE FROM publications WHERE course = $1 AND state = 'draft' AND (package = $2 OR version <= $3)"
    await connection.run(sql, course, package, version)


async def forget_old_drafts(connection: Connection, before: datetime) -> int:
    """Drafts that were sent before this moment; how many there were."""
    return len(await connection.all("DELETE FROM publications WHERE state = 'draft' AND at < $1 RETURNING id", before))


async def packages_without_versions(connection: Connection, before: datetime) -> Sequence[StoredPackage]:
    """Packages sent before this moment of which no version is known but drafts as old: neither a newer draft nor what learners saw."""
    known = "SELECT 1 FROM publications p WHERE p.package = packages.sha256 AND NOT (p.state = 'draft' AND p.at < $1)"
    return await _packages(connection, f"at < $1 AND NOT EXISTS ({known})", before)


async def packages(connection: Connection) -> Sequence[StoredPackage]:
    return await _packages(connection, "true")


async def forget_packages(connection: Connection, names: Iterable[str]) -> None:
    await connection.run_many("DELETE FROM packages WHERE sha256 = $1", [(name,) for name in names])


async def set_state(connection: Connection, course: str, state: PublicationState) -> None:
    """The new state of the version that stands."""
    sql = "UPDATE publications SET state = $2 WHERE course = $1 AND state IN ('published', 'withdrawn')"
    await connection.run(sql, course, state.value)


async def of_course(connection: Connection, course: str) -> Sequence[Publication]:
    """Every version of a course, drafts too, the newest first."""
    rows = await connection.all(f"SELECT {COLUMNS} FROM publications WHERE course = $1 ORDER BY at DESC, version DESC", course)
    return [_publication(row) for row in rows]


async def count(connection: Connection) -> int:
    """How many versions of courses there are."""
    row = await connection.one("SELECT count(*) AS number FROM publications")
    return row.number("number") if row else 0


async def listed(connection: Connection, offset: int, limit: int) -> Sequence[Publication]:
    """Some of the versions of every course, the newest first."""
    sql = f"SELECT {COLUMNS} FROM publications ORDER BY at DESC, course, version DESC LIMIT $1 OFFSET $2"
    return [_publication(row) for row in await connection.all(sql, limit, offset)]


async def _packages(connection: Connection, which: str, *values: Value) -> Sequence[StoredPackage]:
    rows = await connection.all(f"SELECT sha256, size, manifest, compiled, advice FROM packages WHERE {which}", *values)
    return [_package(row) for row in rows]


def _package(row: Row) -> StoredPackage:
    return StoredPackage(row.text("sha256"), row.number("size"), row.text("manifest"), row.text("compiled"), row.number("advice"))


def _publication(row: Row) -> Publication:
    return Publication(
        course_id=row.text("course"),
        title=row.text("title"),
        version=row.number("version"),
        written=row.number("written"),
        state=PublicationState(row.text("state")),
        at=row.moment("at"),
        author=row.text("author"),
        package=row.text("package"),
    )
