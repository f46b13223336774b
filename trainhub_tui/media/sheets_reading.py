"""Spreadsheets, sheet by sheet, to tables. Runs in the child process only."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from trainhub_tui.media.rows_reading import is_numbers

CPU_SECONDS = 8.0
MOST_ROWS = 1_000
MOST_COLUMNS = 100
MOST_SHEETS = 60
MOST_WIDTH = 2_000
"""Characters of one cell."""
_PLAIN = re.compile(r"(?:#,##)?0(\.0{1,10})?")
"""A number format that says how many decimals there are, and no more."""


def read_sheets(path: Path, _: ZipFile) -> Iterator[dict[str, Any]]:
    """The title, then each sheet: its name, its first rows as a table, and what was left out."""
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (InvalidFileException, KeyError, ValueError):
            yield {"fault": "broken"}
            return
        yield {"title": book.properties.title or ""}
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for number, sheet in enumerate(shown, start=1):
            if number > MOST_SHEETS or time.process_time() > CPU_SECONDS:
                yield {"cut": "sheets", "shown": number - 1, "of": len(shown)}
                break
            yield {"blocks": [["h1", sheet.title]]}
            yield from _sheet(sheet)
        if hidden := len(book.worksheets) - len(shown):
            yield {"hidden": hidden}
    yield {"end": True}


def _sheet(sheet: Any) -> Iterator[dict[str, Any]]:
    """A sheet's first rows. What the file says about its own size is only believed for the sentence."""
    claimed_rows, claimed_columns = sheet.max_row or 0, sheet.max_column or 0
    cells = islice(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1), MOST_ROWS + 1)
    rows = [[_words(cell) for cell in row] for row in cells]
    wide = max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows or not wide:
        yield {"blocks": [["note", "This sheet is empty."]]}
        return
    kept = [row[: min(wide, MOST_COLUMNS)] + [""] * (min(wide, MOST_COLUMNS) - len(row)) for row in rows[:MOST_ROWS]]
    kept = kept[next(number for number, row in enumerate(kept) if any(row)) :] if any(map(any, kept)) else kept
    yield {"table": kept, "right": [index for index in range(len(kept[0])) if is_numbers(kept, index)]}
    if len(rows) > MOST_ROWS:
        yield {"cut": "rows", "shown": MOST_ROWS, "of": max(claimed_rows, 0)}
    if wide > MOST_COLUMNS:
        yield {"cut": "columns", "shown": MOST_COLUMNS, "of": max(claimed_columns, 0)}


def _words(cell: Any) -> str:
    """A cell as a person would read it."""
    match cell.value:
        case None:
            return ""
        case bool(value):
            return "TRUE" if value else "FALSE"
        case datetime() as value:
            return value.date().isoformat() if value.time() == clock() else value.isoformat(" ", "minutes")
        case date() | clock() as value:
            return value.isoformat()
        case float() | int() as value:
            return _number(value, str(cell.number_format or ""))
        case value:
            return " ".join(str(value)[:MOST_WIDTH].split())


def _number(value: float, style: str) -> str:
    if "%" in style:
        return f"{100 * value:.{len(style.partition('.')[2].partition('%')[0])}f}%"
    if (plain := _PLAIN.fullmatch(style)) and abs(value) < 1e15:
        step = Decimal(1).scaleb(1 - len(plain[1] or "."))
        return f"{Decimal(repr(value)).quantize(step, ROUND_HALF_UP):{',' if ',' in style else ''}f}"
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
