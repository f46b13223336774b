"""How long a video file is, as its own header says: MP4 and WebM."""

import re
import struct
from collections.abc import Iterator
from math import isfinite

from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.references import MOST_FILE

_MOST_HEADER = 32 * 2**20
_LONGEST = 24 * 3600
_UNIT = re.compile(rb"\x2a\xd7\xb1([\x81-\x84])")
_DURATION = re.compile(rb"\x44\x89([\x84\x88])")
_INFO = b"\x15\x49\xa9\x66"


def seconds_of(member: str, package: Package) -> int:
    """Whole seconds, at least 1; 0 where the file does not say, or cannot be read."""
    try:
        pieces = package.chunks(member, MOST_FILE)
        first = next(pieces, b"")
        seconds = _webm(first) if first.startswith(b"\x1aE\xdf\xa3") else _mp4(_Stream(first, pieces))
    except (MemberRefused, ValueError, ZeroDivisionError, OverflowError):
        return 0
    return min(_LONGEST, max(1, int(seconds))) if isfinite(seconds) and seconds > 0 else 0


class _Stream:
    """Bytes one after the other, passed over or taken."""

    def __init__(self, first: bytes, pieces: Iterator[bytes]) -> None:
        self.held, self.pieces = first, pieces

    def take(self, count: int) -> bytes:
        parts = [self.held]
        have = len(self.held)
        while have < count and (piece := next(self.pieces, b"")):
            parts.append(piece)
            have += len(piece)
        whole = b"".join(parts)
        self.held = whole[count:]
        return whole[:count]

    def skip(self, count: int) -> None:
        while count > len(self.held):
            count -= len(self.held)
            self.held = next(self.pieces, b"")
            if not self.held:
                return
        self.held = self.held[count:]


def _mp4(stream: _Stream) -> float:
    """Boxes are passed over up to `moov`, which has the header `mvhd`."""
    while len(head := stream.take(8)) == 8:
        size = int.from_bytes(head[:4], "big")
        rest = size - 8
        if size == 1:
            rest = int.from_bytes(stream.take(8), "big") - 16
        if size == 0 or rest < 0:
            return 0
        if head[4:] == b"moov":
            return _header(stream.take(min(rest, _MOST_HEADER)))
        stream.skip(rest)
    return 0


def _header(moov: bytes) -> float:
    at = moov.find(b"mvhd") + 4
    if at < 4 or len(moov) < at + 32:
        return 0
    wide = moov[at] == 1
    scale_at = at + (20 if wide else 12)
    length = int.from_bytes(moov[scale_at + 4 : scale_at + (12 if wide else 8)], "big")
    return length / int.from_bytes(moov[scale_at : scale_at + 4], "big")


def _webm(start: bytes) -> float:
    """The segment's information near the beginning: a duration in units of so many nanoseconds."""
    info = start[start.find(_INFO) :][:4096] if _INFO in start else b""
    found = _DURATION.search(info)
    if found is None:
        return 0
    width = found[1][0] & 0x0F
    raw = info[found.end() : found.end() + width]
    if len(raw) < width:
        return 0
    (exact,) = struct.unpack(">f" if width == 4 else ">d", raw)
    unit = _UNIT.search(info)
    nanoseconds = int.from_bytes(info[unit.end() : unit.end() + (unit[1][0] & 0x0F)], "big") if unit else 1_000_000
    return float(exact) * nanoseconds / 1e9
