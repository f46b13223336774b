"""Opening journal.db: never dropped, never overwritten, migrated with a copy kept, and missed when it is gone."""

import os
from collections.abc import Sequence
from pathlib import Path

from trainhub_core.light import light
from trainhub_tui.cache.database import Database, Fault, StorageFault, side_files

APPLICATION = 0x54484A31
SCHEMA = """
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, device TEXT NOT NULL, entity TEXT NOT NULL,
    method TEXT NOT NULL, path TEXT NOT NULL, operation TEXT NOT NULL, body TEXT NOT NULL, sentence TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, made_at TEXT NOT NULL, answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_by_state ON outbox (state);
CREATE TABLE downloads (
    resource_id TEXT PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0, place INTEGER NOT NULL, sentence TEXT NOT NULL DEFAULT ''
);
CREATE TABLE remembered (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL);
"""
MIGRATIONS: Sequence[str] = (SCHEMA,)
"""What leads from each schema to the next; `user_version` counts those done."""
QUICK_CHECK_BYTES = 1_000_000


@light(frozen=True)
class Opened:
    """`refusal` says why nothing can be written, `notice` what happened that the learner should know."""

    database: Database
    refusal: str = ""
    notice: str = ""


def open_journal(path: Path, migrations: Sequence[str] = MIGRATIONS) -> Opened:
    """The journal at this path. Never raises: where nothing works it is in memory, and refuses to be written."""
    notice = ""
    try:
        notice = _set_aside_if_broken(path)
        database = Database.at(path, "FULL")
        version = int(str(database.value("PRAGMA user_version")))
        if version > len(migrations):
            database.close()
            return _kept_as_it_is(path, "Your changes were kept by a newer trainhub. Update trainhub to make new ones.", notice)
        if version < len(migrations):
            _migrate(database, path, version, migrations)
        _mark(database, path)
        return Opened(database, notice=notice)
    except StorageFault as fault:
        return _kept_as_it_is(path, fault.fault.value, notice)
    except OSError as error:
        return _kept_as_it_is(path, f"{Fault.READ_ONLY.value} ({error.strerror})", notice)


def was_left_open(path: Path) -> bool:
    """Whether the last end was unclean (or another window is open): SQLite removes its log when the last one closes well."""
    try:
        return side_files(path)[0].exists()
    except OSError:
        return False  # a folder that may not be entered


def _kept_as_it_is(path: Path, refusal: str, notice: str) -> Opened:
    try:
        database = Database.read_only(path)
        database.rows("SELECT key FROM outbox")
        return Opened(database, refusal, notice)
    except StorageFault:
        memory = Database.in_memory()
        for step in MIGRATIONS:
            memory.script(step)
        _fill_meta(memory)
        return Opened(memory, refusal, notice)


def _set_aside_if_broken(path: Path) -> str:
    marker = _marker(path)
    if not path.exists():
        return _MISSING if marker.exists() else ""
    fault = _fault_in(path, known=marker.exists())
    if not fault:
        return ""
    name = _free_name(path)
    for old in (path, *side_files(path)):
        if old.exists():
            old.rename(old.with_name(old.name.replace(path.name, name, 1)))
    return f"The list of your unsent changes {fault}. It was set aside as {name}; a new one was begun."


def _fault_in(path: Path, known: bool) -> str:
    try:
        database = Database.at(path, "FULL")
        try:
            application, version, tables = (
                database.value(sql) for sql in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
            )
            if (application, version, tables) == (0, 0, 0):
                return "was empty" if known else ""
            if application != APPLICATION:
                return "was replaced by another file"
            if path.stat().st_size <= QUICK_CHECK_BYTES and database.value("PRAGMA quick_check(1)") != "ok":
                return "is damaged"
            if int(str(version)) <= len(MIGRATIONS):
                database.rows("SELECT key, body, state FROM outbox WHERE state <> 'done'")
        finally:
            database.close()
    except StorageFault as fault:
        if fault.fault is Fault.DAMAGED:
            return "is damaged"
        raise
    return ""


def _migrate(database: Database, path: Path, version: int, migrations: Sequence[str]) -> None:
    if version:
        backup = path.with_name(f"{path.stem}.before-{len(migrations)}.db")
        if not backup.exists():
            database.rows("VACUUM INTO ?", str(backup))
            backup.chmod(0o600)
    else:
        database.rows("PRAGMA journal_mode=WAL")
    for number, step in enumerate(migrations[version:], start=version + 1):
        database.script(f"{step}; PRAGMA application_id={APPLICATION}; PRAGMA user_version={number}")
    if not version:
        _fill_meta(database)


def _fill_meta(database: Database) -> None:
    rows: list[tuple[object, ...]] = [
        ("id", os.urandom(8).hex()),
        ("device", f"device-{os.urandom(8).hex()}"),
        ("turn", int.from_bytes(os.urandom(5), "big")),
        ("sequence", 0),
    ]
    database.many("INSERT OR IGNORE INTO meta VALUES (?, ?)", rows)


def _mark(database: Database, path: Path) -> None:
    marker = _marker(path)
    if not marker.exists():
        marker.touch(mode=0o600)


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.stem}.made")


def _free_name(path: Path) -> str:
    number = 1
    while (path.with_name(f"{path.stem}.damaged-{number}.db")).exists():
        number += 1
    return f"{path.stem}.damaged-{number}.db"


_MISSING = "The list of your unsent changes was gone from this laptop; a new one was begun. What was not sent before is lost."
