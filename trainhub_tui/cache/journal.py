"""journal.db: what only this laptop knows. The outbox, the queue of downloads, small things remembered; all of it precious."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from trainhub_core.light import light
from trainhub_tui.cache.database import Database, Fault, StorageFault, is_damaged
from trainhub_tui.cache.journal_file import MIGRATIONS, open_journal, was_left_open
from trainhub_tui.troubles import CannotSave

QUEUED, IN_FLIGHT, BLOCKED, REFUSED, DONE = "queued", "in flight", "blocked", "refused", "done"
PENDING = (QUEUED, IN_FLIGHT, BLOCKED)
DONE_KEPT = 2_000
SEQUENCE_BLOCK = 32
_DAMAGED = "The list of your unsent changes is damaged. Restart trainhub: it will be set aside, not deleted."
_COLUMNS = "seq, key, entity, method, path, operation, body, sentence, state, tries, made_at, answer"
Result = TypeVar("Result")


@light(frozen=True)
class NewEntry:
    """An operation about to be kept; `operation` is how it is read back, `body` what is sent, both frozen."""

    key: str
    entity: str
    method: str
    path: str
    operation: str
    body: str
    sentence: str
    made_at: str


@light(frozen=True)
class Entry:
    """An operation in the outbox, in the order of `seq`."""

    seq: int
    key: str
    entity: str
    method: str
    path: str
    operation: str
    body: str
    sentence: str
    state: str
    tries: int
    made_at: str
    answer: str


class Journal:
    """See the module. Writing raises CannotSave; `refusal` says why nothing can be written at all, `trouble` why the last try failed."""

    def __init__(self, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
        self._path = path
        self.left_open = was_left_open(path)
        opened = open_journal(path, migrations)
        self._database = opened.database
        self.refusal = opened.refusal
        self.notice = opened.notice
        self.trouble = ""
        self._sequences: list[int] = []
        self._sequences_lock = threading.Lock()

    # --- the outbox
    @property
    def turn(self) -> int:
        """Grows with every change of the outbox, by whichever window."""
        return int(str(self._meta("turn")))

    def add(self, entries: Sequence[NewEntry]) -> None:
        """Keep these operations, all or none. On the disk when this returns."""

        def write(database: Database) -> None:
            device = database.value("SELECT value FROM meta WHERE name = 'device'")
            database.many(
                "INSERT INTO outbox (key, device, entity, method, path, operation, body, sentence, state, made_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)",
                [(it.key, device, it.entity, it.method, it.path, it.operation, it.body, it.sentence, it.made_at) for it in entries],
            )

        self._change(write)

    def pending(self) -> list[Entry]:
        """What waits to be sent, in order."""
        return self._entries("state IN ('queued', 'in flight', 'blocked')")

    def open_entries(self) -> list[Entry]:
        """The same with what was refused."""
        return self._entries("state <> 'done'")

    def counts(self) -> tuple[int, int]:
        """How many are pending, and how many refused."""
        rows = self._read(
            "SELECT coalesce(sum(state <> 'refused'), 0), coalesce(sum(state = 'refused'), 0) FROM outbox WHERE state <> 'done'"
        )
        return int(str(rows[0][0])), int(str(rows[0][1]))

    def begin(self, key: str) -> bool:
        """An entry is being sent now; False where it is not pending any more."""

        def write(database: Database) -> bool:
            database.rows(
                "UPDATE outbox SET state = 'in flight', tries = tries + 1 WHERE key = ? AND state IN ('queued', 'in flight', 'blocked')",
                key,
            )
            return database.value("SELECT changes()") == 1

        return self._change(write)

    def set_state(self, key: str, state: str, answer: str = "") -> None:
        """Move an entry on. What is done is kept for a while, in case the server loses it (`requeue_done`)."""

        def write(database: Database) -> None:
            database.rows("UPDATE outbox SET state = ?, answer = ? WHERE key = ?", state, answer, key)
            if state == DONE:
                database.rows(
                    "DELETE FROM outbox WHERE state = 'done' AND seq < (SELECT max(seq) FROM outbox) - ?",
                    DONE_KEPT,
                )

        self._change(write)

    def retry(self, key: str) -> None:
        """Send a refused entry again: said anew, so it comes after all others."""

        def write(database: Database) -> None:
            database.rows(
                "UPDATE outbox SET state = 'queued', answer = '', seq = (SELECT max(seq) + 1 FROM outbox)"
                " WHERE key = ? AND state = 'refused'",
                key,
            )

        self._change(write)

    def drop(self, key: str) -> None:
        """Forget an entry that is not under way."""
        self._change(lambda database: database.rows("DELETE FROM outbox WHERE key = ? AND state NOT IN ('in flight', 'done')", key))

    def requeue_done(self) -> None:
        """Send everything of late again, with its old keys and in its old order: the server has lost its memory, not we ours."""
        self._change(lambda database: database.rows("UPDATE outbox SET state = 'queued' WHERE state = 'done'"))

    # --- the device and the account
    @property
    def device(self) -> str:
        return str(self._meta("device"))

    def next_sequence(self) -> int:
        """The next number of this device. Taken from the file in blocks, so that two windows never give the same."""

        def write(database: Database) -> int:
            first = int(str(database.value("SELECT value FROM meta WHERE name = 'sequence'"))) + 1
            database.rows("UPDATE meta SET value = ? WHERE name = 'sequence'", first + SEQUENCE_BLOCK - 1)
            return first

        with self._sequences_lock:
            if not self._sequences:
                first = self._write(write)
                self._sequences = list(range(first, first + SEQUENCE_BLOCK))
            return self._sequences.pop(0)

    @property
    def learner(self) -> str:
        """Whose journal this is; empty until the server has said it."""
        return str(self._meta("learner") or "")

    def bind(self, learner: str) -> None:
        self._write(lambda database: database.rows("INSERT OR REPLACE INTO meta VALUES ('learner', ?)", learner))

    # --- remembered
    def remembered(self, name: str) -> str | None:
        rows = self._read("SELECT value FROM remembered WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def remembered_under(self, prefix: str) -> dict[str, str]:
        rows = self._read("SELECT name, value FROM remembered WHERE substr(name, 1, ?) = ?", len(prefix), prefix)
        return {str(name): str(value) for name, value in rows}

    def forget(self, name: str) -> None:
        self._write(lambda database: database.rows("DELETE FROM remembered WHERE name = ?", name))

    def remember(self, name: str, value: str) -> None:
        self._write(lambda database: database.rows("INSERT OR REPLACE INTO remembered VALUES (?, ?)", name, value))

    # --- for the other tables of this file
    def take_over(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Rows of another journal of the same learner; what is known here already stays."""
        marks = ", ".join("?" * len(columns.split(",")))
        self._change(lambda database: database.many(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", rows))

    def read(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self._read(sql, *values)

    def write(self, sql: str, *values: object) -> None:
        self._write(lambda database: database.rows(sql, *values))

    def check(self) -> None:
        """Look for damage that opening did not show; run in the background after an unclean end."""
        if not self.refusal and is_damaged(self._path):
            self.refusal = _DAMAGED

    def close(self) -> None:
        self._database.close()

    def _entries(self, where: str) -> list[Entry]:
        rows = self._read(f"SELECT {_COLUMNS} FROM outbox WHERE {where} ORDER BY seq")
        return [_entry(row) for row in rows]

    def _meta(self, name: str) -> object:
        rows = self._read("SELECT value FROM meta WHERE name = ?", name)
        return rows[0][0] if rows else None

    def _read(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        try:
            return self._database.rows(sql, *values)
        except StorageFault as fault:
            raise CannotSave(self._said(fault)) from fault

    def _change(self, write: Callable[[Database], Result]) -> Result:
        def and_turn(database: Database) -> Result:
            result = write(database)
            database.rows("UPDATE meta SET value = value + 1 WHERE name = 'turn'")
            return result

        return self._write(and_turn)

    def _write(self, write: Callable[[Database], Result]) -> Result:
        if self.refusal:
            raise CannotSave(self.refusal)
        try:
            with self._database.writing() as database:
                result = write(database)
        except StorageFault as fault:
            raise CannotSave(self._said(fault)) from fault
        self.trouble = ""
        return result

    def _said(self, fault: StorageFault) -> str:
        self.trouble = _DAMAGED if fault.fault is Fault.DAMAGED else fault.fault.value
        return self.trouble


def _entry(row: tuple[object, ...]) -> Entry:
    seq, key, entity, method, path, operation, body, sentence, state, tries, made_at, answer = (str(it) for it in row)
    return Entry(int(seq), key, entity, method, path, operation, body, sentence, state, int(tries), made_at, answer)
