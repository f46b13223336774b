"""Blocks for a person at a terminal: simple columns, wrapped to its width, colour where it is wanted."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from trainhub_core.text import clean, clean_line
from trainhub_tui.cli.answer import Block, Cell, Fields, Heading, Say, Table, Verbatim, cell
from trainhub_tui.cli.cells import padded, width_of, wrapped
from trainhub_tui.cli.columns import GAP, columns_that_fit, widths_of
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.terminal import PIPE_WIDTH, Terminal
from trainhub_tui.media.document import Document

MOST_READABLE = 100
"""Cells of a line of running text that an eye still follows."""


def write_blocks(blocks: Iterable[Block], terminal: Terminal) -> None:
    """All blocks, an empty line before each heading but the first."""
    for number, block in enumerate(blocks):
        if number and isinstance(block, Heading):
            terminal.line()
        _write(block, terminal)


def _write(block: Block, terminal: Terminal) -> None:
    match block:
        case Heading():
            for line in _lines(block.text, terminal.width):
                terminal.line((line, Role.TITLE))
        case Say():
            for line in _lines(block.text, terminal.width):
                terminal.line((line, block.role))
        case Verbatim():
            terminal.text(block.text)
        case Document():
            _write_document(block, terminal)
        case Fields():
            _columns([(Cell(name, Role.MUTED), cell(value)) for name, value in block.pairs], terminal)
        case Table():
            if block.rows:
                _columns(columns_that_fit(block, terminal.width), terminal)
            else:
                terminal.line((block.empty, Role.MUTED))


def _write_document(document: Document, terminal: Terminal) -> None:
    """Page by page as the reader lays it out, so that the first lines come at once."""
    # Late: the reader's layout is only needed to read.
    from trainhub_tui.widgets.reader_lines import lines_of

    for number in range(len(document.pieces)):
        for line in lines_of(document.blocks(number), min(terminal.width or PIPE_WIDTH, MOST_READABLE), ascii_only=terminal.ascii_only):
            terminal.line(*((run.text, Role.TITLE if run.face.strong else Role.TEXT) for run in line.runs))


def _lines(text: str, width: int | None) -> list[str]:
    return wrapped(clean(text), width) if width else clean(text).split("\n")


def _columns(rows: Sequence[Sequence[Cell]], terminal: Terminal) -> None:
    """Rows side by side; where they are too wide, the widest columns wrap."""
    cleaned = [[Cell(clean_line(each.text), each.role) for each in row] for row in rows]
    widths = widths_of(cleaned, terminal.width)
    for row in cleaned:
        cells = [wrapped(each.text, width) if terminal.width else [each.text] for each, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            terminal.line(*_spaced(parts, [each.role for each in row], widths))


def _spaced(parts: Sequence[str], roles: Sequence[Role], widths: Sequence[int]) -> Iterable[tuple[str, Role]]:
    for part, role, width in zip(parts, roles, widths, strict=True):
        yield part, role
        yield padded("", width - width_of(part) + GAP), Role.TEXT
