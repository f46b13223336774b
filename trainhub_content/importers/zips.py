"""A zip as a package. What climbs, links, swells or hides is refused whole; names that are merely odd are reported."""

import stat
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from trainhub_content.importers.archives import MOST_RATIO, SMALL, Members, slashed
from trainhub_content.importers.names import why_unsafe
from trainhub_content.importers.packages import MOST_BYTES, MOST_MEMBERS, Member, Package, PackageRefused

UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
MOST_DIRECTORY = 64 * 2**20
_END = b"PK\x05\x06"


def open_zip(source: Path) -> Package:
    """The members of a zip file. Raises PackageRefused, OSError."""
    _bound_directory(source)
    with ExitStack() as closing:
        try:
            archive = closing.enter_context(ZipFile(source))
        except (BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise PackageRefused(f"{source.name} is a damaged zip file: {error}.") from None
        members = _members(archive, source.name)
        return members.package(source.stem, closing.pop_all())
    raise AssertionError  # pragma: no cover


def _bound_directory(source: Path) -> None:
    """Refuses a list of members that is itself a bomb, before it is read whole: the end record tells how many and how long."""
    with source.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 2**16 - 22))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0:
        return
    count, length = int.from_bytes(tail[at + 10 : at + 12], "little"), int.from_bytes(tail[at + 12 : at + 16], "little")
    is_large = count == 0xFFFF or length == 0xFFFFFFFF
    if is_large or count > MOST_MEMBERS or length > MOST_DIRECTORY:
        raise PackageRefused(f"{source.name} holds more than {MOST_MEMBERS:,} files.")


def _members(archive: ZipFile, source: str) -> Members:
    infos = archive.infolist()
    _bound(infos, source)
    members = Members()
    for info in infos:
        name, said = _name(info)
        name = slashed(name, said)
        if reason := _why_hostile(info, name):
            raise PackageRefused(f"{source} is refused: {reason} ({name[:80]!r}).")
        if not info.is_dir() and not name.endswith("/"):
            members.add(name, said, Member(info.file_size, partial(archive.open, info)))
    return members


def _bound(infos: Iterable[ZipInfo], source: str) -> None:
    infos = list(infos)
    if len(infos) > MOST_MEMBERS:
        raise PackageRefused(f"{source} holds {len(infos):,} files; {MOST_MEMBERS:,} are the most.")
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > MOST_BYTES:
        raise PackageRefused(f"{source} would unpack to {total:,} bytes; {MOST_BYTES:,} are the most.")
    swollen = next((info for info in infos if info.file_size > SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size)), None)
    if swollen or (total > 16 * SMALL and total > MOST_RATIO * max(1, packed)):
        raise PackageRefused(f"{source} is refused: it would swell to more than {MOST_RATIO} times its size.")


def _why_hostile(info: ZipInfo, name: str) -> str | None:
    mode = info.external_attr >> 16
    if reason := why_unsafe(name) or why_unsafe(info.orig_filename.replace("\\", "/")):
        return reason
    if info.flag_bits & ENCRYPTED_FLAG:
        return "it is encrypted"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it holds a link" if stat.S_ISLNK(mode) else "it holds a device"
    return None


def _name(info: ZipInfo) -> tuple[str, list[str]]:
    """The name in UTF-8 where it was written so without saying it; and what there is to say about it."""
    name, said = info.filename, []
    if not info.flag_bits & UTF8_FLAG and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            said.append("The encoding of its name is not stated.")
    return name, said
