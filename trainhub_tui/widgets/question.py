"""A question before something is undone: enter does it, escape leaves it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from trainhub_tui.widgets.key_line import KeyHint, KeyLine


class Question(ModalScreen[bool]):
    """Asks one sentence; the answer is True for `yes`, the words of what enter does."""

    DEFAULT_CSS = """
    Question { align: center middle; background: $background 70%; }
    Question > Vertical {
        width: 64; max-width: 92%; height: auto; max-height: 90%; padding: 1 2;
        border: round $progress; background: $surface;
    }
    Question Static { width: 1fr; height: auto; }
    Question #answers { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "Yes", show=False),
        Binding("escape,n,q", "answer(False)", "No", show=False),
    ]

    def __init__(self, sentence: str, yes: str) -> None:
        super().__init__()
        self._sentence, self._yes = sentence, yes

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._sentence))
            yield KeyLine([KeyHint("enter", self._yes, "answer(True)"), KeyHint("escape", "No", "answer(False)")], id="answers")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
