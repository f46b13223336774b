"""Fits a table into a width: columns shrink and cells wrap; when that cannot be read, one record after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from trainhub_tui.media.blocks import Spans, Table, plain
from trainhub_tui.widgets.reader_wrap import Face, Line, Run, runs_of, wrap

MOST = 40
"""Cells of the widest column of a table that is looked at sideways."""
LEAST = 7
"""Cells under which a wrapped column cannot be read."""


def table_lines(table: Table, width: int, signs: dict[str, str]) -> Iterator[Line]:
    """The lines of a table, none wider than `width`."""
    columns = max((len(row) for row in table.rows), default=0)
    if not columns:
        return
    rows = [(*row, *[()] * (columns - len(row))) for row in table.rows]
    longest = table.longest if len(table.longest) == columns else None
    widths = column_widths(rows, width - 3 * (columns - 1), longest)
    yield from _grid(table, rows, widths, signs) if widths else _records(table, rows, width, signs)


def natural_width(table: Table) -> int:
    """Cells of the table with every column as wide as it wants to be, within reason."""
    widths = _natural_widths(table)
    return sum(widths) + 3 * max(0, len(widths) - 1)


def natural_lines(table: Table, signs: dict[str, str]) -> Iterator[Line]:
    """The table side by side, however wide that is."""
    columns = len(widths := _natural_widths(table))
    rows = [(*row, *[()] * (columns - len(row))) for row in table.rows]
    yield from _grid(table, rows, widths, signs)


def _natural_widths(table: Table) -> list[int]:
    columns = max((len(row) for row in table.rows), default=0)
    if len(table.longest) == columns:
        return [max(1, min(MOST, line)) for line, _ in table.longest]
    cells = [[row[column] for row in table.rows if column < len(row)] for column in range(columns)]
    return [max(1, min(MOST, max(_longest_line(plain(cell)) for cell in column))) for column in cells]


def column_widths(rows: Sequence[Sequence[Spans]], room: int, longest: Sequence[tuple[int, int]] | None = None) -> list[int] | None:
    """A width for each column, or None when they cannot stand side by side. `longest` (line, word) is known where the rows are not all."""
    if longest is None:
        texts = [[plain(cell) for cell in column] for column in zip(*rows, strict=True)]
        longest = [(max(map(_longest_line, column)), max(map(_longest_word, column))) for column in texts]
    wish = [max(1, line) for line, _ in longest]
    if sum(wish) <= room:
        return wish
    word = [min(want, max(LEAST, cells)) for want, (_, cells) in zip(wish, longest, strict=True)]
    least = [min(want, max(LEAST, min(10, cells))) for want, (_, cells) in zip(wish, longest, strict=True)]
    for floor in (word, least):
        if sum(floor) <= room:
            return _shared_out(floor, wish, room)
    return None


def _longest_line(text: str) -> int:
    return max(map(cell_len, text.split("\n")), default=0)


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=1)


def _shared_out(floor: list[int], wish: list[int], room: int) -> list[int]:
    """What is left above the floors goes to the columns in proportion to what they still want."""
    widths = list(floor)
    left = room - sum(floor)
    wanted = sum(wish) - sum(floor)
    for index, (have, want) in enumerate(zip(floor, wish, strict=True)):
        widths[index] += min(want - have, left * (want - have) // max(1, wanted))
    return widths


def _grid(table: Table, rows: Sequence[Sequence[Spans]], widths: list[int], signs: dict[str, str]) -> Iterator[Line]:
    frame = Face("mark")
    across = signs["heavy"] * 1
    cut_up = False
    shown = enumerate(rows[1:], start=1) if table.goes_on else enumerate(rows)
    for number, row in shown:
        at = _first_at(row, table.at)
        cells = [wrap(_cell(cell, signs, head=number == 0), wide) for cell, wide in zip(row, widths, strict=True)]
        height = max(len(cell) for cell in cells)
        if number > 1 - table.goes_on and (height > 1 or cut_up):
            yield Line(at, (Run(signs["cross"].join(signs["rule"] * wide for wide in widths).replace(" ", signs["rule"]), frame),))
        cut_up = height > 1
        for index in range(height):
            runs: list[Run] = []
            for column, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
                if column:
                    runs.append(Run(f" {signs['bar']} ", frame))
                align = table.aligns[column] if column < len(table.aligns) else "left"
                runs.extend(_aligned(cell[index] if index < len(cell) else (), wide, align))
            yield Line(at, tuple(runs))
        if number == 0:
            yield Line(at, (Run(signs["heavy cross"].join(across * wide for wide in widths), frame),))


def _cell(cell: Spans, signs: dict[str, str], head: bool = False) -> list[Run]:
    runs = runs_of(cell, picture=signs["picture"])
    return [run._replace(face=run.face._replace(strong=True)) for run in runs] if head else runs


def _aligned(runs: tuple[Run, ...], width: int, align: str) -> Iterator[Run]:
    spare = width - sum(cell_len(run.text) for run in runs)
    before = spare if align == "right" else spare // 2 if align == "center" else 0
    if before:
        yield Run(" " * before, Face())
    yield from runs
    if spare - before:
        yield Run(" " * (spare - before), Face())


def _records(table: Table, rows: Sequence[Sequence[Spans]], width: int, signs: dict[str, str]) -> Iterator[Line]:
    """Each row as a record: the head of the column, then what stands in it."""
    head, *body = rows
    if not body:
        head, body = [()] * len(head), [head]
    for number, row in enumerate(body):
        at = _first_at(row, table.at)
        if number or table.goes_on:
            yield Line(at, (Run(signs["rule"] * width, Face("mark")),))
        for title, cell in zip(head, row, strict=True):
            if not cell and not title:
                continue
            name = [run._replace(face=run.face._replace(strong=True), at=-1) for run in _cell(title, signs)]
            parts = [*name, Run(": ", Face("mark")), *_cell(cell, signs)] if name else _cell(cell, signs)
            for index, runs in enumerate(wrap(parts, max(2, width - 2))):
                yield Line(at, (Run("  ", Face()), *runs) if index else runs)


def _first_at(row: Sequence[Spans], otherwise: int) -> int:
    return next((cell[0].at for cell in row if cell), otherwise)
