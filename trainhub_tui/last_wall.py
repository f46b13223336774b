"""The last wall before the terminal: no control character of any text passes; ASCII and no-emoji modes are done here too.

Textual passes escape sequences from data to the terminal in every widget, whatever markup says (reliability.md, Text from elsewhere)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from trainhub_core.text import clean_line
from trainhub_tui.palette import ASCII

if TYPE_CHECKING:  # comes with the first canvas
    from trainhub_tui.widgets.graphics import Canvas


class LastWall(LineFilter):
    """Cleans every segment. Cells keep their places: what goes is replaced by as many cells."""

    def __init__(self, *, ascii_only: bool = False, emoji: bool = True) -> None:
        super().__init__()
        self.ascii_only = ascii_only
        self.emoji = emoji
        self.canvas: Canvas | None = None
        """Where pictures are drawn: the one thing that lets its own placeholders through."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(text.isascii() and text.isprintable() for text, _, _ in segments):
            return segments
        return [
            Segment(text if self._is_picture(text, style) else _passed(text, self.ascii_only, self.emoji), style, None)
            for text, style, _ in segments
        ]

    def _is_picture(self, text: str, style: Style | None) -> bool:
        """Whether this is a row of a picture that we placed, told by characters and colour."""
        if self.canvas is None or style is None or style.color is None or (ink := style.color.triplet) is None:
            return False
        return self.canvas.knows(text, ink.red << 16 | ink.green << 8 | ink.blue)


@lru_cache(4096)
def _passed(text: str, ascii_only: bool, emoji: bool) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept = _in_place(text, clean_line(text))
    if ascii_only:
        return _in_place(kept, "".join(_ascii(char) for char in kept))
    return kept if emoji else _in_place(kept, "".join(char for char in kept if not _is_emoji(char)))


def _in_place(before: str, after: str) -> str:
    """`after`, padded to the cells that `before` was given."""
    return after + " " * max(0, cell_len(before) - cell_len(after))


def _ascii(char: str) -> str:
    if char.isascii():
        return char
    known = char.translate(ASCII)
    if known.isascii():
        return known
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return (plain[:1] or "?").ljust(cell_len(char)) if cell_len(char) else ""


def _is_emoji(char: str) -> bool:
    return ord(char) >= 0x1F000 or char in "\u200d\ufe0f" or (unicodedata.category(char) == "So" and cell_len(char) == 2)
