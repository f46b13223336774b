"""The headers of a tar, one after the other: ustar, with the long names of GNU and POSIX. Nothing is followed, repeated or guessed."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


LONGEST_NAME = 64 * 2**10
"""Of a header that holds the name of the next file, and what else is said of it."""
_LONG = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_EXTENDED = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_ABOUT = (*_LONG, *_EXTENDED, tarfile.XGLTYPE)
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_LENGTH = re.compile(rb"(\d{1,6}) ")


class Damaged(ValueError):
    """The tar cannot be read; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one header says; its bytes are `size` from `start`."""

    name: str
    type: bytes
    start: int
    size: int

    @property
    def is_file(self) -> bool:
        return self.type in _FILES

    @property
    def is_folder(self) -> bool:
        return self.type == tarfile.DIRTYPE

    @property
    def is_link(self) -> bool:
        return self.type in (tarfile.SYMTYPE, tarfile.LNKTYPE)


def is_header(block: bytes) -> bool:
    """Whether this is the first block of a tar."""
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def entries_of(stream: IO[bytes], length: int) -> Iterator[Entry]:
    """Every entry, up to the end or to a block of zeros. Raises Damaged."""
    at, name = 0, ""
    while at < length and any(block := _bytes(stream, at, tarfile.BLOCKSIZE)):
        entry = _entry(block, at, length)
        at = entry.start + (0 if entry.is_folder or entry.is_link else -(-entry.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE)
        if entry.type in _ABOUT:
            name = _name(stream, entry) or name
            continue
        yield Entry(name or entry.name, entry.type, entry.start, entry.size)
        name = ""


def opened(stream: IO[bytes], entry: Entry) -> IO[bytes]:
    """The bytes of a file."""
    return io.BufferedReader(_Part(stream, entry))


def _entry(block: bytes, at: int, length: int) -> Entry:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        raise Damaged("a part of it cannot be read.") from None
    start = at + tarfile.BLOCKSIZE
    if not 0 <= info.size <= length - start:
        raise Damaged(f"it ends within {info.name[:80]!r}.")
    return Entry(info.name, info.type, start, info.size)


def _name(stream: IO[bytes], entry: Entry) -> str:
    """The name that this header gives the next entry, "" where it gives none."""
    if entry.size > LONGEST_NAME:
        raise Damaged("what it says of one file is longer than any name.")
    said = _bytes(stream, entry.start, entry.size)
    if entry.type == tarfile.GNUTYPE_LONGNAME:
        return said.rstrip(b"\0").decode("utf-8", "surrogateescape")
    records = dict(_records(said)) if entry.type in _EXTENDED else {}
    if b"size" in records or any(key.startswith(b"GNU.sparse") for key in records):
        raise Damaged("a file in it is larger than what is written of it.")
    return records.get(b"path", b"").decode("utf-8", "surrogateescape")


def _records(said: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What POSIX says of a file: `LENGTH KEY=VALUE` and a line end each, the length counting all of it."""
    at = 0
    while at < len(said) and (found := _LENGTH.match(said, at)):
        end = at + int(found[1])
        key, equals, value = said[found.end() : end - 1].partition(b"=")
        if not equals or end > len(said):
            return
        yield key, value
        at = end


def _bytes(stream: IO[bytes], at: int, size: int) -> bytes:
    stream.seek(at)
    return stream.read(size)


class _Part(io.RawIOBase):
    """A window on the archive; several may be open, each knows where it is."""

    def __init__(self, stream: IO[bytes], entry: Entry) -> None:
        self._stream, self._at, self._end = stream, entry.start, entry.start + entry.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        piece = _bytes(self._stream, self._at, min(len(view), self._end - self._at))
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
