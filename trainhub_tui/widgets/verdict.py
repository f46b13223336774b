"""One choice and a sentence, both by keyboard. Imported when it is asked for: the field takes long to import."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from trainhub_tui import palette
from trainhub_tui.widgets.key_line import KeyHint, KeyLine
from trainhub_tui.widgets.pasting import LineField

LONGEST = 400
Answer = tuple[str, str]
"""The id of what was chosen, and the sentence; without an id it is taken back."""


class Pick(NamedTuple):
    """Something to choose by its key."""

    key: str
    id: str
    words: str


class Field(NamedTuple):
    """Room for a line of words: what the key to it says, and what stands there while it is empty."""

    name: str
    hint: str
    longest: int = LONGEST


WHY = Field("Sentence", "A sentence for the team, if any")


class OptionLines(Static, can_focus=True):
    """The options, one a line; what is chosen is marked."""

    class Pressed(Message):
        """A line was clicked on."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Pressed(event.y))


class Verdict(ModalScreen[Answer | None]):
    """Asks a question. The answer is None when it is left as it was; `forget` is what delete does, where there is anything to forget."""

    DEFAULT_CSS = """
    Verdict { align: center middle; background: $background 70%; }
    Verdict > Vertical {
        width: 64; max-width: 96%; height: auto; max-height: 96%; padding: 0 1;
        border: round $progress; background: $surface; border-title-color: $ink;
    }
    Verdict Static { width: 1fr; height: auto; }
    Verdict Input { height: 1; border: none; padding: 0; margin: 1 0; background: $background; color: $ink; }
    Verdict Input:focus { border: none; }
    Verdict.-low > Vertical { max-height: 100%; }
    Verdict.-low Input { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-roomy")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("enter", "keep", "Keep", show=False),
        Binding("delete", "forget", "Forget", show=False),
        Binding("escape", "leave", "Leave", show=False),
    ]

    def __init__(
        self,
        question: str,
        options: Sequence[Pick],
        chosen: str = "",
        sentence: str = "",
        forget: str = "",
        field: Field | None = WHY,
        keep: str = "Keep",
    ) -> None:
        """`keep` is what enter does, in a word."""
        super().__init__()
        self._field, self._keep = field, keep
        self._question, self._options, self._forget = question, options, forget
        self._chosen, self._sentence = chosen, sentence

    def compose(self) -> ComposeResult:
        forget = [KeyHint("delete", self._forget, "forget")] if self._forget else []
        sentence = [KeyHint("tab", self._field.name, "app.focus_next")] if self._field else []
        keys = [KeyHint("enter", self._keep, "keep"), *sentence, *forget, KeyHint("escape", "Leave", "leave")]
        with Vertical():
            yield Static(Content.styled(self._question, palette.TITLE))
            yield OptionLines(id="options")
            if self._field:
                yield LineField(self._sentence, placeholder=self._field.hint, max_length=self._field.longest)
            yield KeyLine(keys, gap="  ")

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False
        self._draw()
        self.query_one(OptionLines).focus()

    def _draw(self) -> None:
        mark = palette.MARKS["chosen"]
        lines = [
            Content.assemble(
                (f"{mark.symbol} " if option.id == self._chosen else "  ", mark.style),
                (option.key, palette.KEY),
                (f" {option.words}", palette.TITLE if option.id == self._chosen else palette.INK),
            )
            for option in self._options
        ]
        self.query_one(OptionLines).update(Content("\n").join(lines))

    def _choose(self, option: Pick) -> None:
        self._chosen = option.id
        self._draw()

    def on_option_lines_pressed(self, message: OptionLines.Pressed) -> None:
        if 0 <= message.line < len(self._options):
            self._choose(self._options[message.line])

    def on_key(self, event: events.Key) -> None:
        found = next((it for it in self._options if it.key == event.character), None)
        if found and not isinstance(self.focused, Input):
            self._choose(found)

    def action_move(self, step: int) -> None:
        ids = [option.id for option in self._options]
        at = ids.index(self._chosen) + step if self._chosen in ids else 0
        self._choose(self._options[max(0, min(at, len(ids) - 1))])

    def on_input_submitted(self, _: Input.Submitted) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        if self._chosen:
            self.dismiss((self._chosen, "".join(field.value.strip() for field in self.query(Input))))
        else:
            self.notify("Choose one of the lines first, by its key.", severity="warning", markup=False)

    def action_forget(self) -> None:
        if self._forget:
            self.dismiss(("", ""))

    def action_leave(self) -> None:
        self.dismiss(None)
