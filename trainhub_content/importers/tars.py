"""A tar, plain or packed with gzip, as a package. What climbs, links, swells or hides is refused whole, as in a zip."""

import gzip
import os
import tempfile
import zlib
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tarfile import BLOCKSIZE
from typing import IO

from trainhub_content.importers.archives import MOST_RATIO, SMALL, Members, slashed
from trainhub_content.importers.names import why_unsafe
from trainhub_content.importers.packages import CHUNK, MOST_BYTES, MOST_MEMBERS, Member, Package, PackageRefused
from trainhub_content.importers.tar_reading import Damaged, Entry, entries_of, is_header, opened

GZIP = b"\x1f\x8b"


def is_tar(source: Path) -> bool:
    """Whether a plain tar begins here: its first block says the sum of its own bytes."""
    with source.open("rb") as stream:
        return is_header(stream.read(BLOCKSIZE))


def open_tar(source: Path) -> Package:
    """The members of a tar file. Raises PackageRefused, OSError."""
    if source.stat().st_size > MOST_BYTES:
        raise PackageRefused(f"{source.name} holds more than {MOST_BYTES:,} bytes.")
    with ExitStack() as closing:
        return _package(closing.enter_context(source.open("rb")), source, closing)
    raise AssertionError  # pragma: no cover


def open_gzip(source: Path) -> Package:
    """The members of a tar file packed with gzip. They are unpacked once, into a file without a name. Raises PackageRefused, OSError."""
    with ExitStack() as closing:
        whole = closing.enter_context(tempfile.TemporaryFile())
        try:
            _unpack(source, whole)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise PackageRefused(f"{source.name} is a damaged gzip file: {error}.") from None
        whole.seek(0)
        if not is_header(whole.read(BLOCKSIZE)):
            raise PackageRefused(f"{source.name} is a gzip archive without a tar in it; unpack it and import what it holds.")
        return _package(whole, source, closing)
    raise AssertionError  # pragma: no cover


def _unpack(source: Path, whole: IO[bytes]) -> None:
    """Stops at the first byte that is too many."""
    most = max(16 * SMALL, MOST_RATIO * source.stat().st_size)
    size = 0
    with gzip.open(source, "rb") as stream:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > most:
                raise PackageRefused(f"{source.name} is refused: it would swell to more than {MOST_RATIO} times its size.")
            if size > MOST_BYTES:
                raise PackageRefused(f"{source.name} would unpack to more than {MOST_BYTES:,} bytes.")
            whole.write(piece)


def _package(stream: IO[bytes], source: Path, closing: ExitStack) -> Package:
    """The package, which closes what `closing` holds."""
    length = stream.seek(0, os.SEEK_END)
    members = Members()
    try:
        for count, entry in enumerate(entries_of(stream, length), start=1):
            if count > MOST_MEMBERS:
                raise PackageRefused(f"{source.name} holds more than {MOST_MEMBERS:,} files.")
            said: list[str] = []
            name = slashed(entry.name, said)
            if reason := _why_hostile(entry, name):
                raise PackageRefused(f"{source.name} is refused: {reason} ({name[:80]!r}).")
            if entry.is_file:
                members.add(name, said, Member(entry.size, partial(opened, stream, entry)))
    except Damaged as reason:
        raise PackageRefused(f"{source.name} is a damaged tar file: {reason}") from None
    return members.package(source.stem.removesuffix(".tar"), closing.pop_all())


def _why_hostile(entry: Entry, name: str) -> str | None:
    if reason := why_unsafe(name):
        return reason
    if entry.is_link:
        return "it holds a link"
    return None if entry.is_file or entry.is_folder else "it holds a device"
