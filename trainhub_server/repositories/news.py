"""What changed in the feed for anybody: for the one who tells those who listen. Who and of which kind, never what."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainhub_server.database.face import Connection, Row
from trainhub_server.repositories.changes import Place, settled_after


@dataclass(frozen=True, slots=True)
class Heading:
    """A change. `settled`: nothing can appear before it any more."""

    place: Place
    audience: str
    kind: str
    settled: bool


async def after(connection: Connection, place: Place, limit: int) -> Sequence[Heading]:
    """What came after a place, in order, for everybody; also what is there and may still be overtaken."""
    rows = await connection.all(
        f"""SELECT txid, seq, audience, kind, CASE WHEN {connection.dialect.settled} THEN 1 ELSE 0 END AS settled FROM changes
        WHERE (txid, seq) > ($1, $2) ORDER BY txid, seq LIMIT $3""",
        place.txid,
        place.seq,
        limit,
    )
    return [Heading(place_of(row), row.text("audience"), row.text("kind"), bool(row.number("settled"))) for row in rows]


async def of(connection: Connection, learner: str, place: Place, limit: int) -> Sequence[Heading]:
    """What came after a place for one learner, in order, as far as it is settled."""
    rows = await connection.all(settled_after(connection, "audience, kind"), learner, place.txid, place.seq, limit)
    return [Heading(place_of(row), row.text("audience"), row.text("kind"), True) for row in rows]


async def head(connection: Connection) -> Place:
    """The last place at which nothing can appear before it any more."""
    row = await connection.one(
        f"SELECT txid, seq FROM changes WHERE {connection.dialect.settled} ORDER BY txid DESC, seq DESC LIMIT 1",
    )
    return place_of(row) if row else Place()


def place_of(row: Row) -> Place:
    return Place(row.number("txid"), row.number("seq"))
