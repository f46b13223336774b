"""Sheets as an Excel file: formulas with what they come to, cells to fill in shaded, columns in their formats."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]
from pydantic import Field
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from trainhub_content.made.formulas import Cells, Value, name_of, value_of
from trainhub_core.models.base import Line, Order

WIDEST = 60
LOOK = {"font_name": "Calibri", "font_size": 11, "font_color": "#111827", "valign": "top"}
TITLE = {**LOOK, "bold": True, "font_size": 18}
HEAD = {**LOOK, "bold": True, "font_color": "#FFFFFF", "bg_color": "#374151", "text_wrap": True}
INPUT = {**LOOK, "bg_color": "#FFF3E0", "border": 1, "border_color": "#D1D5DB"}
SUM = {**LOOK, "bold": True, "top": 1}


class SheetSource(Order):
    """One sheet. `heads` and `sums` are rows, `inputs` cells or ranges to fill in; `formats` are of columns, or of a single cell."""

    title: Line = Field(max_length=31)
    widths: tuple[int, ...] = Field(min_length=1)
    heads: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()
    inputs: tuple[str, ...] = ()
    formats: dict[str, str] = {}
    freeze: int = 0
    rows: tuple[tuple[Value | None, ...], ...] = Field(min_length=1)


class Book(Order):
    """The sheets of a file."""

    title: Line
    sheets: tuple[SheetSource, ...] = Field(min_length=1)


def sheets_file(source: Book) -> bytes:
    """The book as an Excel file. Raises ValueError where a formula cannot be calculated."""
    into = BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    book.set_properties({"title": source.title, "author": "The trainhub authors", "created": datetime(2026, 1, 1)})
    formats: dict[str, Format] = {}

    def dressed(look: dict[str, object]) -> Format:
        return formats.setdefault(repr(look), book.add_format(look))

    cells = {f"{sheet.title}!{name}": it for sheet in source.sheets for name, it in _cells_of(sheet)}
    for given in source.sheets:
        sheet = book.add_worksheet(given.title)
        for column, width in enumerate(given.widths):
            sheet.set_column(column, column, min(width, WIDEST))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if given.freeze:
            sheet.freeze_panes(given.freeze, 1)
        _fill(sheet, given, cells, dressed)
    book.close()
    return into.getvalue()


def _fill(sheet: Worksheet, source: SheetSource, cells: Cells, dressed: Callable[[dict[str, object]], Format]) -> None:
    for row, held in enumerate(source.rows):
        for column, it in enumerate(held):
            name = name_of(row, column)
            look = dressed(_look(source, row, column))
            if isinstance(it, str) and it.startswith("="):
                sheet.write_formula(row, column, it, look, value_of(f"{source.title}!{name}", cells))
            elif it is not None:
                sheet.write(row, column, it, look)
            elif _is_in(name, source.inputs):
                sheet.write_blank(row, column, None, look)


def _cells_of(source: SheetSource) -> Iterator[tuple[str, Value]]:
    for row, held in enumerate(source.rows):
        yield from ((name_of(row, column), it) for column, it in enumerate(held) if it is not None)


def _look(source: SheetSource, row: int, column: int) -> dict[str, object]:
    name = name_of(row, column)
    letters = re.sub(r"[0-9]", "", name)
    base = HEAD if row + 1 in source.heads else TITLE if not row else SUM if row + 1 in source.sums else LOOK
    look: dict[str, object] = {**base, **(INPUT if _is_in(name, source.inputs) else {})}
    if row and (number := source.formats.get(name) or source.formats.get(letters)):
        look["num_format"] = number
    return look


def _is_in(name: str, ranges: tuple[str, ...]) -> bool:
    """Whether the cell is one of these, or stands in one of these ranges."""
    return any(name in _cells(it) for it in ranges)


def _cells(range_: str) -> set[str]:
    first, _, last = range_.partition(":")
    (column, row), (last_column, last_row) = (re.findall(r"[A-Z]+|[0-9]+", name) for name in (first, last or first))
    return {f"{chr(at)}{number}" for at in range(ord(column), ord(last_column) + 1) for number in range(int(row), int(last_row) + 1)}
