"""A folder replaced whole: the new one is built beside it and takes its place at the end, or nothing has happened."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def swapped(folder: Path) -> Iterator[Path]:
    """An empty folder to fill. It becomes `folder` when all went well; otherwise it is gone and `folder` is as it was."""
    made = _made_parents(folder.parent)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".new", dir=folder.parent))
    try:
        yield new
        new.chmod(folder.stat().st_mode & 0o777 if folder.is_dir() else 0o777 & ~_mask())
        _replace(folder, new)
        made = []
    finally:
        shutil.rmtree(new, ignore_errors=True)
        for parent in made:
            parent.rmdir()


def _replace(folder: Path, new: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    old = new.with_suffix(".old")
    folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _made_parents(folder: Path) -> list[Path]:
    """Makes the folders above; those that were not there, the innermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
    return missing


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
