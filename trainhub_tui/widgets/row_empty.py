"""The empty state of a list: a hatch, and one sentence in the middle of it."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from trainhub_core.text import clean_line


def sentence_lines(sentence: str, width: int) -> list[str]:
    """A sentence wrapped on words into lines of at most `width` cells."""
    lines: list[str] = []
    for word in clean_line(sentence).split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.extend(chop_cells(word, width))
    return lines


def hatched(sentence: str, y: int, size: Size, hatch: Style, words: Style, sign: str) -> Strip:
    """Line `y` of the empty state."""
    lines = sentence_lines(sentence, max(4, size.width - 6))
    index = y - max(0, (size.height - len(lines)) // 2)
    if not 0 <= index < len(lines):
        return Strip([Segment(sign * size.width, hatch)])
    text = f"  {lines[index]}  "
    before = max(0, (size.width - cell_len(text)) // 2)
    strip = Strip(
        [Segment(sign * before, hatch), Segment(text, words), Segment(sign * max(0, size.width - before - cell_len(text)), hatch)]
    )
    return strip.adjust_cell_length(size.width, words)
