"""Every row of one learner, and every row that names them as who made it, whatever table it is in: found by the schema."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from trainhub_server.database.face import Connection

OWNERS = ("learner", "account", "audience")
"""Columns that name the learner whose row it is: it goes with them."""
MAKERS = ("author", "made_by")
"""Columns that name who made a row that others use: it stays when they go, with nobody's name."""
UNFINISHED = ("uploads",)
"""Of those, what nobody else uses: it goes."""
SECRET = ("hash", "digest")
CONTENT = ("manifest", "compiled")
"""What was published, not who published it; `trainhub content export COURSE` gives it."""
_SCHEMA = {
    "sqlite": """SELECT m.name AS "table", p.name AS "column", p.type AS kind FROM sqlite_master m, pragma_table_info(m.name) p
        WHERE m.type = 'table' ORDER BY m.name, p.cid""",
    "postgres": """SELECT CAST(table_name AS text) AS "table", CAST(column_name AS text) AS "column", CAST(data_type AS text) AS kind
        FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position""",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table that names learners; `owner` is the column that does."""

    name: str
    owner: str
    columns: tuple[tuple[str, str], ...]
    """Names and types."""


async def tables(connection: Connection) -> Sequence[Table]:
    """Those with rows of learners, `learners` itself among them."""
    return [
        Table(name, owner, columns)
        for name, columns in await _schema(connection)
        if (owner := "id" if name == "learners" else _first(OWNERS, columns))
    ]


async def made_tables(connection: Connection) -> Sequence[Table]:
    """Those whose rows name who made them. Asked as the system: to who may not publish they are closed."""
    return [Table(name, maker, columns) for name, columns in await _schema(connection) if (maker := _first(MAKERS, columns))]


async def _schema(connection: Connection) -> Sequence[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every table that is open to who asks, with its columns."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in await connection.all(_SCHEMA[connection.dialect.name]):
        found.setdefault(row.text("table"), []).append((row.text("column"), row.text("kind").lower()))
    return [(name, tuple(columns)) for name, columns in found.items()]


def _first(wanted: Sequence[str], columns: Sequence[tuple[str, str]]) -> str | None:
    names = [name for name, _ in columns]
    return next((it for it in wanted if it in names), None)


async def rows_of(connection: Connection, table: Table, learner: str) -> tuple[dict[str, JsonValue], ...]:
    """Rows that name the learner, without what only proves something to the server."""
    is_postgres = connection.dialect.name == "postgres"
    shown = [
        f"'{name}', json(\"{name}\")" if kind == "jsonb" and not is_postgres else f"'{name}', \"{name}\""
        for name, kind in table.columns
        if name not in (*SECRET, *CONTENT)
    ]
    made = f"{'json_build_object' if is_postgres else 'json_object'}({', '.join(shown)})"
    sql = f'SELECT CAST({made} AS text) AS told FROM "{table.name}" WHERE "{table.owner}" = $1'
    return tuple(json.loads(row.text("told")) for row in await connection.all(sql, learner))


async def delete(connection: Connection, learner: str, learner_hash: str, now: datetime) -> None:
    """Every row, and a mark that tokens from before now are nobody's. Rows that hang on the learner's go with it."""
    await connection.run("DELETE FROM learners WHERE id = $1", learner)
    for table in await tables(connection):
        await connection.run(f'DELETE FROM "{table.name}" WHERE "{table.owner}" = $1', learner)
    for table in await made_tables(connection):
        if table.name in UNFINISHED:
            await connection.run(f'DELETE FROM "{table.name}" WHERE "{table.owner}" = $1', learner)
        else:
            await connection.run(f'UPDATE "{table.name}" SET "{table.owner}" = $2 WHERE "{table.owner}" = $1', learner, "")
    await connection.run(
        "INSERT INTO deletions (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET at = excluded.at", learner_hash, now
    )


async def deleted_at(connection: Connection, learner_hash: str) -> datetime | None:
    row = await connection.one("SELECT at FROM deletions WHERE hash = $1", learner_hash)
    return row.moment("at") if row else None
