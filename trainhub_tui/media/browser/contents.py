"""A package's zip as files that a browser may ask for: by the names that are in it and no others."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from trainhub_tui.media.archive import objection
from trainhub_tui.media.kinds import Kind
from trainhub_tui.media.refusals import refusal

MOST_FILE = 256 * 2**20
CHUNK = 2**16
PACKAGE = Kind("package", "a package", frozenset())
"""What it is called in a refusal."""
_NAME = re.compile(r"[^\x00-\x1f\x7f\\]{1,1000}")


class Contents:
    """Raises CannotOpen for a zip that cannot be read or must not."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._archive = ZipFile(file)
        except (OSError, BadZipFile, NotImplementedError, ValueError):
            raise refusal("broken", PACKAGE) from None
        if why := objection(self._archive):
            self._archive.close()
            raise refusal(why, PACKAGE)
        infos = [info for info in self._archive.infolist() if not info.is_dir() and _NAME.fullmatch(info.filename)]
        self._files = {info.filename: info for info in infos if info.file_size <= MOST_FILE}
        self._folded = {name.casefold(): info for name, info in self._files.items()}

    def find(self, name: str) -> ZipInfo | None:
        """The file of this name; of another case where there is none of this one, as packages made on Windows need it."""
        return self._files.get(name) or self._folded.get(name.casefold())

    def chunks(self, info: ZipInfo) -> Iterator[bytes]:
        """Its bytes, no more than it says it has. Raises OSError, BadZipFile and zlib's error where it is damaged."""
        left = info.file_size
        with self._lock:
            stream = self._archive.open(info)
        with stream:
            while left > 0:
                with self._lock:
                    piece = stream.read(min(CHUNK, left))
                if not piece:
                    return
                left -= len(piece)
                yield piece

    def close(self) -> None:
        self._archive.close()
