"""One line to type in: filters a list or searches a text as you type, and says what it found."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from trainhub_tui import palette
from trainhub_tui.widgets.line_edit import LONGEST
from trainhub_tui.widgets.pasting import LineField

EDITING = {key: it.action for it in Input.BINDINGS if isinstance(it, Binding) for key in it.key.split(",")}
"""What keys do in a line that is typed, but for letters."""


class Field(LineField):
    """An input that leaves some printable keys to the page, whose bindings for them have priority.

    It loses nothing of what is typed faster than a page opens: what came up from elsewhere is handed to it (`TrainhubApp.on_key`)."""

    leaves: tuple[str, ...] = ()

    def allow_focus(self) -> bool:
        """Not while the bar is hidden: a page that opens would give it the focus, and with it what is typed meanwhile."""
        bar = self.parent
        return super().allow_focus() and isinstance(bar, FilterBar) and bar.is_open

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key not in self.leaves and (super().check_consume_key(key, character) or key in EDITING)

    async def on_key(self, event: Key) -> None:
        """What edits the line does so here, in its order among the letters; from the app, where it would go, it would come behind them."""
        if event.key in EDITING:
            event.stop().prevent_default()
            await self.run_action(EDITING[event.key])


class FilterBar(Horizontal):
    """Hidden until it is opened. Posts `Changed` as you type and `Submitted` on enter."""

    DEFAULT_CSS = """
    FilterBar { height: 1; background: $surface; }
    FilterBar #sign { width: 3; color: $progress; }
    FilterBar Input { width: 1fr; height: 1; border: none; padding: 0; background: $surface; color: $ink; }
    FilterBar Input:focus { border: none; }
    FilterBar #said { width: auto; max-width: 60%; color: $muted; text-wrap: nowrap; padding: 0 1; }
    """

    class Changed(Message):
        """The text is another one."""

        def __init__(self, bar: "FilterBar", text: str) -> None:
            super().__init__()
            self.bar, self.text = bar, text

        @property
        def control(self) -> "FilterBar":
            return self.bar

    class Submitted(Changed):
        """Enter was pressed."""

    def __init__(self, placeholder: str, *, leaves: tuple[str, ...] = (), id: str | None = None) -> None:
        """`leaves` are printable keys that are not typed but left to the page."""
        super().__init__(id=id)
        self._placeholder, self._leaves = placeholder, leaves
        self.display = False

    def compose(self) -> ComposeResult:
        yield Static(" / ", id="sign", markup=False)
        field = Field(placeholder=self._placeholder, select_on_focus=False, max_length=LONGEST)
        field.leaves = self._leaves
        field.cursor_blink = False
        yield field
        yield Static("", id="said", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it can be seen."""
        return bool(self.display)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show it and take the keys, at once: what is typed right behind is for it."""
        self.display = True
        self.screen.set_focus(self.query_one(Input))

    def show(self, text: str) -> None:
        """Show it with a text that was typed elsewhere; the keys stay where they are."""
        self.display = True
        self.query_one(Input).value = text

    def close(self) -> None:
        """Hide it and forget what was typed."""
        self.display = False
        self.query_one(Input).value = ""
        self.say("")

    def say(self, words: str) -> None:
        """What stands at the right end, such as how many there are."""
        self.query_one("#said", Static).update(Content.styled(words, palette.MUTED))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self, event.value.strip()))
