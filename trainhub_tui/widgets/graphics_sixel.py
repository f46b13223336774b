"""Pixels as sixels (DEC STD 070): bands of six rows, colour by colour.

All work on pixels is done by bytes and big integers, which is fast enough to need no library."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from operator import itemgetter

from trainhub_tui.media.pictures import Picture

LEVELS = 6
KEPT = 600
_STEP = bytes((value * (LEVELS - 1) + 127) // 255 for value in range(256))
_IS = [bytes(int(value == colour) for value in range(256)) for colour in range(LEVELS**3)]
_PERCENT = [100 * level // (LEVELS - 1) for level in range(LEVELS)]
_COLOURS = [f"#{n};2;{_PERCENT[n // 36]};{_PERCENT[n // 6 % 6]};{_PERCENT[n % 6]}" for n in range(LEVELS**3)]
_SAME = re.compile(r"(.)\1{3,}")


class Sixels:
    """Strips of pictures as sixels, the last ones kept."""

    def __init__(self) -> None:
        self._strips: OrderedDict[tuple[object, ...], str] = OrderedDict()
        self._planes: OrderedDict[Picture, bytes] = OrderedDict()

    def strip(self, picture: Picture, columns: int, rows: int, cell: tuple[int, int], row: int, first: int, count: int) -> str:
        """`count` cells of a picture's row from the column `first`; the picture fills `columns` × `rows` cells."""
        key = (picture, columns, rows, cell, row, first, count)
        if key not in self._strips:
            self._strips[key] = self._made(picture, columns, rows, cell, row, first, count)
            if len(self._strips) > KEPT:
                self._strips.popitem(last=False)
        return self._strips[key]

    def _made(self, picture: Picture, columns: int, rows: int, cell: tuple[int, int], row: int, first: int, count: int) -> str:
        wide, high = cell
        plane = self._plane(picture)
        across = [x * picture.width // (columns * wide) for x in range(first * wide, min(first + count, columns) * wide)]
        if not across or row >= rows:
            return ""
        chosen = itemgetter(*across, across[-1])
        lines = []
        for y in range(row * high, (row + 1) * high):
            start = y * picture.height // (rows * high) * picture.width
            lines.append(bytes(chosen(plane[start : start + picture.width]))[:-1])
        return sixels(lines)

    def _plane(self, picture: Picture) -> bytes:
        """The colour's number of each pixel."""
        if picture not in self._planes:
            self._planes[picture] = quantised(picture.pixels)
            if len(self._planes) > 16:
                self._planes.popitem(last=False)
        return self._planes[picture]


def quantised(pixels: bytes) -> bytes:
    """Red, green, blue as one of 216 colours, a byte for each pixel. Sums stay below 256, so no byte spills into the next."""
    red, green, blue = (int.from_bytes(pixels[part::3].translate(_STEP), "big") for part in range(3))
    return (36 * red + 6 * green + blue).to_bytes(len(pixels) // 3, "big")


def sixels(lines: Sequence[bytes]) -> str:
    """Rows of colour numbers, all of one length, as one sixel picture. What is not drawn stays as it is (`P2` = 1)."""
    width = len(lines[0])
    used = sorted(set(b"".join(lines)))
    bands = "-".join(_band(lines[top : top + 6]) for top in range(0, len(lines), 6))
    return f'\x1bP0;1;0q"1;1;{width};{len(lines)}{"".join(_COLOURS[colour] for colour in used)}{bands}\x1b\\'


def _band(lines: Sequence[bytes]) -> str:
    """Up to six rows: for each colour a character for each column, whose bits say which of the rows have it."""
    width = len(lines[0])
    empty = int.from_bytes(b"?" * width, "big")
    parts = []
    for colour in sorted(set(b"".join(lines))):
        bits = sum(int.from_bytes(line.translate(_IS[colour]), "big") << number for number, line in enumerate(lines))
        text = (empty + bits).to_bytes(width, "big").decode("ascii").rstrip("?")
        parts.append(f"#{colour}" + _SAME.sub(lambda same: f"!{len(same[0])}{same[1]}", text))
    return "$".join(parts)
