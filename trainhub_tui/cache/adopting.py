"""A learner came with a new token: what their older folder had not sent yet, remembered and downloaded goes over to the new one."""

from pathlib import Path

from trainhub_tui.cache.journal import Journal

_OUTBOX = "key, device, entity, method, path, operation, body, sentence, state, tries, made_at, answer"
_DOWNLOADS = "resource_id, title, state, sha256, size, pinned, used, place, sentence"


def adopt(older: Path, folder: Path, journal: Journal) -> None:
    """Kept here first and then removed there: cut short between the two, an operation is in both, under one key, and counts once."""
    if not (older / "journal.db").exists():
        return
    source = Journal(older / "journal.db")
    try:
        rows = source.read(f"SELECT {_OUTBOX} FROM outbox ORDER BY seq")  # constants
        journal.take_over("outbox", _OUTBOX, rows)
        journal.take_over("remembered", "name, value", source.read("SELECT name, value FROM remembered"))
        downloads = source.read(f"SELECT {_DOWNLOADS} FROM downloads")  # constants
        _move_files(older / "files", folder / "files")
        journal.take_over("downloads", _DOWNLOADS, downloads)
        for row in rows:
            source.write("DELETE FROM outbox WHERE key = ? AND state <> 'done'", row[0])
        source.write("DELETE FROM downloads")
    finally:
        source.close()


def _move_files(source: Path, target: Path) -> None:
    if not source.exists():
        return
    for file in source.iterdir():
        if file.is_file() and not (target / file.name).exists():
            target.mkdir(mode=0o700, exist_ok=True)
            file.rename(target / file.name)
