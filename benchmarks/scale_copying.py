"""One learner's rows again for others: read once as text from the tables, and copied in with another learner's name on them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]

from benchmarks.scale_people import learner_id, stem

Door: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
COLUMNS = {
    "learning_events": ("learner", "id", "type", "object", "at", "received", "body"),
    "learning_progress": ("learner", "lesson", "course", "body"),
    "user_progress": ("learner", "course", "state", "percent", "completed", "body"),
    "standings": ("learner", "body"),
    "achievements": ("learner", "award", "at", "body"),
    "bookmarks": ("learner", "id", "body"),
    "changes": ("audience", "kind", "id", "body"),
}
"""What follows from a learner's events and bookmarks. Of the feed without numbers: those are given as they are written."""
NO_INDEX = "DROP INDEX {}"
INDEXES = """SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made FROM pg_index i
    WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one archetype in one table, as COPY writes them."""

    text: bytes
    rows: int


async def read(door: Door, table: str, archetype: int) -> Block:
    """The archetype's rows. Those of the feed get a place for their number; the learner's own row there is another's business."""
    columns, into = COLUMNS[table], BytesIO()
    feed = table == "changes"
    where = "audience = $1 AND kind NOT IN ('learner', 'registration')" if feed else "learner = $1"
    order = "seq" if feed else ", ".join(columns[1:3])
    await door.copy_from_query(
        f"SELECT {', '.join(columns)} FROM {table} WHERE {where} ORDER BY {order}", learner_id(archetype), output=into
    )
    text = into.getvalue()
    return Block(text, text.count(b"\n"))


def numbered(block: Block, txid: int) -> Block:
    """The feed's rows with the transaction, and a place for each number."""
    lines = (line.replace(b"%", b"%%") + b"\t%d\t" + str(txid).encode() for line in block.text.splitlines())
    return Block(b"".join(line + b"\n" for line in lines), block.rows)


async def renamed(blocks: Sequence[Block], learners: range) -> AsyncIterator[bytes]:
    """The rows of each of these learners, who take after the archetypes in turn."""
    for number in learners:
        archetype = number % len(blocks)
        yield blocks[archetype].text.replace(stem(archetype).encode(), stem(number).encode())


async def renamed_and_numbered(blocks: Sequence[Block], learners: range, first: int) -> AsyncIterator[bytes]:
    """The same for the feed, whose rows are numbered from `first` on."""
    for number in learners:
        block, archetype = blocks[number % len(blocks)], number % len(blocks)
        text = block.text % tuple(range(first, first + block.rows))
        yield text.replace(stem(archetype).encode(), stem(number).encode())
        first += block.rows


async def without_indexes(door: Door, table: str) -> list[str]:
    """Drop the indexes that are no constraint, and say how they were made: building them once is less work than keeping them up."""
    found = await door.fetch(INDEXES, table)
    for row in found:
        await door.execute(NO_INDEX.format(row["name"]))
    return [row["made"] for row in found]
