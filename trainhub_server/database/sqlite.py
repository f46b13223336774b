"""SQLite: one writer thread with `BEGIN IMMEDIATE`, a few reader threads beside it. Foreign keys on, WAL, fully synchronous."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from trainhub_server.database.face import SQLITE, Connection, DatabaseTrouble, Dialect, DoesNotFit, Row, Value
from trainhub_server.database.who import SYSTEM, Who

BUSY_SECONDS = 10.0
READERS = 2
STATEMENTS_KEPT = 256
Answer = TypeVar("Answer")


class JsonArray:
    """`json_agg` over columns that hold JSON."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def step(self, body: str, /) -> None:
        self._parts.append(body)

    def finalize(self) -> str | None:
        return f"[{','.join(self._parts)}]" if self._parts else None


class JsonObject:
    """`json_object_agg` of a text and a column that holds JSON."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def step(self, key: str, body: str, /) -> None:
        self._parts.append(f"{json.dumps(key)}:{body}")

    def finalize(self) -> str | None:
        return f"{{{','.join(self._parts)}}}" if self._parts else None


class SqliteConnection:
    """A connection that lives on one thread."""

    def __init__(self, path: Path, thread_name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=thread_name)
        self._path = path
        self._raw: sqlite3.Connection | None = None

    @property
    def dialect(self) -> Dialect:
        return SQLITE

    @property
    def who(self) -> Who:
        """A file has no wall of its own: whoever opens it has all of it."""
        return SYSTEM

    def as_system(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        return await self._call(lambda raw: [Row(row) for row in raw.execute(sql, _named(values))])

    async def one(self, sql: str, *values: Value) -> Row | None:
        return await self._call(lambda raw: next((Row(row) for row in raw.execute(sql, _named(values)).fetchall()), None))

    only = one

    async def run(self, sql: str, *values: Value) -> None:
        await self._call(lambda raw: _spent(raw.execute(sql, _named(values))))

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        bound = [_named(row) for row in rows]
        await self._call(lambda raw: _spent(raw.executemany(sql, bound)))

    async def run_last(self, sql: str, *values: str) -> None:
        await self.run(sql, *values)

    async def run_script(self, script: str) -> None:
        await self._call(lambda raw: _run_all(raw, script))

    async def close(self) -> None:
        await self._call(sqlite3.Connection.close)
        self._thread.shutdown(wait=False)

    async def _call(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._work, work)

    def _work(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        with _in_words():
            if self._raw is None:
                self._raw = _opened(self._path)
            return work(self._raw)


class SqliteDatabase:
    """The file at `path`. Other processes may use it at the same time."""

    def __init__(self, path: Path) -> None:
        self._writer = SqliteConnection(path, "database-writer")
        self._turn = asyncio.Lock()
        self._readers = [SqliteConnection(path, f"database-reader-{number}") for number in range(READERS)]
        self._free: asyncio.LifoQueue[SqliteConnection] = asyncio.LifoQueue()
        for reader in reversed(self._readers):
            self._free.put_nowait(reader)

    @property
    def dialect(self) -> Dialect:
        return SQLITE

    @asynccontextmanager
    async def reading(self, who: Who = SYSTEM) -> AsyncIterator[Connection]:
        reader = await self._free.get()
        try:
            yield reader
        finally:
            self._free.put_nowait(reader)

    @asynccontextmanager
    async def writing(self, who: Who = SYSTEM) -> AsyncIterator[Connection]:
        async with self._turn:
            try:
                await self._writer.run("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.run("COMMIT")
            except BaseException:
                await asyncio.shield(self._writer._call(_rolled_back))
                raise

    async def close(self) -> None:
        async with self._turn:
            for connection in (*self._readers, self._writer):
                await connection.close()


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one, so that they run inside a transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip() and not all(line.lstrip().startswith("--") or not line.strip() for line in pending.splitlines()):
        yield pending


def _opened(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS_KEPT)
    raw.row_factory = sqlite3.Row
    _in_wal(raw)
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.create_aggregate("json_agg", 1, JsonArray)  # type: ignore[arg-type]  # the stub knows sums of whole numbers alone
    raw.create_aggregate("json_object_agg", 2, JsonObject)  # type: ignore[arg-type]
    return raw


def _in_wal(raw: sqlite3.Connection) -> None:
    """Switching the journal does not wait for a busy file by itself."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode in _FULL or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _named(values: Sequence[Value]) -> dict[str, Value]:
    return {str(number): _bound(value) for number, value in enumerate(values, start=1)}


def _bound(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _run_all(raw: sqlite3.Connection, script: str) -> None:
    try:
        for statement in statements(script):
            _spent(raw.execute(statement))
    except sqlite3.Error as fault:
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT):
            raise DoesNotFit(str(fault)) from fault
        raise


def _spent(cursor: sqlite3.Cursor) -> None:
    cursor.close()


def _rolled_back(raw: sqlite3.Connection) -> None:
    if raw.in_transaction:
        raw.rollback()


@contextmanager
def _in_words() -> Iterator[None]:
    """Faults of the file in a sentence; faults of a statement stay what they are."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        code = getattr(fault, "sqlite_errorcode", 0)
        if sentence := _SENTENCES.get(code) or _SENTENCES.get(code & 0xFF):
            raise DatabaseTrouble(sentence) from fault
        raise
    except sqlite3.DatabaseError as fault:
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DatabaseTrouble("The server's database file is damaged; restore it from a backup.") from fault
        raise


_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""The latter: not even room for the index of its log."""
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "The server is busy with other changes; try again in a moment.",
    sqlite3.SQLITE_LOCKED: "The server is busy with other changes; try again in a moment.",
    **dict.fromkeys(_FULL, "The server cannot save: its disk is full."),
    sqlite3.SQLITE_READONLY: "The server cannot save: its database is read-only.",
    sqlite3.SQLITE_IOERR: "The server cannot reach its disk.",
    sqlite3.SQLITE_CANTOPEN: "The server cannot open its database file.",
}
