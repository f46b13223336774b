"""A document as a tall column of lines, of which only those near the reader are ever made."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from trainhub_tui.media.document import Document
from trainhub_tui.widgets.reader_lines import NO_PICTURES, lines_of
from trainhub_tui.widgets.reader_sideways import Sideways
from trainhub_tui.widgets.reader_wrap import Line

if TYPE_CHECKING:  # comes with the first canvas
    from trainhub_tui.widgets.graphics import Canvas

KEPT = 48
"""Pieces whose lines are kept."""


class Spot(NamedTuple):
    """A line: the number of its piece and its number in that piece."""

    piece: int
    line: int


class Flow:
    """Lines of a document at one width. Heights of pieces not yet seen are estimated, those seen are exact."""

    def __init__(self, document: Document, width: int, ascii_only: bool = False) -> None:
        self.document, self.width, self.ascii_only = document, max(20, width), ascii_only
        self.late: set[str] | None = None
        """Languages whose code was left without colours because they were not ready; None: code waits for its colours."""
        self.canvas: Canvas | None = None
        self.draws_pictures = True
        self.aside = Sideways()
        self._lines: OrderedDict[int, list[Line]] = OrderedDict()
        self._heights = [self._guess(index) for index in range(len(document.pieces))]
        self._tops: list[int] | None = None

    def _guess(self, index: int) -> int:
        piece = self.document.pieces[index]
        return max(1, round((piece.end - piece.start) / (self.width * 0.7)))

    def extend(self, document: Document) -> None:
        """More of the same document has come: pieces at its end, or its pictures."""
        known = len(self.document.pieces)
        if not document.draws_like(self.document):
            self._lines.clear()
        self.document = document
        self._heights = self._heights[:known] + [self._guess(index) for index in range(known, len(document.pieces))]
        self._tops = None

    def forget(self) -> None:
        """Lines are made anew when they are asked for; heights stay as they are known."""
        self._lines.clear()

    def lines(self, piece: int) -> list[Line]:
        """The lines of a piece, made when first asked for."""
        if piece in self._lines:
            self._lines.move_to_end(piece)
            return self._lines[piece]
        pictures = self.document.pictures if self.draws_pictures else NO_PICTURES
        blocks = self.document.blocks(piece)
        lines = lines_of(blocks, self.width, self.ascii_only, pictures, self.late, self.canvas, self.aside)
        self._lines[piece] = lines
        if self._heights[piece] != len(lines):
            self._heights[piece] = len(lines)
            self._tops = None
        while len(self._lines) > KEPT:
            self._lines.popitem(last=False)
        return lines

    @property
    def tops(self) -> list[int]:
        """The row at which each piece begins, and the row after the last."""
        if self._tops is None:
            self._tops = [0, *accumulate(self._heights)]
        return self._tops

    @property
    def height(self) -> int:
        """Rows in all, as far as known."""
        return self.tops[-1]

    def row_of(self, spot: Spot) -> int:
        """The row of a line, as far as known."""
        return self.tops[spot.piece] + spot.line if self._heights else 0

    def spot_at(self, row: int) -> Spot:
        """The line at a row; the piece is made, so the line exists."""
        if not self._heights:
            return Spot(0, 0)
        piece = min(max(0, bisect_right(self.tops, max(0, row)) - 1), len(self._heights) - 1)
        line = row - self.tops[piece]
        return self.settled(Spot(piece, min(max(0, line), max(0, len(self.lines(piece)) - 1))))

    def settled(self, spot: Spot) -> Spot:
        """The spot itself, or the next line that exists when its piece has none there."""
        piece, line = spot
        while piece < len(self._heights) - 1 and line >= len(self.lines(piece)):
            line -= len(self.lines(piece))
            piece += 1
        return Spot(piece, line)

    def moved(self, spot: Spot, rows: int) -> Spot:
        """The line so many rows below (above when negative), stopping at the ends."""
        if not self._heights:
            return spot
        piece, line = spot.piece, spot.line + rows
        while line < 0 and piece > 0:
            piece -= 1
            line += len(self.lines(piece))
        while piece < len(self._heights) - 1 and line >= len(self.lines(piece)):
            line -= len(self.lines(piece))
            piece += 1
        return Spot(piece, min(max(0, line), max(0, len(self.lines(piece)) - 1)))

    def last_top(self, rows: int) -> Spot:
        """The top line when the end of the document is at the bottom of so many rows."""
        if not self._heights:
            return Spot(0, 0)
        last = len(self._heights) - 1
        return self.moved(Spot(last, max(0, len(self.lines(last)) - 1)), 1 - max(1, rows))

    def ends_within(self, top: Spot, rows: int) -> bool:
        """Whether the last line is among so many rows from a line on; everything up to there is laid out, and no more."""
        if not self._heights:
            return True
        last = self.moved(top, max(1, rows) - 1)
        return last.piece == len(self._heights) - 1 and last.line >= len(self.lines(last.piece)) - 1

    def line(self, spot: Spot) -> Line | None:
        """A line, or None past the end."""
        if spot.piece >= len(self._heights) or spot.line >= len(lines := self.lines(spot.piece)):
            return None
        return lines[spot.line]

    def find(self, offset: int) -> Spot:
        """The line in which a source offset is shown."""
        if not self._heights:
            return Spot(0, 0)
        piece = self.document.piece_at(offset)
        lines = self.lines(piece)
        line = bisect_right(lines, offset, key=lambda each: each.at) - 1
        while line > 0 and lines[line - 1].at == lines[line].at:
            line -= 1
        return self.settled(Spot(piece, max(0, line)))

    def offset(self, spot: Spot) -> int:
        """The source offset of a line; the end of the text past the last line."""
        line = self.line(spot)
        return line.at if line else len(self.document.text)

    def next_offset(self, spot: Spot) -> int:
        """The source offset of the next line that has another one."""
        lines = self.lines(spot.piece)
        here = self.offset(spot)
        later = bisect_right(lines, here, key=lambda each: each.at)
        return lines[later].at if later < len(lines) else self.document.pieces[spot.piece].end
