"""Downloaded files, stored by what they contain. The server's name for a file is a label and never becomes a path."""

import hashlib
import os
import sys
from pathlib import Path, PurePosixPath

from trainhub_tui.paths import make_private

KNOWN_ENDINGS = frozenset(
    {
        *(".pdf", ".md", ".txt", ".html", ".csv", ".json", ".epub", ".zip"),
        *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".mp4", ".webm", ".mp3", ".srt", ".vtt"),
    }
)
"""Endings that a file may keep, so that the system's own programs know it; nothing that runs."""
HELD_OPEN = 32


class Files:
    """Whole, verified files in one folder; what is being fetched stands in `parts`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / "parts"
        self._verified: dict[Path, tuple[int, int]] = {}
        self._held: dict[Path, int] = {}

    def path(self, sha256: str, name: str) -> Path:
        """Where the file with this hash is or will be."""
        ending = PurePosixPath(name).suffix.lower()
        return self.folder / f"{sha256}{ending if ending in KNOWN_ENDINGS else ''}"

    def find(self, sha256: str) -> Path | None:
        """The file with this hash, whatever its ending."""
        return next(iter(sorted(self.folder.glob(f"{sha256}*"))), None) if sha256 else None

    def install(self, part: Path, target: Path) -> None:
        """Make a verified part the file: it is there whole, or not at all, also after a power cut."""
        part.replace(target)
        sync_folder(target.parent)
        self.trust(target)

    def trust(self, file: Path) -> None:
        self._verified[file] = _looks(file)

    def is_trusted(self, file: Path) -> bool:
        """Whether its hash was checked and it has not been touched since."""
        return self._verified.get(file) == _looks(file)

    def hold(self, file: Path) -> None:
        """It is being read: it is not cleared away for space, by no window, as long as this one lives."""
        if file in self._held or sys.platform == "win32":
            return
        import fcntl  # not on Windows, where an open file cannot be removed anyway

        if len(self._held) >= HELD_OPEN:
            os.close(self._held.pop(next(iter(self._held))))
        handle = os.open(file, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        self._held[file] = handle

    def is_held(self, file: Path) -> bool:
        """Whether any window reads it."""
        if file in self._held:
            return True
        if sys.platform == "win32" or not file.exists():
            return False
        import fcntl  # as above

        handle = os.open(file, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False

    def discard(self, sha256: str) -> None:
        """Remove the file and what there is of it."""
        for it in (*self.folder.glob(f"{sha256}*"), *self.parts.glob(f"{sha256}.part*")):
            if it in self._held:
                os.close(self._held.pop(it))
            self._verified.pop(it, None)
            it.unlink(missing_ok=True)

    def used(self) -> int:
        """Bytes of everything here."""
        return sum(size_of(it) for folder in (self.folder, self.parts) if folder.exists() for it in folder.iterdir() if it.is_file())

    def prepare(self) -> None:
        """Make the folders. Raises OSError."""
        make_private(self.parts)

    def close(self) -> None:
        while self._held:
            os.close(self._held.popitem()[1])


def size_of(file: Path) -> int:
    """Bytes of a file; 0 where it is not, or not any more, because another download has just moved it."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def hash_of(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    with file.open("rb", buffering=0) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """A rename is on the disk only once its folder is."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _looks(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns
