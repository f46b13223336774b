"""What can be examined without the hub: versions, settings, files, the terminal."""

import os
import platform
import shutil
import sqlite3
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from trainhub_tui.cache.database import Database, StorageFault
from trainhub_tui.cli.parser import app_version
from trainhub_tui.cli.terminal import Terminal, is_terminal
from trainhub_tui.config import read_config
from trainhub_tui.paths import Paths
from trainhub_tui.search.index import has_full_text

LITTLE_SPACE = 200_000_000
NARROWEST, SHORTEST = 40, 12
PRIVATE = 0o077
_ADVICE = {
    "journal.db": "keep a copy of it; trainhub sets it aside at its next start.",
    "cache.db": "trainhub fetches it anew at its next start.",
    "search.db": "trainhub builds it anew at the next search.",
}
_PACKAGES = ("textual", "httpx", "pydantic", "pypdfium2")


class Health(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands; the sentence says what to do where it is not well."""

    health: Health
    subject: str
    sentence: str


def installed() -> list[Finding]:
    """Versions, for a report of a fault."""
    system = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    found = {name: _version(name) for name in _PACKAGES}
    missing = [name for name, number in found.items() if not number]
    parts = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    return [
        Finding(Health.OK, "trainhub", f"{app_version()}; {system}."),
        Finding(Health.FAIL, "packages", f"{', '.join(missing)} missing; install trainhub again.")
        if missing
        else Finding(Health.OK, "packages", f"{parts}."),
    ]


def settings_file(paths: Paths) -> Finding:
    """The settings and what is wrong in them."""
    config = read_config(paths)
    if config.faults:
        return Finding(Health.WARN, "settings", " ".join(config.faults))
    there = "" if os.access(paths.config_file, os.F_OK) else " (not there: defaults)"
    return Finding(Health.OK, "settings", f"{paths.config_file}{there}.")


def full_text() -> Finding:
    """Whether every text can be searched, or titles alone (LEARN-5)."""
    if has_full_text():
        return Finding(Health.OK, "search", f"full text, SQLite {sqlite3.sqlite_version} with FTS5.")
    words = f"titles alone: SQLite {sqlite3.sqlite_version} of this Python has no FTS5; texts are searched with a Python that has it"
    return Finding(Health.WARN, "search", f"{words}, such as one from python.org.")


def files_here(paths: Paths) -> list[Finding]:
    """The data folder, and each database in it."""
    folder = paths.data
    if not _is_folder(folder):
        return [_to_be_made(folder)]
    files = [file for name in ("journal", "cache", "search") for file in sorted(folder.glob(f"*/*/{name}.db"))]
    return [_folder(folder), _space(folder), *(_database(file) for file in files)]


def terminal_facts(terminal: Terminal) -> list[Finding]:
    """What the terminal says of itself."""
    if not is_terminal(terminal.out):
        return [Finding(Health.OK, "terminal", "the output is not a terminal; commands work, the app needs one.")]
    size = shutil.get_terminal_size()
    inside = "".join(f", inside {name}" for name, key in (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_TTY")) if os.environ.get(key))
    colours = os.environ.get("COLORTERM") or ("colour" if terminal.colour else "no colour")
    facts = f"{os.environ.get('TERM', 'TERM not set')}, {size.columns}x{size.lines}, {colours}, {sys.stdout.encoding}{inside}"
    if terminal.ascii_only:
        return [Finding(Health.WARN, "terminal", f"{facts}; set a UTF-8 locale, or `ascii = true` in the settings.")]
    if size.columns < NARROWEST or size.lines < SHORTEST:
        return [Finding(Health.WARN, "terminal", f"{facts}; the app needs {NARROWEST}x{SHORTEST}.")]
    return [Finding(Health.OK, "terminal", f"{facts}.")]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _is_folder(path: Path) -> bool:
    """Not either where a folder above may not be entered."""
    with suppress(OSError):
        return path.is_dir()
    return False


def _to_be_made(folder: Path) -> Finding:
    above = next(it for it in (folder, *folder.absolute().parents) if os.path.lexists(it))
    if _is_folder(above) and os.access(above, os.W_OK | os.X_OK):
        return Finding(Health.OK, "data", f"{folder} (not there yet).")
    why = "cannot be written to" if _is_folder(above) else "is no folder"
    advice = "name a folder of yours with TRAINHUB_HOME; until then nothing is saved."
    return Finding(Health.FAIL, "data", f"{folder} cannot be made, because {above} {why}; {advice}")


def _folder(folder: Path) -> Finding:
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(Health.FAIL, "data", f"{folder} cannot be written to; make it yours (`chmod u+rwx`), until then nothing is saved.")
    if os.name != "nt" and stat.S_IMODE(folder.stat().st_mode) & PRIVATE:
        return Finding(Health.WARN, "data", f"{folder} can be read by others; `chmod 700` it.")
    return Finding(Health.OK, "data", f"{folder}.")


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free"
    if free < LITTLE_SPACE:
        return Finding(Health.WARN, "disk", f"{words}; downloads will be refused, free some.")
    return Finding(Health.OK, "disk", f"{words}.")


def _database(file: Path) -> Finding:
    """Opened read-only, so that looking changes nothing."""
    precious = file.name == "journal.db"
    subject = f"{file.stem} of {file.parent.parent.name}"
    advice = _ADVICE[file.name]
    try:
        database = Database.read_only(file)
        try:
            answer = str(database.value("PRAGMA quick_check"))
        finally:
            database.close()
    except (StorageFault, OSError) as error:
        return Finding(Health.FAIL if precious else Health.WARN, subject, f"{file} cannot be read: {error}; {advice}")
    if answer != "ok":
        return Finding(Health.FAIL if precious else Health.WARN, subject, f"{file} is damaged; {advice}")
    return Finding(Health.OK, subject, f"{file}, {file.stat().st_size / 1e6:.1f} MB.")
