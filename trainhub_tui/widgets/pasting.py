"""Fields that take of a pasted text as much as there is room for, and say so. A megabyte in one would hold the app up for minutes."""

from textual.events import Paste
from textual.widgets import Input, TextArea


class LineField(Input):
    """One line. `max_length` is its room."""

    def on_paste(self, event: Paste) -> None:
        line = event.text.partition("\n")[0]
        room = max(0, (self.max_length or len(line)) - len(self.value) + len(self.selected_text))
        event.text = line[:room]
        if len(line) > room:
            _say(self, room, self.max_length or 0)


class TextField(TextArea):
    """Several lines."""

    room: int

    def on_paste(self, event: Paste) -> None:
        room = max(0, self.room - len(self.text) + len(self.selected_text))
        if len(event.text) > room:
            event.text = event.text[:room]
            _say(self, room, self.room)


def _say(field: Input | TextArea, taken: int, most: int) -> None:
    left = "its end" if taken else "it"
    field.notify(
        f"There is room for {most} characters here, and what you pasted has more: {left} is left out.", severity="warning", markup=False
    )
