"""What repositories see of a database: statements with `$1` parameters, rows with typed columns, units of work."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

from trainhub_server.database.who import SYSTEM, Who

Value = str | int | float | bool | bytes | datetime | None


class Columns(Protocol):
    """A row as a driver gives it."""

    def __getitem__(self, name: str, /) -> Value: ...


class Row:
    """One row; each accessor states the type it expects and raises TypeError for another."""

    __slots__ = ("_columns",)

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def text(self, name: str) -> str:
        value = self._columns[name]
        if not isinstance(value, str):
            raise TypeError(f"column {name} holds no text")
        return value

    def maybe_text(self, name: str) -> str | None:
        return None if self._columns[name] is None else self.text(name)

    def number(self, name: str) -> int:
        value = self._columns[name]
        if not isinstance(value, int):
            raise TypeError(f"column {name} holds no whole number")
        return int(value)

    def decimal(self, name: str) -> float:
        value = self._columns[name]
        if not isinstance(value, int | float):
            raise TypeError(f"column {name} holds no number")
        return float(value)

    def maybe_number(self, name: str) -> int | None:
        return None if self._columns[name] is None else self.number(name)

    def moment(self, name: str) -> datetime:
        value = self._columns[name]
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(self.text(name)).astimezone(UTC)

    def maybe_moment(self, name: str) -> datetime | None:
        return None if self._columns[name] is None else self.moment(name)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The few words in which the engines differ; repositories put them into their one text of SQL."""

    name: str
    for_update: str
    """Holds the rows. Not against whoever only refers to them: two changes of one learner would wait for each other."""
    skip_locked: str
    """Holds the rows too, passing over those that another unit of work holds."""
    next_seq: str
    """An expression: a change number greater than every one before; of the row that is the `{at}`th of a statement, counted from 0."""
    drawn_seq: str
    """The same where a row is replaced: drawn once nobody else can replace it meanwhile."""
    transaction: str
    """An expression: the number of this transaction, in the order the feed goes by."""
    beyond: str
    """An expression: a number greater than that of every transaction whose rows the statement sees."""
    alone_with: str
    """A statement: waits until every unit of work that changes `{table}` has ended, and lets none begin before this one has."""
    settled: str
    """A condition on `txid`: every transaction up to it has ended, so nothing can appear before it any more."""
    newest_seq: str
    """An expression: the highest change number given, whoever asks."""
    calling: str
    """A condition that always holds, and says that the caller is `$2`. What a CASE gives under it sees that learner's rows."""
    minutes_later: str
    """An expression: the moment `{minutes}` minutes after the one in the column `{moment}`, to compare others with."""
    number_in: str
    """An expression: the whole number `{name}` in the JSON of the column `{body}`."""
    each_of: str
    """A table with one column `value`: the texts of the JSON array `$1`."""


SQLITE = Dialect(
    name="sqlite",
    for_update="",
    skip_locked="",
    next_seq="(SELECT max(coalesce(max(seq), 0), (SELECT version FROM versions WHERE name = 'feed')) + 1 + {at} FROM changes)",
    drawn_seq="excluded.seq",
    transaction="0",
    beyond="1",
    alone_with="SELECT 1",
    settled="true",
    newest_seq="(SELECT max(seq) FROM changes)",
    calling="true",
    minutes_later="strftime('%Y-%m-%dT%H:%M:%f', {moment}, ({minutes}) || ' minutes')",
    number_in="json_extract({body}, '$.{name}')",
    each_of="json_each($1)",
)
POSTGRES = Dialect(
    name="postgres",
    for_update="FOR NO KEY UPDATE",
    skip_locked="FOR UPDATE SKIP LOCKED",
    next_seq="nextval('changes_seq')",
    drawn_seq="nextval('changes_seq')",
    transaction="CAST(CAST(pg_current_xact_id() AS text) AS bigint)",
    beyond="CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)",
    alone_with="LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE",
    settled="txid < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)",
    newest_seq="(SELECT last_value FROM changes_seq)",
    calling="set_config('trainhub.caller', $2, true) IS NOT NULL",
    minutes_later="{moment} + ({minutes}) * interval '1 minute'",
    number_in="CAST({body} ->> '{name}' AS integer)",
    each_of="json_array_elements_text(CAST($1 AS json)) AS each(value)",
)


class Connection(Protocol):
    """One connection inside a unit of work."""

    @property
    def dialect(self) -> Dialect: ...

    @property
    def who(self) -> Who:
        """As whom it acts."""
        ...

    def as_system(self) -> AbstractAsyncContextManager[None]:
        """Within the block of a unit of work the hub itself acts: for what is done over the rows of several learners."""
        ...

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        """Every row of the answer."""
        ...

    async def one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        ...

    async def only(self, sql: str, *values: Value) -> Row | None:
        """The same for a statement that never gives more than one; many that ask it at once may be answered together."""
        ...

    async def run(self, sql: str, *values: Value) -> None: ...

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """The statement, which gives no rows, once for each row of values."""
        ...

    async def run_last(self, sql: str, *values: str) -> None:
        """A statement whose effect this unit of work does not look at: done with its end, once however often it is asked for."""
        ...

    async def run_script(self, script: str) -> None:
        """Several statements, without values (migrations). Raises DoesNotFit."""
        ...


class Database(Protocol):
    """Raises `Again` when a unit of work must be run anew, `DatabaseTrouble` with a sentence when the database cannot serve."""

    @property
    def dialect(self) -> Dialect: ...

    def reading(self, who: Who = SYSTEM) -> AbstractAsyncContextManager[Connection]:
        """A connection for single statements, each a consistent view."""
        ...

    def writing(self, who: Who = SYSTEM) -> AbstractAsyncContextManager[Connection]:
        """A unit of work: committed when the block ends, rolled back when it raises."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class Pooled(Protocol):
    """A database whose connections are counted."""

    def connections(self) -> tuple[int, int]:
        """How many are open, and how many of them are at work."""
        ...


class Again(Exception):
    """The unit of work met another one and must be run again from its start."""


class DatabaseTrouble(Exception):
    """The database cannot serve now; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class DoesNotFit(DatabaseTrouble):
    """A script speaks of what the database has not, or has already; `sentence` is what the database says of it."""


def first(rows: Iterable[Mapping[str, Value]]) -> Row | None:
    """The first of a driver's rows."""
    return next((Row(row) for row in rows), None)
