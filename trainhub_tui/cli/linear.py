"""Blocks as linear text for screen readers: one thing a line, words instead of marks, no columns, no colour."""

from collections.abc import Iterable

from trainhub_core.text import clean_line
from trainhub_tui.cli.answer import Block, Fields, Heading, Say, Table, Verbatim, cell
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.spoken import spoken_lines
from trainhub_tui.cli.terminal import Terminal
from trainhub_tui.media.document import Document


def write_linear(blocks: Iterable[Block], terminal: Terminal) -> None:
    """Each block in words. A row begins with its first column, then says the name of each other column that has a value."""
    for block in blocks:
        match block:
            case Heading():
                terminal.line((block.text, Role.TEXT))
            case Say() | Verbatim():
                terminal.text(block.text)
            case Document():
                for number in range(len(block.pieces)):
                    for line in spoken_lines(block.blocks(number)):
                        terminal.line((line, Role.TEXT))
            case Fields():
                for name, value in block.pairs:
                    terminal.line((f"{name}: {cell(value).text}", Role.TEXT))
            case Table():
                for row in block.rows or ((block.empty,),):
                    first, *rest = (clean_line(cell(value).text).strip() for value in row)
                    named = (f"{name}: {value}" for name, value in zip(block.columns[1:], rest, strict=False) if value)
                    terminal.line(("; ".join([first, *named]), Role.TEXT))
