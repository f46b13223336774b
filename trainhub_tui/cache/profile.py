"""Both files of one account, opened together."""

from pathlib import Path

from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.lock import FileLock
from trainhub_tui.cache.snapshot import Snapshot
from trainhub_tui.paths import make_private


def open_profile(folder: Path) -> tuple[Snapshot, Journal]:
    """Both files, by one window at a time, so that none takes a file that another is just making for a broken one."""
    lock = FileLock(folder / "open.lock")
    try:
        make_private(folder)
        lock.take(10.0)
    except OSError:
        return Snapshot(folder / "cache.db"), Journal(folder / "journal.db")  # each says itself what it cannot do
    try:
        return Snapshot(folder / "cache.db"), Journal(folder / "journal.db")
    finally:
        lock.give_back()
