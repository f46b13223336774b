"""Our list with so many rows, as the app uses it: `python -m benchmarks.long_list ROWS`."""

import sys
from collections.abc import Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType

from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (Column("Title", width=20, share=1), Column("Level", width=12), Column("Minutes", width=8, align="right"))


class Numbered:
    """Rows made when asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def page(self, start: int, size: int) -> Sequence[Row]:
        return [_row(number) for number in range(start, min(start + size, self.count))]

    def index_of(self, key: str) -> int | None:
        return int(key)


class LongList(App[None]):
    """The list and nothing else."""

    BINDINGS: ClassVar[list[BindingType]] = [("down", "down"), ("up", "up")]

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield RowList(COLUMNS, Numbered(self._rows), header=True)

    def on_mount(self) -> None:
        self.query_one(RowList).focus()

    def action_down(self) -> None:
        self.query_one(RowList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(RowList).action_cursor_up()


def _row(number: int) -> Row:
    return Row(str(number), (Cell(f"Course {number:06}"), Cell("Beginner", "muted"), Cell("45 min")))


if __name__ == "__main__":
    LongList(int(sys.argv[1])).run()
