"""Opens a source as a package: what it is (folder, zip, tar, file) is seen from what is there, not from its name."""

import stat
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO
from zipfile import is_zipfile

from trainhub_content.importers.names import why_left_out
from trainhub_content.importers.packages import MOST_BYTES, MOST_MEMBERS, LeftOut, Member, Package, PackageRefused
from trainhub_content.importers.tars import GZIP, is_tar, open_gzip, open_tar
from trainhub_content.importers.zips import open_zip

_PASSED_OVER = {".git", ".hg", ".svn", "__MACOSX", "node_modules", ".DS_Store", "Thumbs.db"}
_ARCHIVES = {b"\xfd7zXZ": "an xz archive", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7-Zip archive", b"BZh": "a bzip2 archive"}
_WORDS = {
    stat.S_ISLNK: "It is a link.",
    stat.S_ISFIFO: "It is a pipe.",
    stat.S_ISCHR: "It is a device.",
    stat.S_ISBLK: "It is a device.",
    stat.S_ISSOCK: "It is a socket.",
}


def open_package(source: Path) -> Package:
    """The members of a folder, a zip, a tar or one file. Raises PackageRefused."""
    try:
        if source.is_dir():
            return _folder(source)
        if not source.is_file():
            raise PackageRefused(f"There is no file or folder {source.name}.")
        return _archive(source) or _file(source)
    except OSError as error:
        raise PackageRefused(f"{source.name} cannot be read: {error.strerror or error}.") from None


def _archive(source: Path) -> Package | None:
    """A tar is asked for first: one that ends with a zip would pass for that."""
    if _start(source).startswith(GZIP):
        return open_gzip(source)
    if is_tar(source):
        return open_tar(source)
    return open_zip(source) if is_zipfile(source) else None


def _start(source: Path) -> bytes:
    with source.open("rb") as stream:
        return stream.read(8)


def _file(source: Path) -> Package:
    start = _start(source)
    if kind := next((words for magic, words in _ARCHIVES.items() if start.startswith(magic)), None):
        raise PackageRefused(f"{source.name} is {kind}; unpack it and import the folder.")
    if start.startswith(b"PK"):
        raise PackageRefused(f"{source.name} is a damaged zip file.")
    member = Member(source.stat().st_size, _opener(source))
    return Package(source.stem, {source.name: member})


def _folder(source: Path) -> Package:
    members: dict[str, Member] = {}
    left_out: list[LeftOut] = []
    total = 0
    waiting = [source]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            name = path.relative_to(source).as_posix()
            if path.name in _PASSED_OVER:
                continue
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                waiting.append(path)
            elif reason := _why_not(mode) or why_left_out(name):
                left_out.append(LeftOut(name, reason))
            else:
                members[name] = Member(path.lstat().st_size, _opener(path))
                total += members[name].size
        if len(members) + len(waiting) + len(left_out) > MOST_MEMBERS:
            raise PackageRefused(f"{source.name} holds more than {MOST_MEMBERS:,} files.")
    if total > MOST_BYTES:
        raise PackageRefused(f"{source.name} holds {total:,} bytes; {MOST_BYTES:,} are the most.")
    return Package(source.resolve().name, members, tuple(left_out), ExitStack())


def _why_not(mode: int) -> str | None:
    return next((words for is_one, words in _WORDS.items() if is_one(mode)), None)


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")
