"""Pictures in the terminal's own pixels, by kitty's graphics protocol or as sixels. Knows nothing of Textual.

A picture lies on the screen as placeholder characters in a colour that is its number, one for each cell, so that they scroll, are cut and
covered like any text. On their way out kitty is sent the pixels once; for a sixel terminal each run of placeholders becomes its pixels."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from trainhub_tui.media.pictures import Picture
from trainhub_tui.widgets.graphics_kitty import forget, transmission
from trainhub_tui.widgets.graphics_sixel import Sixels

PLACEHOLDER = "\U0010eeee"
KEPT = 400
_RANGES = """
305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 59C-5A1 5A8-5A9 5AB-5AC 5AF 5C4 610-617 657-65B
65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC 730 732-733 735-736 73A 73D 73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827
829-82D 951 953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73 1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9
1DCB-1DCC 1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7 20DB-20DC 20E1 20E7 20E9 20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D A6F0-A6F1 A8E0-A8F1 AAB0
AAB2-AAB3 AAB7-AAB8 AABE-AABF AAC1 FE20-FE26 10A0F 10A38 1D185-1D189 1D1AA-1D1AD 1D242-1D244
"""
"""The marks above a letter that stand for a row or a column, in the protocol's order: rowcolumn-diacritics.txt of its documentation."""


def _marks() -> str:
    spans = [each.partition("-") for each in _RANGES.split()]
    return "".join(chr(code) for first, _, last in spans for code in range(int(first, 16), int(last or first, 16) + 1))


MARKS = _marks()
_RUN = re.compile(rf"38;2;(\d+);(\d+);(\d+)([0-9;]*)m((?:{PLACEHOLDER}[{MARKS}]{{2}})+)")
_WHOLE = re.compile(rf"(?:{PLACEHOLDER}[{MARKS}]{{2}})+")


class Placed(NamedTuple):
    """A picture and the cells it is drawn into."""

    picture: Picture
    columns: int
    rows: int


class Canvas:
    """What a terminal that can draw pictures knows of ours. `cell` is a cell's width and height in pixels."""

    def __init__(self, kind: str, cell: tuple[int, int], first: int = 1) -> None:
        self.kind, self.cell = kind, cell
        self._next = max(1, first & 0xFFFF00)
        self._placed: OrderedDict[int, Placed] = OrderedDict()
        self._numbers: dict[Placed, int] = {}
        self._sent: set[int] = set()
        self._sixels = Sixels()

    def place(self, picture: Picture, width: int) -> tuple[int, Placed]:
        """A number for a picture drawn at most so many cells wide, and its cells."""
        columns = max(1, min(width, picture.cells, len(MARKS)))
        wide, high = self.cell
        rows = max(1, min(len(MARKS), round(columns * wide * picture.height / (picture.width * high))))
        placed = Placed(picture, columns, rows)
        number = self._numbers.get(placed)
        if number is None:
            number = self._numbers[placed] = self._next
            self._next = self._next % 0xFFFFFE + 1
            self._placed[number] = placed
            if len(self._placed) > KEPT:
                _, oldest = self._placed.popitem(last=False)
                self._numbers.pop(oldest, None)
        return number, placed

    @staticmethod
    def placeholders(row: int, columns: int) -> str:
        """The cells of a row of a picture."""
        return "".join(PLACEHOLDER + MARKS[row] + MARKS[column] for column in range(columns))

    def knows(self, text: str, colour: int) -> bool:
        """Whether a text is nothing but placeholders of a picture that was placed here."""
        return colour in self._placed and _WHOLE.fullmatch(text) is not None

    def translated(self, data: str) -> str:
        """What is written to the terminal, with the pictures in it."""
        if PLACEHOLDER not in data:
            return data
        return self._with_pixels(data) if self.kind == "kitty" else _RUN.sub(self._as_sixels, data)

    def farewell(self) -> str:
        """What makes the terminal forget our pictures."""
        return "".join(map(forget, sorted(self._sent)))

    def _with_pixels(self, data: str) -> str:
        wanted = {_number(match) for match in _RUN.finditer(data)} - self._sent
        self._sent |= wanted & self._placed.keys()
        return "".join(transmission(number, *self._placed[number]) for number in sorted(wanted) if number in self._placed) + data

    def _as_sixels(self, match: re.Match[str]) -> str:
        cells = match[5]
        count = len(cells) // 3
        blank = f"38;2;{match[1]};{match[2]};{match[3]}{match[4]}m{' ' * count}"
        placed = self._placed.get(_number(match))
        if placed is None:
            return blank
        row, first = MARKS.index(cells[1]), MARKS.index(cells[2])
        return f"{blank}\x1b7\x1b[{count}D{self._sixels.strip(*placed, self.cell, row, first, count)}\x1b8"


def _number(match: re.Match[str]) -> int:
    return int(match[1]) << 16 | int(match[2]) << 8 | int(match[3])


Write = Callable[[str], None]


def drawing(write: Write, canvas: Canvas) -> Write:
    """The same way to the terminal, with pictures."""
    return lambda data: write(canvas.translated(data))
