"""A file of the learner's alone (0600): the whole of it appears, or nothing of it."""

import os
from pathlib import Path


def write_private(file: Path, text: str) -> None:
    """Written through to the disk before it takes its name. Raises OSError."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)  # one left by a crash may have had other rights
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
