"""How many terminal cells a text takes, and text fitted into so many."""

import unicodedata
from collections.abc import Iterator

JOINER = "\u200d"
EMOJI_STYLE = "\ufe0f"


def width_of(text: str) -> int:
    """Cells of a line without control characters. An estimate for joined emoji, whose width differs by terminal."""
    return len(text) if text.isascii() else sum(_width(char) for char in text)


def padded(text: str, width: int) -> str:
    """The text with spaces up to a width."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int) -> list[str]:
    """The text on lines of at most `width` cells (≥ 2), broken at spaces, or inside a word longer than a line. At least one line."""
    lines = [line for part in text.split("\n") for line in _wrapped_line(part, max(2, width))]
    return lines or [""]


def _wrapped_line(text: str, width: int) -> Iterator[str]:
    if width_of(text) <= width:
        yield text
        return
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width_of(joined) <= width:
            line = joined
            continue
        if line:
            yield line
        *full, line = _cut(word, width)
        yield from full
    yield line


def _cut(word: str, width: int) -> list[str]:
    pieces, piece, used = [], "", 0
    for char in word:
        wide = _width(char)
        if used + wide > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += wide
    return [*pieces, piece]


def _width(char: str) -> int:
    if char in (JOINER, EMOJI_STYLE) or unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
