"""search.db: every passage and its words. Disposable: a damaged one, or one of an old shape, is thrown away and built again.

Read on one connection and written on another, so that typing never waits for the writer; written by one window at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trainhub_tui.cache.database import Database, Fault, Row, StorageFault, remove
from trainhub_tui.cache.lock import FileLock
from trainhub_tui.paths import make_private

if TYPE_CHECKING:  # where nothing has changed and nothing is asked none of them is loaded
    from trainhub_tui.search.passages import Passage, Stops

APPLICATION = 0x54485331
VERSION = 3
TITLES_ALONE = 1_000
"""Added to the version of a file whose SQLite has no FTS5, so that it is built again where there is one."""
BATCH = 100
COLUMNS = "kind, page, of, title, detail, about, heading, body, part, stops, start, line, leaf, timed"
MARKS = ", ".join("?" * (4 + len(COLUMNS.split(", "))))
SCHEMA = f"""
CREATE TABLE groups (source TEXT, name TEXT, mark TEXT, PRIMARY KEY (source, name)) WITHOUT ROWID;
CREATE TABLE passages (id INTEGER PRIMARY KEY, source TEXT, name TEXT, folded TEXT, {COLUMNS});
CREATE INDEX passages_by_group ON passages (source, name);
CREATE INDEX passages_by_title ON passages (folded) WHERE folded IS NOT NULL;
"""
WORDS = """
CREATE VIRTUAL TABLE words USING fts5(title, heading, body, about, kind, content='', prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
INSERT INTO words(words, rank) VALUES ('rank', 'bm25(10.0, 4.0, 1.0, 0.2, 0.0)');
"""
_FORGET = "INSERT INTO words(words, rowid, title, heading, body, about, kind) VALUES ('delete', ?, ?, ?, ?, ?, ?)"
_LEARN = "INSERT INTO words(rowid, title, heading, body, about, kind) VALUES (?, ?, ?, ?, ?, ?)"


@cache
def has_full_text() -> bool:
    """Whether this SQLite was built with FTS5."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(body)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


Group = tuple[str, str, "Iterable[Passage]"]
"""A group of a source: its name, its mark, its passages."""


@dataclass
class Part:
    """What of a group is written at once; the mark is empty until its last passage is."""

    name: str
    mark: str = ""
    is_first: bool = False
    passages: list[Passage] = field(default_factory=list)


class Index:
    """See the module. Methods raise StorageFault only once it is closed; where the disk fails it goes on in memory."""

    def __init__(self, folder: Path, full_text: bool | None = None) -> None:
        self.full_text = has_full_text() if full_text is None else full_text
        self._path = folder / "search.db"
        self._writer_lock = FileLock(folder / "search.lock")
        self._lock = threading.RLock()
        self._closed = False
        self._file: object = None
        self._open()

    # --- reading
    def read(self, sql: str, *values: object) -> list[Row]:
        """Rows; none where the file had to be thrown away, because it was damaged."""
        try:
            return self._current()[0].rows(sql, *values)
        except StorageFault as fault:
            self._recover(fault)
            return []

    def marks(self, source: str) -> dict[str, str]:
        """The groups of a source that are in the index, with their marks."""
        return {str(name): str(mark) for name, mark in self.read("SELECT name, mark FROM groups WHERE source = ?", source)}

    # --- writing
    def take_turn(self) -> bool:
        """Become the one window that writes; False while another one does."""
        try:
            return self._writer_lock.take()
        except OSError:
            return self._file is None  # where no file can be made, the index is in memory and ours alone

    def end_turn(self) -> None:
        """Let another window write."""
        self._writer_lock.give_back()

    def put(self, source: str, groups: Iterable[Group], go_on: Callable[[], bool]) -> bool:
        """The passages of these groups instead of those they had, in small transactions; False when it was cut short.

        A group's mark comes with its last passage, so that a cut is made good later."""
        waiting: list[Part] = []
        count = 0
        try:
            for name, mark, passages in groups:
                part = Part(name, is_first=True)
                waiting.append(part)
                for passage in passages:
                    if count >= BATCH:
                        self._write(source, waiting)
                        if not go_on():
                            return False
                        part, count = Part(name), 0
                        waiting = [part]
                    part.passages.append(passage)
                    count += 1
                if not go_on():
                    return False
                part.mark = mark
                count += 1
            self._write(source, waiting)
        except StorageFault as fault:
            self._recover(fault)
            return False
        return True

    def drop(self, source: str, name: str) -> None:
        """Forget a group."""
        try:
            with self._current()[1].writing() as database:
                self._forget(database, source, name)
        except StorageFault as fault:
            self._recover(fault)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._databases[0].close()
            self._databases[1].close()
        self._writer_lock.give_back()

    # ---
    def _write(self, source: str, parts: Sequence[Part]) -> None:
        from trainhub_tui.search.words import folded  # late: memory at rest

        with self._current()[1].writing() as database:
            for part in parts:
                if part.is_first:
                    self._forget(database, source, part.name)
                database.rows("INSERT OR REPLACE INTO groups VALUES (?, ?, ?)", source, part.name, part.mark)
            first = int(str(database.value("SELECT coalesce(max(id), 0) + 1 FROM passages")))
            rows = list(enumerate(((part.name, it) for part in parts for it in part.passages), first))
            database.many(
                f"INSERT INTO passages (id, source, name, folded, {COLUMNS}) VALUES ({MARKS})",  # constants
                [(number, source, name, folded(it.title) if it.is_thing else None, *_values(it)) for number, (name, it) in rows],
            )
            if self.full_text:
                database.many(_LEARN, [(number, *_words(it)) for number, (_, it) in rows])

    def _forget(self, database: Database, source: str, name: str) -> None:
        found = database.rows(f"SELECT id, {COLUMNS} FROM passages WHERE source = ? AND name = ?", source, name)  # constants
        if self.full_text:
            database.many(_FORGET, [(row[0], *_words(passage_of(row[1:]))) for row in found])
        database.many("DELETE FROM passages WHERE id = ?", [row[:1] for row in found])
        database.rows("DELETE FROM groups WHERE source = ? AND name = ?", source, name)

    def _current(self) -> tuple[Database, Database]:
        """The connections; opened anew where another window has thrown the file away."""
        with self._lock:
            if self._closed:
                raise StorageFault(Fault.CLOSED, "search")
            if self._file is not None and self._file != _identity(self._path):
                for it in self._databases:
                    it.close()
                self._open()
            return self._databases

    def _recover(self, fault: StorageFault) -> None:
        with self._lock:
            if self._closed or fault.fault is Fault.CLOSED:
                raise fault
            if fault.fault is Fault.LOCKED:
                return  # looked at again soon
            for it in self._databases:
                it.close()
            if fault.fault is Fault.DAMAGED:
                self._open(anew=True)
            else:
                self._open_in_memory()

    def _open(self, anew: bool = False) -> None:
        try:
            make_private(self._path.parent)
            if anew:
                remove(self._path)
            writing = Database.at(self._path, "NORMAL")
            if not self._is_ours(writing):
                writing.close()
                remove(self._path)
                writing = self._made(Database.at(self._path, "NORMAL"))
            self._databases = (Database.at(self._path, "NORMAL"), writing)
            self._file = _identity(self._path)
        except (StorageFault, OSError):
            self._open_in_memory()

    def _open_in_memory(self) -> None:
        self._file = None
        memory = self._made(Database.in_memory())
        self._databases = (memory, memory)

    def _is_ours(self, database: Database) -> bool:
        try:
            return database.value("PRAGMA application_id") == APPLICATION and database.value("PRAGMA user_version") == self._version
        except StorageFault:
            return False

    @property
    def _version(self) -> int:
        return VERSION if self.full_text else VERSION + TITLES_ALONE

    def _made(self, database: Database) -> Database:
        if not self._is_ours(database):
            database.rows("PRAGMA journal_mode=WAL")
            words = WORDS if self.full_text else ""
            database.script(f"{SCHEMA} {words} PRAGMA application_id={APPLICATION}; PRAGMA user_version={self._version}")
        return database


def passage_of(row: Sequence[object]) -> Passage:
    """A passage from its columns."""
    from trainhub_tui.search.passages import Passage  # late: memory at rest

    kind, page, of, title, detail, about, heading, body, part, stops = (str(it) for it in row[:10])
    offset, line, leaf = (None if it is None else int(str(it)) for it in row[10:13])
    return Passage(kind, page, of, title, detail, about, heading, body, offset, part, line, leaf, _stops(stops), bool(row[13]))


def _stops(text: str) -> Stops:
    pairs = (pair.partition(":") for pair in text.split())
    return tuple((int(at), int(place)) for at, _, place in pairs)


def _values(it: Passage) -> Row:
    stops = " ".join(f"{at}:{place}" for at, place in it.stops)
    said = (it.kind, it.page, it.of, it.title, it.detail, it.about, it.heading, it.body, it.part, stops)
    return *said, it.offset, it.line, it.leaf, int(it.timed)


def _words(it: Passage) -> Row:
    from trainhub_tui.search.scripts import indexed  # late: memory at rest

    return indexed(it.title) if it.is_thing else "", indexed(it.heading), indexed(it.body), indexed(it.about), it.kind


def _identity(path: Path) -> object:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
