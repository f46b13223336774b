"""cache.db: what the server said, as it said it. Disposable: a damaged one, or one of an old schema, is thrown away and refetched."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from trainhub_core.light import light
from trainhub_tui.cache.database import Database, Fault, StorageFault, is_damaged, remove

APPLICATION = 0x54484331
NONE: Mapping[str, str] = MappingProxyType({})
VERSION = 2
SCHEMA = """
CREATE TABLE objects (kind TEXT, id TEXT, seq INTEGER, stamp INTEGER, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE INDEX objects_by_stamp ON objects (stamp);
CREATE TABLE texts (lesson_id TEXT PRIMARY KEY, course_id TEXT, version INTEGER, text TEXT);
CREATE TABLE practice (lesson_id TEXT PRIMARY KEY, course_id TEXT, body TEXT);
CREATE TABLE text_marks (course_id TEXT PRIMARY KEY, etag TEXT, seq INTEGER);
CREATE TABLE memo (name TEXT PRIMARY KEY, body TEXT, made_from TEXT, since REAL, until REAL);
CREATE TABLE meta (name TEXT PRIMARY KEY, value);
"""


@light(frozen=True)
class Said:
    """The latest state of one object, as JSON; `body` is None when it is gone."""

    kind: str
    id: str
    seq: int
    body: str | None


@light(frozen=True)
class Memo:
    """Something computed and kept. It holds for `made_from`, and from `since` until `until` (epoch seconds)."""

    body: str
    made_from: str
    since: float
    until: float


Write = Callable[[Database], bool]


class Snapshot:
    """See the module. Where the disk fails it goes on in memory; `trouble` then says so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self.trouble = ""
        self._database = self._opened()

    # --- objects
    @property
    def mark(self) -> tuple[str, int]:
        """Which cache this is, and how often it has changed."""
        rows = self._rows("SELECT (SELECT value FROM meta WHERE name = 'id'), (SELECT value FROM meta WHERE name = 'counter')")
        return str(rows[0][0]), int(str(rows[0][1]))

    @property
    def count(self) -> int:
        """How many objects there are."""
        return int(str(self._rows("SELECT count(*) FROM objects")[0][0]))

    def since(self, stamp: int) -> list[Said]:
        """What changed after the cache had changed `stamp` times."""
        rows = self._rows("SELECT kind, id, seq, body FROM objects WHERE stamp > ? ORDER BY stamp", stamp)
        return [Said(str(kind), str(id_), int(str(seq)), None if body is None else str(body)) for kind, id_, seq, body in rows]

    def seq_of(self, kind: str, id_: str) -> int:
        found = self._rows("SELECT seq FROM objects WHERE kind = ? AND id = ?", kind, id_)
        return int(str(found[0][0])) if found else 0

    @property
    def highest(self) -> int:
        """The highest number that the server has given to anything here."""
        rows = self._rows("SELECT coalesce(max(seq), 0) FROM objects")
        return max(0, int(str(rows[0][0])))

    def apply(self, said: Iterable[Said], cursor: str | None = None) -> bool:
        """Keep what is newer than what is here, and the cursor; tells whether anything changed."""
        rows = list(said)

        return self._write(lambda database: _put(database, rows, cursor))

    def replace(self, said: Iterable[Said], cursor: str, started: int) -> None:
        """Everything anew (the server has forgotten our cursor): only what was kept after the change `started` stays beside it."""
        rows = list(said)

        def write(database: Database) -> bool:
            stamp = _counter(database) + 1
            database.rows("UPDATE objects SET seq = -1, body = NULL, stamp = ? WHERE stamp <= ?", stamp, started)
            database.rows("UPDATE meta SET value = ? WHERE name = 'counter'", stamp)
            return _put(database, rows, cursor)

        self._write(write)

    @property
    def cursor(self) -> str:
        """Where the feed goes on, empty at its beginning."""
        rows = self._rows("SELECT value FROM meta WHERE name = 'cursor'")
        return str(rows[0][0]) if rows else ""

    @property
    def synced_at(self) -> str:
        """When the server was last heard in full (ISO 8601), empty while it never was."""
        rows = self._rows("SELECT value FROM meta WHERE name = 'synced_at'")
        return str(rows[0][0]) if rows else ""

    def keep_synced_at(self, moment: str) -> None:
        self._write(lambda database: bool(database.rows("INSERT OR REPLACE INTO meta VALUES ('synced_at', ?)", moment)))

    def stamps(self) -> dict[tuple[str, str], str]:
        """Every object that is there, by kind and id, with a mark that changes when it does."""
        rows = self._rows("SELECT kind, id, (SELECT value FROM meta WHERE name = 'id') || '/' || stamp FROM objects WHERE body IS NOT NULL")
        return {(str(kind), str(id_)): str(mark) for kind, id_, mark in rows}

    def ids(self, kind: str) -> list[str]:
        """The objects of one kind that are there."""
        return [str(row[0]) for row in self._rows("SELECT id FROM objects WHERE kind = ? AND body IS NOT NULL", kind)]

    # --- texts of lessons
    def text(self, lesson_id: str) -> tuple[int, str] | None:
        """Version and Markdown."""
        rows = self._rows("SELECT version, text FROM texts WHERE lesson_id = ?", lesson_id)
        return (int(str(rows[0][0])), str(rows[0][1])) if rows else None

    def practice(self, lesson_id: str) -> str | None:
        """The quiz or scenario of a lesson, as JSON under that name."""
        rows = self._rows("SELECT body FROM practice WHERE lesson_id = ?", lesson_id)
        return str(rows[0][0]) if rows else None

    def text_versions(self) -> dict[str, str]:
        """Every lesson whose text is here, with a mark that changes with the text."""
        sql = "SELECT lesson_id, version || '/' || coalesce(nullif(etag, ''), seq, '') FROM texts LEFT JOIN text_marks USING (course_id)"
        return {str(lesson_id): str(mark) for lesson_id, mark in self._rows(sql)}

    def text_mark(self, course_id: str) -> tuple[str, int] | None:
        """The ETag of a course's texts, and the seq of the course they were fetched for."""
        rows = self._rows("SELECT etag, seq FROM text_marks WHERE course_id = ?", course_id)
        return (str(rows[0][0]), int(str(rows[0][1]))) if rows else None

    def courses_with_texts(self) -> tuple[str, ...]:
        """The courses that have texts here."""
        return tuple(str(course_id) for (course_id,) in self._rows("SELECT DISTINCT course_id FROM texts ORDER BY course_id"))

    def keep_texts(
        self, course_id: str, etag: str, seq: int, texts: Iterable[tuple[str, int, str]] | None, practice: Mapping[str, str] = NONE
    ) -> None:
        """The course's texts as (lesson id, version, Markdown), None where they are as they were; `practice` as JSON by lesson id."""
        rows = None if texts is None else list(texts)

        def write(database: Database) -> bool:
            if rows is not None:
                database.rows("DELETE FROM texts WHERE course_id = ?", course_id)
                database.many(
                    "INSERT OR REPLACE INTO texts (course_id, lesson_id, version, text) VALUES (?, ?, ?, ?)",
                    [(course_id, *row) for row in rows],
                )
                database.rows("DELETE FROM practice WHERE course_id = ?", course_id)
                database.many(
                    "INSERT OR REPLACE INTO practice (course_id, lesson_id, body) VALUES (?, ?, ?)",
                    [(course_id, *item) for item in practice.items()],
                )
            database.rows("INSERT OR REPLACE INTO text_marks VALUES (?, ?, ?)", course_id, etag, seq)
            return True

        self._write(write)

    # --- computed things
    def memo(self, name: str) -> tuple[Memo, str] | None:
        """The memo, and the mark of the cache now, in one read."""
        rows = self._rows(
            "SELECT body, made_from, since, until, (SELECT value FROM meta WHERE name = 'id') || '/' ||"
            " (SELECT value FROM meta WHERE name = 'counter') FROM memo WHERE name = ?",
            name,
        )
        if not rows:
            return None
        body, made_from, since, until, mark = rows[0]
        return Memo(str(body), str(made_from), float(str(since)), float(str(until))), str(mark)

    def keep_memo(self, name: str, memo: Memo) -> None:
        values = (name, memo.body, memo.made_from, memo.since, memo.until)
        self._write(lambda database: bool(database.rows("INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?, ?)", *values)))

    def check(self) -> None:
        """Look for damage that opening did not show; run in the background after an unclean end."""
        if not self.trouble and is_damaged(self._path):
            with self._lock:
                self._start_over()

    def close(self) -> None:
        self._database.close()

    # --- opening, and going on when the disk fails
    def _opened(self) -> Database:
        try:
            database = Database.at(self._path, "NORMAL")
            try:
                if database.value("PRAGMA application_id") == APPLICATION and database.value("PRAGMA user_version") == VERSION:
                    database.rows("SELECT value FROM meta WHERE name IN ('id', 'counter')")
                    return database
            except StorageFault as fault:
                if fault.fault is not Fault.DAMAGED:
                    database.close()
                    raise
            database.close()
            remove(self._path)
            return _made(Database.at(self._path, "NORMAL"))
        except StorageFault as fault:
            self.trouble = fault.fault.value
            return self._copied_to_memory()
        except OSError:
            self.trouble = Fault.READ_ONLY.value
            return self._copied_to_memory()

    def _copied_to_memory(self) -> Database:
        memory = Database.in_memory()
        try:
            file = Database.read_only(self._path)
            file.copied_to(memory)
            file.close()
            if memory.value("PRAGMA application_id") == APPLICATION and memory.value("PRAGMA user_version") == VERSION:
                return memory
        except StorageFault:
            memory.close()
            memory = Database.in_memory()
        return _made(memory)

    def _start_over(self) -> None:
        self._database.close()
        try:
            remove(self._path)
        except OSError:
            self.trouble = Fault.READ_ONLY.value
            self._database = _made(Database.in_memory())
            return
        self._database = self._opened()

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            try:
                return self._database.rows(sql, *values)
            except StorageFault as fault:
                self._recover(fault)
                return self._database.rows(sql, *values)

    def _write(self, write: Write) -> bool:
        with self._lock:
            try:
                with self._database.writing() as database:
                    return write(database)
            except StorageFault as fault:
                self._recover(fault)
                with self._database.writing() as database:
                    return write(database)

    def _recover(self, fault: StorageFault) -> None:
        if fault.fault is Fault.CLOSED:
            raise fault
        if fault.fault is Fault.DAMAGED:
            self._start_over()
            return
        self.trouble = fault.fault.value
        old, self._database = self._database, self._copied_to_memory()
        old.close()


def _counter(database: Database) -> int:
    return int(str(database.value("SELECT value FROM meta WHERE name = 'counter'")))


def _put(database: Database, said: Sequence[Said], cursor: str | None) -> bool:
    stamp = _counter(database) + 1
    before = database.value("SELECT total_changes()")
    database.many(
        "INSERT INTO objects (kind, id, seq, stamp, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE"
        " SET seq = excluded.seq, stamp = excluded.stamp, body = excluded.body WHERE excluded.seq > objects.seq",
        [(it.kind, it.id, it.seq, stamp, it.body) for it in said],
    )
    changed = database.value("SELECT total_changes()") != before
    if changed:
        database.rows("UPDATE meta SET value = ? WHERE name = 'counter'", stamp)
    if cursor is not None:
        database.rows("INSERT OR REPLACE INTO meta VALUES ('cursor', ?)", cursor)
    return changed


def _made(database: Database) -> Database:
    if database.value("PRAGMA user_version") != VERSION or database.value("PRAGMA application_id") != APPLICATION:
        database.rows("PRAGMA journal_mode=WAL")
        database.script(
            f"{SCHEMA} INSERT INTO meta VALUES ('id', '{os.urandom(6).hex()}'), ('counter', 0);"
            f" PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}"
        )
    return database
