"""A document as it would be read aloud: one block after another, its kind in words, nothing drawn."""

import re
from collections.abc import Iterable, Iterator

from trainhub_tui.media.blocks import Block, Code, Image, Item, Lines, PageBreak, Paragraph, Table, Title, plain

_LEADERS = re.compile(r"(?:\s?\.){5,}\s?")
"""The dots between a title and its page in a table of contents: to the ear they are a pause."""


def spoken_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of some blocks."""
    for block in blocks:
        yield from _spoken(block)


def _spoken(block: Block) -> Iterator[str]:
    quote = "Quote: " if block.quote else ""
    match block:
        case Title():
            yield f"Heading {block.level}: {_one_line(plain(block.spans))}"
        case Paragraph():
            yield quote + _one_line(plain(block.spans))
        case Item():
            yield quote + _item(block)
        case Code():
            yield f"Code, {block.language}:" if block.language else "Code:"
            yield from block.text.split("\n")
            yield "End of code."
        case Lines():
            yield from block.text.split("\n")
        case Table():
            yield from _table(block)
        case Image():
            yield f"Picture: {block.alt}"
        case PageBreak():
            yield f"{block.word.capitalize()} {block.page}"


def _item(block: Item) -> str:
    level = f"level {block.indent + 1}, " if block.indent else ""
    number = f"{block.number}. " if block.number is not None else ""
    done = "" if block.done is None else "done: " if block.done else "not done: "
    return f"Item {level}{number}{done}{_one_line(plain(block.spans))}" if number else f"Item: {level}{done}{_one_line(plain(block.spans))}"


def _table(block: Table) -> Iterator[str]:
    if not block.rows:
        return
    head, *rows = ([_one_line(plain(cell)) for cell in row] for row in block.rows)
    if not block.goes_on:
        yield f"Table with columns {', '.join(head)}:"
    for row in rows:
        pairs = zip(head, row, strict=False)
        yield "; ".join(f"{name}: {value}" if name else value for name, value in pairs if value)
    if block.gap:
        yield "End of table."


def _one_line(text: str) -> str:
    return " ".join(_LEADERS.sub(", ", text).split())
