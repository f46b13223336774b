"""A folder of files packed as one ZIP without compression, as HLS is kept: one hash, one download, and each file a stretch of bytes."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from trainhub_core.hls import PlaylistRefused, part_named

MOST_PARTS = 20_000
MOST_DIRECTORY = 4_000_000
MAIN = ("master.m3u8", "main.m3u8", "index.m3u8", "playlist.m3u8")
"""What the playlist to begin with is called, where a folder has several."""
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
NOT_ONE = "This is not a folder packed for streaming (a ZIP without compression)."


@dataclass(frozen=True, slots=True)
class Part:
    """Where a file begins in the pack, and how long it is."""

    start: int
    size: int


def parts_of(file: BinaryIO) -> Mapping[str, Part]:
    """The files of a pack by name. Raises PlaylistRefused with a sentence for what is none."""
    check_directory(file)
    try:
        with ZipFile(file) as pack:
            members = [member for member in pack.infolist() if not member.is_dir()]
        return {part_named("", member.filename): _part(file, member) for member in members}
    except PlaylistRefused:
        raise
    except (BadZipFile, struct.error, NotImplementedError, ValueError, OSError):
        raise PlaylistRefused(NOT_ONE) from None


def main_of(names: Mapping[str, Part]) -> str:
    """The name of the playlist to begin with. Raises PlaylistRefused where that cannot be told."""
    lists = [name for name in names if name.lower().endswith(".m3u8")]
    least = min((name.count("/") for name in lists), default=0)
    nearest = [name for name in lists if name.count("/") == least]
    if len(nearest) == 1:
        return nearest[0]
    for known in MAIN:
        if found := next((name for name in nearest if name.lower().rpartition("/")[2] == known), None):
            return found
    raise PlaylistRefused("The packed folder has no playlist to begin with (master.m3u8).")


def check_directory(file: BinaryIO) -> None:
    """Before anything of it is taken in: how long it says its table of contents is."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 65_535))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise PlaylistRefused(NOT_ONE)
    _, _, _, _, count, length, start, _ = _END.unpack_from(tail, place)
    if count > MOST_PARTS or length > MOST_DIRECTORY or start > size:
        raise PlaylistRefused("The packed folder has more files, or is larger, than any video's.")


def _part(file: BinaryIO, member: ZipInfo) -> Part:
    if member.compress_type != ZIP_STORED or member.flag_bits & 1 or member.compress_size != member.file_size:
        raise PlaylistRefused("The folder is packed with compression or a password; pack it without (zip -0).")
    file.seek(member.header_offset)
    told = _LOCAL.unpack(file.read(_LOCAL.size))
    start = member.header_offset + _LOCAL.size + told[9] + told[10]
    if told[0] != b"PK\x03\x04" or start + member.file_size > file.seek(0, 2):
        raise PlaylistRefused(NOT_ONE)
    return Part(start, member.file_size)
