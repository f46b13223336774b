"""What the preview shows while a folder does not pass the check: every fault with its place. It goes away when the folder passes."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from trainhub_tui import palette


class Faulty(Protocol):
    """A fault, wherever it was found."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def mend(self) -> str: ...


class FaultsScreen(Screen[None]):
    """See the module."""

    CSS_PATH = "../styles/faults.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "Quit", show=False)]

    def __init__(self, faults: Sequence[Faulty]) -> None:
        super().__init__(name="faults")
        self._faults = faults

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="faults"):
            yield Static(_words(self._faults))

    def on_mount(self) -> None:
        self.query_one("#faults").border_title = Content("Preview")
        self.query_one("#faults").border_subtitle = Content("save to look again · q quits")

    def show(self, faults: Sequence[Faulty]) -> None:
        """Other faults, in place of these."""
        self._faults = faults
        self.query_one(Static).update(_words(faults))

    def action_leave(self) -> None:
        self.app.exit(0)


def _words(faults: Sequence[Faulty]) -> Content:
    many = f"{len(faults)} faults keep" if len(faults) != 1 else "1 fault keeps"
    parts: list[Content] = [Content.styled(f"{many} this from being shown", palette.TITLE)]
    for it in faults:
        mend = (f" {it.mend}".rstrip(), palette.MUTED)
        parts.append(Content.assemble("\n\n", (f"{it.file}:{it.line}", palette.KEY), f"\n{it.reason}", mend))
    return Content("").join(parts)
