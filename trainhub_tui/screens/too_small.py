"""What stands in a terminal too small for any page."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from trainhub_tui import palette


class TooSmall(Screen[None]):
    """Says which size is needed; the app takes it away when the terminal has grown."""

    CSS = "TooSmall { align: center middle; overflow: hidden; } TooSmall > Size { width: 1fr; height: auto; text-align: center; }"

    def __init__(self, width: int, height: int) -> None:
        super().__init__(name="too-small")
        self._wanted = (width, height)

    def compose(self) -> ComposeResult:
        yield from self._words()

    def _words(self) -> Iterable[Widget]:
        yield Size(*self._wanted)


class Size(Widget):
    """The sentence."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._wanted = (width, height)

    def render(self) -> Content:
        width, height = self._wanted
        have = self.screen.size
        return Content.assemble(
            ("Too small", palette.TITLE), f"\n{have.width} × {have.height} here,\n{width} × {height} at least.\nIt goes on when it grows."
        )
