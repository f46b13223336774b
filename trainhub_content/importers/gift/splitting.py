"""A GIFT file as blocks: comments gone, categories noted, one block a question, escapes taken out of the parser's way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPABLE = "\\~=#{}:n"
_HIDDEN = {char: chr(0xE000 + at) for at, char in enumerate(_ESCAPABLE)}
"""Private characters; text that comes from outside has none, as it is cleaned."""
_SHOWN = str.maketrans({hidden: "\n" if char == "n" else char for char, hidden in _HIDDEN.items()})
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_COMMENT = re.compile(r"\s*//")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
_BEGINS = re.compile(r"\s*(?:::|\$CATEGORY:|//)")


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one question with its escapes hidden; `line` counts from 1."""

    line: int
    text: str
    category: str


def hidden(text: str) -> str:
    """Escaped characters as ones that mean nothing to the parser."""
    return _ESCAPE.sub(lambda found: _HIDDEN[found[1]], text)


def shown(text: str) -> str:
    """The characters that were escaped, without their backslashes."""
    return text.translate(_SHOWN)


def blocks(text: str) -> Iterator[Block]:
    """The questions; a blank line ends one unless a brace is open and nothing new begins after it."""
    category, first, held = "", 0, list[str]()
    rows = text.split("\n")
    for number, row in enumerate(rows, start=1):
        if found := _CATEGORY.fullmatch(row):
            yield from _block(first, held, category)
            category, held = shown(hidden(found[1].strip())), []
        elif _COMMENT.match(row):
            continue
        elif row.strip():
            first = first if held else number
            held.append(hidden(row))
        elif held and not _goes_on(held, rows[number:]):
            yield from _block(first, held, category)
            held = []
        elif held:
            held.append("")
    yield from _block(first, held, category)


def _block(line: int, held: list[str], category: str) -> Iterator[Block]:
    if held:
        yield Block(line, "\n".join(held), category)


def _goes_on(held: list[str], rest: list[str]) -> bool:
    """Whether an open brace is closed below before anything that begins a question."""
    text = "\n".join(held)
    if text.count("{") <= text.count("}"):
        return False
    following = next((row for row in rest if row.strip()), "")
    return bool(following) and not _BEGINS.match(following)
