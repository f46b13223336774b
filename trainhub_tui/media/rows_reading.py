"""Tables of values (CSV, TSV) to rows. Runs in the child process only."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trainhub_tui.media.encoding import decoded

CPU_SECONDS = 8.0
MOST_ROWS = 1_000
MOST_COLUMNS = 100
MOST_WIDTH = 2_000
DELIMITERS = ",;\t|"
LOOKED_AT = 50
_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d.,' ]*(?:[eE][-+]?\d+)?[ %€]*")


def read_rows(path: Path, most: str = str(32 * 2**20)) -> Iterator[dict[str, Any]]:
    """The first rows as a table, and how many there are."""
    with path.open("rb") as file:
        data = file.read(int(most))
        whole = not file.read(1)
    text = decoded(data)
    if text is None:
        yield {"fault": "binary"}
        return
    csv.field_size_limit(2**20)
    rows, count, wide = [], 0, 0
    source = (line.replace("\x00", "") for line in text.splitlines(keepends=True))
    try:
        for row in csv.reader(source, delimiter=delimiter_of(text)):
            if not any(row):
                continue
            count += 1
            wide = max(wide, len(row)) if count <= MOST_ROWS else wide
            if count <= MOST_ROWS:
                rows.append([" ".join(cell[:MOST_WIDTH].split()) for cell in row[:MOST_COLUMNS]])
            elif count % 1_000 == 0 and time.process_time() > CPU_SECONDS:
                whole = False
                break
    except csv.Error:
        yield {"fault": "broken"}
        return
    yield {"table": rows, "right": [index for index in range(min(wide, MOST_COLUMNS)) if is_numbers(rows, index)]}
    if count > MOST_ROWS:
        yield {"cut": "rows", "shown": MOST_ROWS, "of": count if whole else 0}
    if wide > MOST_COLUMNS:
        yield {"cut": "columns", "shown": MOST_COLUMNS, "of": wide}
    yield {"end": True}


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the same number of cells most often; a comma when none does."""
    lines = [line for line in text[:100_000].splitlines()[:LOOKED_AT] if line.strip()]
    best, score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        cells, times = max(counts.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(1, 0))
        if cells > 1 and times / max(1, len(lines)) > score:
            best, score = delimiter, times / len(lines)
    return best


def is_numbers(rows: list[list[str]], column: int) -> bool:
    """Whether nearly all of a column below its head are numbers."""
    values = [row[column] for row in rows[1:] if len(row) > column and row[column]]
    return bool(values) and sum(bool(_NUMBER.fullmatch(value)) for value in values) >= 0.8 * len(values)
