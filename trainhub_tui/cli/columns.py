"""Which columns of a table are shown, and how wide."""

from collections.abc import Sequence

from trainhub_core.text import clean_line
from trainhub_tui.cli.answer import Cell, Table, cell
from trainhub_tui.cli.cells import width_of
from trainhub_tui.cli.roles import Role

GAP = 2
LEAST = 8
"""Cells under which a column is not squeezed."""
WHOLE = 12
"""Cells up to which a value stays on one line."""
Rows = Sequence[Sequence[Cell]]


def columns_that_fit(table: Table, room: int | None) -> Rows:
    """Head and rows without empty columns, and without spare ones as long as words would have to be broken."""
    names = [name for at, name in enumerate(table.columns) if any(cell(row[at]).text for row in table.rows)]
    for spare in table.spare:
        if room is None or sum(_floors(_chosen(table, names))) + GAP * (len(names) - 1) <= room:
            break
        names = [name for name in names if name != spare]
    return _chosen(table, names)


def widths_of(rows: Rows, room: int | None) -> list[int]:
    """How wide each column is: as wide as its widest cell, or squeezed into the room, as far as can be without breaking words."""
    widths = [max(width_of(each.text) for each in column) for column in zip(*rows, strict=True)]
    if room is None:
        return widths
    over = sum(widths) + GAP * (len(widths) - 1) - room
    for floors in (_floors(rows), [min(LEAST, width) for width in widths]):
        while over > 0 and any(width > floor for width, floor in zip(widths, floors, strict=True)):
            widest = max(range(len(widths)), key=lambda at: (widths[at] > floors[at], widths[at]))
            widths[widest] -= 1
            over -= 1
    return widths


def _chosen(table: Table, names: Sequence[str]) -> Rows:
    places = [table.columns.index(name) for name in names]
    return [[Cell(name, Role.MUTED) for name in names], *([cell(row[at]) for at in places] for row in table.rows)]


def _floors(rows: Rows) -> list[int]:
    """The width under which a word of each column would be broken."""
    return [max(_floor(clean_line(each.text)) for each in column) for column in zip(*rows, strict=True)]


def _floor(text: str) -> int:
    width = width_of(text)
    return width if width <= WHOLE else max(width_of(word) for word in text.split() or [""])
