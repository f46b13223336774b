"""The change feed: one row per audience and object, replaced in place with a new number."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainhub_core.models.base import Fact
from trainhub_core.models.wire import Change, Kind
from trainhub_server.database.face import Connection, Dialect, Row

NewState = tuple[str, Kind, str, Fact | None]
"""To whom it is told, of which object, and what that is now (None: it is gone)."""
EVERYBODY = "*"
"""The audience of what is on offer; no learner's id can be this."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the feed's order."""

    txid: int = -1
    seq: int = -1


async def put(connection: Connection, audience: str, kind: Kind, object_id: str, fact: Fact | None) -> Change:
    """The new state of an object (None: it is gone). Its number grows also when units of work overlap: it is drawn under the row's lock."""
    return (await put_all(connection, (audience, kind, object_id, fact)))[0]


async def put_all(connection: Connection, *rows: NewState) -> Sequence[Change]:
    """The new states of a few objects, in one journey; the changes in the order of the rows."""
    bodies = [fact.model_dump_json() if fact else None for *_, fact in rows]
    values = [value for (to, kind, of, _), body in zip(rows, bodies, strict=True) for value in (to, kind, of, body)]
    sql = f"{_put(connection, len(rows))} RETURNING audience, kind, id, seq"
    drawn = {(row.text("audience"), row.text("kind"), row.text("id")): row for row in await connection.all(sql, *values)}
    return [_change(drawn[to, kind, of], body) for (to, kind, of, _), body in zip(rows, bodies, strict=True)]


async def put_many(connection: Connection, rows: Iterable[NewState]) -> None:
    """Many at once, for those whose numbers nobody waits for."""
    await connection.run_many(
        _put(connection, 1), [(to, kind, of, fact.model_dump_json() if fact else None) for to, kind, of, fact in rows]
    )


async def current(connection: Connection, audience: str, kind: Kind, object_id: str) -> Change | None:
    """The standing change of an object."""
    row = await connection.one(
        "SELECT kind, id, seq, CAST(body AS text) AS body FROM changes WHERE audience = $1 AND kind = $2 AND id = $3",
        audience,
        kind,
        object_id,
    )
    return _change(row, row.maybe_text("body")) if row else None


async def after(connection: Connection, learner: str, place: Place, limit: int) -> Sequence[tuple[Place, Change]]:
    """What changed for this learner after a place, in order. What an unfinished transaction may still change is not shown yet."""
    sql = settled_after(connection, "kind, id, CAST(body AS text) AS body")
    rows = await connection.all(sql, learner, place.txid, place.seq, limit)
    return [(Place(row.number("txid"), row.number("seq")), _change(row, row.maybe_text("body"))) for row in rows]


def settled_after(connection: Connection, columns: str) -> str:
    """SQL for txid, seq and these columns of what came for learner $1 after the place $2, $3, as far as it is settled; $4 rows at most."""
    one_audience = f"""
        SELECT * FROM (
            SELECT txid, seq, {columns} FROM changes
            WHERE audience = {{audience}} AND (txid, seq) > ($2, $3) AND {connection.dialect.settled}
            ORDER BY txid, seq LIMIT $4
        ) AS {{name}}"""
    mine = one_audience.format(audience="$1", name="mine")
    shared = one_audience.format(audience=f"'{EVERYBODY}'", name="shared")
    return f"{mine} UNION ALL {shared} ORDER BY txid, seq LIMIT $4"


async def start_over(connection: Connection, floor: int) -> None:
    """Number everything anew, above `floor` and above every number given before: clients take all of it as newer.

    Nobody writes meanwhile: what an unfinished unit of work still put in would be raised beyond the number that is given next."""
    await connection.run(connection.dialect.alone_with.format(table="changes"))
    row = await connection.one("SELECT coalesce(max(seq), 0) AS highest FROM changes")
    highest = row.number("highest") if row else 0
    shift = max(floor, highest)
    await connection.run("UPDATE changes SET seq = seq + $1, txid = 0", shift)
    await connection.run("UPDATE versions SET version = $1 WHERE name = 'feed'", highest + shift)
    if connection.dialect.name == "postgres":
        await connection.run("SELECT setval('changes_seq', $1)", highest + shift)


def _put(connection: Connection, count: int) -> str:
    """SQL that writes so many rows."""
    dialect = connection.dialect
    rows = ", ".join(_row(dialect, at) for at in range(count))
    return f"""
        INSERT INTO changes (audience, kind, id, seq, txid, body) VALUES {rows}
        ON CONFLICT (audience, kind, id) DO UPDATE SET seq = {dialect.drawn_seq}, txid = {dialect.transaction}, body = excluded.body"""


def _row(dialect: Dialect, at: int) -> str:
    first = 4 * at + 1
    return f"(${first}, ${first + 1}, ${first + 2}, {dialect.next_seq.format(at=at)}, {dialect.transaction}, ${first + 3})"


def _change(row: Row, body: str | None) -> Change:
    """Without checking it again: it was a fact when it was written."""
    told = json.loads(body) if body is not None else None
    return Change.model_construct(kind=row.text("kind"), id=row.text("id"), seq=row.number("seq"), body=told)
