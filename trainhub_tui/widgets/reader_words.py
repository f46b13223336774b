"""Words as they stand on the lines of a reader, and the way from one to another. Knows nothing of Textual."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len

from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_wrap import WIDE, Line

FAR = 2_000
"""Lines that are looked at in search of the next word."""
_WORD = re.compile(rf"[{WIDE}]|[^\s{WIDE}]+")
_LAST = re.compile(r"[.!?…。！？][\"'”’)\]*_]*$")


class Word(NamedTuple):
    """A word on a line: its place in the source, its first cell."""

    spot: Spot
    start: int
    end: int
    cell: int
    text: str


def words_of(line: Line | None, spot: Spot) -> list[Word]:
    """The words of a line that stand in the source, left to right."""
    if line is None:
        return []
    text = "".join(run.text if run.at >= 0 else " " * len(run.text) for run in line.runs)
    places = [run.at + at if run.at >= 0 else -1 for run in line.runs for at in range(len(run.text))]
    drawn = line.text
    return [
        Word(spot, places[it.start()], places[it.end() - 1] + 1, cell_len(drawn[: it.start()]), it.group()) for it in _WORD.finditer(text)
    ]


def first_word(flow: Flow, spot: Spot) -> Word | None:
    """The first word at or below a line."""
    return next(_words(flow, spot, 1), None)


def word_at(flow: Flow, offset: int) -> Word | None:
    """The word at a source offset, else the next one."""
    spot = flow.find(offset)
    return next((word for word in _words(flow, spot, 1) if word.end > offset), None)


def word_on(flow: Flow, spot: Spot, cell: int) -> Word | None:
    """The word on a cell of a line, else the one before it, else its first."""
    words = words_of(flow.line(spot), spot)
    return next((word for word in reversed(words) if word.cell <= cell), words[0] if words else None)


def next_word(flow: Flow, word: Word, step: int) -> Word | None:
    """The word after (1) or before (-1)."""
    passed = False
    for other in _words(flow, word.spot, step):
        if passed:
            return other
        passed = other == word
    return None


def next_line(flow: Flow, word: Word, step: int) -> Word | None:
    """The word below or above, as near as may be."""
    beyond = next((other for other in _words(flow, word.spot, step) if other.spot != word.spot), None)
    return word_on(flow, beyond.spot, word.cell) if beyond else None


def next_sentence(flow: Flow, word: Word, step: int) -> Word | None:
    """The last word of this sentence, or of the next when it is that one; backwards the first word."""
    other = next_word(flow, word, step)
    while other and not _is_edge(flow, other, step):
        other = next_word(flow, other, step)
    return other


def sentence_at(flow: Flow, word: Word) -> tuple[Word, Word]:
    """The first and the last word of the sentence that a word is in."""
    first = word if _is_edge(flow, word, -1) else next_sentence(flow, word, -1) or word
    last = word if _is_edge(flow, word, 1) else next_sentence(flow, word, 1) or word
    return first, last


def _is_edge(flow: Flow, word: Word, step: int) -> bool:
    """Whether a sentence ends (1) or begins (-1) with the word; an empty line parts sentences too."""
    other = next_word(flow, word, step)
    if other is None or abs(flow.row_of(other.spot) - flow.row_of(word.spot)) > 1:
        return True
    return bool(_LAST.search((word if step > 0 else other).text))


def _words(flow: Flow, spot: Spot, step: int) -> Iterator[Word]:
    """The words of a line and of those that follow, on and on."""
    for _ in range(FAR):
        words = words_of(flow.line(spot), spot)
        yield from words if step > 0 else reversed(words)
        beyond = flow.moved(spot, step)
        if beyond == spot:
            return
        spot = beyond
