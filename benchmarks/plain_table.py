"""A DataTable of Textual's with 200 rows: the reference of a long list."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 200


class PlainTable(App[None]):
    """The table and nothing else."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Title", "Level", "Minutes")
        for number in range(ROWS):
            table.add_row(f"Course {number:06}", "Beginner", "45 min")
        table.focus()


if __name__ == "__main__":
    PlainTable().run()
