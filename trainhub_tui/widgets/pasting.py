"""A line that takes of a pasted text as much as there is room for, and says so. A megabyte in a field would hold the app up for minutes."""

from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input


class LineField(Input):
    """One line. `max_length` is its room."""

    def on_paste(self, event: Paste) -> None:
        line = (event.text.splitlines() or [""])[0]
        most = self.max_length or len(self.value) + len(line)
        event.text = fitting(self, line, most - len(self.value) + len(self.selected_text), most)


def fitting(field: Widget, text: str, room: int, most: int) -> str:
    """What of the text has room in a field for `most` characters; that the rest is left out is said."""
    taken = text[: max(0, room)]
    if len(taken) < len(text):
        left = "its end" if taken else "it"
        field.notify(
            f"There is room for {most} characters here, and what you pasted has more: {left} is left out.", severity="warning", markup=False
        )
    return taken
