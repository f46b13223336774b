"""Every row of one learner, whatever table it is in: found by the schema, so that a new table cannot be forgotten."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from trainhub_server.database.face import Connection

OWNERS = ("learner", "account", "audience")
"""Columns that name the learner whose row it is."""
SECRET = ("hash", "digest")
_SCHEMA = {
    "sqlite": """SELECT m.name AS "table", p.name AS "column", p.type AS kind FROM sqlite_master m, pragma_table_info(m.name) p
        WHERE m.type = 'table' ORDER BY m.name, p.cid""",
    "postgres": """SELECT CAST(table_name AS text) AS "table", CAST(column_name AS text) AS "column", CAST(data_type AS text) AS kind
        FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position""",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with rows of learners; `owner` is the column that says whose."""

    name: str
    owner: str
    columns: tuple[tuple[str, str], ...]
    """Names and types."""


async def tables(connection: Connection) -> Sequence[Table]:
    """All of them, `learners` itself among them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in await connection.all(_SCHEMA[connection.dialect.name]):
        found.setdefault(row.text("table"), []).append((row.text("column"), row.text("kind").lower()))
    owned = []
    for name, columns in found.items():
        names = [column for column, _ in columns]
        owner = "id" if name == "learners" else next((it for it in OWNERS if it in names), None)
        if owner:
            owned.append(Table(name, owner, tuple(columns)))
    return owned


async def rows_of(connection: Connection, table: Table, learner: str) -> tuple[dict[str, JsonValue], ...]:
    """The learner's rows, without what only proves something to the server."""
    is_postgres = connection.dialect.name == "postgres"
    shown = [
        f"'{name}', json(\"{name}\")" if kind == "jsonb" and not is_postgres else f"'{name}', \"{name}\""
        for name, kind in table.columns
        if name not in SECRET
    ]
    made = f"{'json_build_object' if is_postgres else 'json_object'}({', '.join(shown)})"
    sql = f'SELECT CAST({made} AS text) AS told FROM "{table.name}" WHERE "{table.owner}" = $1'
    return tuple(json.loads(row.text("told")) for row in await connection.all(sql, learner))


async def delete(connection: Connection, learner: str, learner_hash: str, now: datetime) -> None:
    """Every row, and a mark that tokens from before now are nobody's. Rows that hang on the learner's go with it."""
    await connection.run("DELETE FROM learners WHERE id = $1", learner)
    for table in await tables(connection):
        await connection.run(f'DELETE FROM "{table.name}" WHERE "{table.owner}" = $1', learner)
    await connection.run(
        "INSERT INTO deletions (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET at = excluded.at", learner_hash, now
    )


async def deleted_at(connection: Connection, learner_hash: str) -> datetime | None:
    row = await connection.one("SELECT at FROM deletions WHERE hash = $1", learner_hash)
    return row.moment("at") if row else None
