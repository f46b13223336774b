"""Documents from blocks that the child process found: slides, sheets, tables of values, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len

from trainhub_core.text import clean_line
from trainhub_tui.media.blocks import Block, Image, Item, PageBreak, Paragraph, Spans, Table, Title
from trainhub_tui.media.document import Document, Heading, Piece
from trainhub_tui.media.linking import linked

ENOUGH = 2_000
ROWS = 40
"""Rows of a table in one piece."""
BETWEEN = " | "
MOST_DEPTH = 8


@dataclass
class Ready:
    """Gathers blocks: every text is cleaned, every number checked. What has another shape is left out."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    contents: list[Heading] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _start: int = 0

    def document(self, title: str) -> Document:
        """What there is so far."""
        self._cut()
        return Document(title, "".join(self.parts), tuple(self.pieces), tuple(self.contents))

    def add(self, raw: object) -> None:
        """One block of a message."""
        match raw:
            case ["h1" | "h2" | "h3" as kind, str(text)] if words := _line(text):
                self._cut()
                self.contents.append(Heading(int(kind[1]), words, self.length))
                self._blocks.append(Title(self.length, int(kind[1]), self._spans(words)))
            case ["p", str(text)] if words := _line(text):
                self._blocks.append(Paragraph(self.length, self._spans(words)))
            case ["quote", str(text)] if words := _line(text):
                self._blocks.append(Paragraph(self.length, self._spans(words), quote=1))
            case ["note", str(text)] if words := _line(text):
                self._blocks.append(Paragraph(self.length, self._spans(words, emphasis=True)))
            case ["li", str(text), int(depth)] if words := _line(text):
                self._blocks.append(Item(self.length, self._spans(words), indent=max(0, min(MOST_DEPTH, depth))))
            case ["picture", str(key), str(about)]:
                words = _line(about) or "picture"
                at = self.length
                self._spans(words)
                self._blocks.append(Image(at, words, clean_line(key), at))
            case ["page", int(number), str(word)] if number > 1:
                self._cut()
                self._blocks.append(PageBreak(self.length, number, _line(word)[:20] or "page"))
            case _:
                return
        if self.length - self._start > ENOUGH:
            self._cut()

    def _spans(self, words: str, emphasis: bool = False) -> Spans:
        at = self.length
        self._write(words + "\n\n")
        return linked(words, at, emphasis)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _cut(self) -> None:
        if self._blocks:
            self.pieces.append(Piece(self._start, self.length, "ready", blocks=tuple(self._blocks)))
        self._blocks, self._start = [], self.length

    def add_table(self, message: Mapping[str, Any]) -> None:
        """A table of a message: the first row is its head, `right` has the columns of numbers."""
        rows = _rows(message.get("table"))
        if not rows:
            return
        self._cut()
        columns = max(map(len, rows))
        right = message.get("right")
        numbers = {index for index in right if isinstance(index, int)} if isinstance(right, list) else set()
        aligns = tuple("right" if index in numbers else "left" for index in range(columns))
        longest = tuple(_longest([row[index] for row in rows if index < len(row)]) for index in range(columns))
        head = self._row(rows[0])
        body = rows[1:]
        for first in range(0, max(1, len(body)), ROWS):
            at = self._start if first == 0 else self.length
            shown = (head, *(self._row(row) for row in body[first : first + ROWS]))
            last = first + ROWS >= len(body)
            if last:
                self._write("\n")
            self._blocks.append(Table(at, shown, aligns, goes_on=first > 0, longest=longest, gap=last))
            self._cut()

    def _row(self, cells: Sequence[str]) -> tuple[Spans, ...]:
        found: list[Spans] = []
        for number, cell in enumerate(cells):
            if number:
                self._write(BETWEEN)
            found.append(linked(cell, self.length) if cell else ())
            self._write(cell)
        self._write("\n")
        return tuple(found)


def _line(text: str) -> str:
    return " ".join(clean_line(text).split())


def _rows(raw: object) -> list[list[str]]:
    rows = raw if isinstance(raw, list) else []
    return [[_line(cell) if isinstance(cell, str) else "" for cell in row] for row in rows if isinstance(row, list) and row]


def _longest(texts: Sequence[str]) -> tuple[int, int]:
    """Cells of the longest text and of the longest word."""
    return max(map(cell_len, texts), default=0), max((cell_len(word) for text in texts for word in text.split()), default=0)
