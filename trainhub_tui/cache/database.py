"""One SQLite file, one connection, one thread at a time; its errors as sentences.

The face of the hub is synchronous, so a lock around one connection does what a thread of its own would, without the hop.
The live file is never opened except by SQLite: closing any other handle would drop SQLite's locks on it."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Literal

BUSY_SECONDS = 2.0
Row = tuple[object, ...]
Care = Literal["NORMAL", "FULL"]


class Fault(StrEnum):
    FULL = "The disk is full. Free some space; nothing new is saved until then."
    READ_ONLY = "The folder of trainhub cannot be written to: `trainhub doctor` names it. You can read; nothing new is saved."
    LOCKED = "Another program holds trainhub's files. Close it and try again."
    DAMAGED = "A file of trainhub is damaged."
    CLOSED = "trainhub is closing; this was not saved."
    UNREACHABLE = "The folder of trainhub cannot be used: `trainhub doctor` names it. You can read; nothing new is saved."


class StorageFault(Exception):
    """SQLite could not do it."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(f"{fault.value} ({detail})")
        self.fault = fault


_BY_CODE = {
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: Fault.FULL,  # not even room for the index of its log
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_PERM: Fault.READ_ONLY,
    sqlite3.SQLITE_BUSY: Fault.LOCKED,
    sqlite3.SQLITE_LOCKED: Fault.LOCKED,
    sqlite3.SQLITE_NOMEM: Fault.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Fault.UNREACHABLE,
    sqlite3.SQLITE_CANTOPEN: Fault.UNREACHABLE,
}


def fault_of(error: sqlite3.Error) -> StorageFault:
    """The fault that an SQLite error tells of; what is not about the surroundings is damage."""
    if isinstance(error, sqlite3.ProgrammingError):
        return StorageFault(Fault.CLOSED, str(error))
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return StorageFault(_BY_CODE.get(code) or _BY_CODE.get(code & 0xFF, Fault.DAMAGED), str(error))


class Database:
    """See the module. Every method raises StorageFault."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def at(cls, path: Path, care: Care) -> "Database":
        """The file, made when it is missing; `care` is how soon a commit is on the disk (FULL: before it returns)."""
        try:
            _make_private_file(path)
            return cls._prepared(str(path), f"PRAGMA synchronous={care}")
        except OSError as error:
            full = error.errno in _NO_SPACE
            raise StorageFault(Fault.FULL if full else Fault.READ_ONLY, error.strerror or "") from error

    @classmethod
    def read_only(cls, path: Path) -> "Database":
        """The file as it is. Where even SQLite's side files cannot be made, it is taken as unchanging."""
        try:
            return cls._prepared(f"{path.absolute().as_uri()}?mode=ro", "SELECT count(*) FROM sqlite_master")
        except StorageFault:
            return cls._prepared(f"{path.absolute().as_uri()}?mode=ro&immutable=1", "SELECT count(*) FROM sqlite_master")

    @classmethod
    def in_memory(cls) -> "Database":
        return cls._prepared(":memory:", "PRAGMA synchronous=OFF")

    @classmethod
    def _prepared(cls, address: str, first: str) -> "Database":
        connection = None
        try:
            connection = sqlite3.connect(
                address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=address.startswith("file:")
            )
            connection.execute(first)
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise fault_of(error) from error
        return cls(connection)

    def rows(self, sql: str, *values: object) -> list[Row]:
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise fault_of(error) from error

    def value(self, sql: str, *values: object) -> object:
        """The first column of the first row, None when there is none."""
        found = self.rows(sql, *values)
        return found[0][0] if found else None

    @contextmanager
    def writing(self) -> Iterator["Database"]:
        """A transaction: all of the block, or nothing."""
        with self._lock:
            self.rows("BEGIN IMMEDIATE")
            try:
                yield self
                self.rows("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        with self._lock:
            try:
                self._connection.executemany(sql, rows)
            except sqlite3.Error as error:
                raise fault_of(error) from error

    def script(self, sql: str) -> None:
        """Several statements, in a transaction of their own."""
        with self._lock:
            try:
                self._connection.executescript(f"BEGIN IMMEDIATE; {sql}; COMMIT;")
            except sqlite3.Error as error:
                self._roll_back()
                raise fault_of(error) from error

    def copied_to(self, other: "Database") -> None:
        """Everything, by the backup API."""
        with self._lock:
            try:
                self._connection.backup(other._connection)
            except sqlite3.Error as error:
                raise fault_of(error) from error

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            with suppress(StorageFault):  # the fault that led here is raised; a disk in trouble rolls back by itself
                self.rows("ROLLBACK")


def is_damaged(path: Path) -> bool:
    """Look through the whole file, on a connection of its own, so that nobody waits."""
    try:
        database = Database.read_only(path)
        found = database.value("PRAGMA quick_check(1)")
        database.close()
    except StorageFault as fault:
        return fault.fault is Fault.DAMAGED
    return found != "ok"


_NO_SPACE = (28, 122)  # ENOSPC, EDQUOT


def _make_private_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def remove(path: Path) -> None:
    """The database and SQLite's files beside it."""
    for it in (path, *side_files(path)):
        it.unlink(missing_ok=True)


def side_files(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))
