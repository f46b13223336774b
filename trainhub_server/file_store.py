"""Files by their content: a folder in which each file is named by its SHA-256."""

import hashlib
import os
import re
import secrets
import shutil
from datetime import datetime
from pathlib import Path

SHA256 = re.compile(r"[0-9a-f]{64}")


class FileStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, sha256: str) -> Path | None:
        """The file with this content, None when it is not here."""
        if not SHA256.fullmatch(sha256):
            return None
        path = self._path(sha256)
        return path if path.is_file() else None

    def add(self, sha256: str, content: bytes | Path) -> None:
        """Keep a file. Raises ValueError when its content is not what the hash says. Nothing half-written is ever found."""
        if there := self.find(sha256):
            there.touch()  # wanted again just now, see `remove`
            return
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{sha256}.{secrets.token_hex(4)}.part")
        try:
            _write(part, content)
            with part.open("rb") as written:
                if hashlib.file_digest(written, "sha256").hexdigest() != sha256:
                    raise ValueError(f"the file for {sha256} has other content")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def remove(self, sha256: str, before: datetime) -> int:
        """Let go of a file that nobody has added since; how many bytes it had, 0 where it stays."""
        path = self.find(sha256)
        try:
            told = path.stat() if path else None
            if path is None or told is None or told.st_mtime >= before.timestamp():
                return 0
            path.unlink()
        except OSError:
            return 0  # somebody reads it just now, where a system forbids it; the next time it goes
        return told.st_size

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _write(part: Path, content: bytes | Path) -> None:
    with part.open("xb") as out:
        if isinstance(content, bytes):
            out.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, out)
        out.flush()
        os.fsync(out.fileno())
