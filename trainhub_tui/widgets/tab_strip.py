"""The tabs of a page: names on one line, the one shown is underlined."""

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from trainhub_tui import palette

GAP = 3


class TabStrip(Widget):
    """Draws its tabs and what stands at the right; posts `Chosen` when one is clicked."""

    DEFAULT_CSS = """
    TabStrip { height: 1; width: 1fr; text-wrap: nowrap; }
    """

    class Chosen(Message):
        """Another tab is wanted."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        """`tabs` are ids with their names."""
        super().__init__(id=id)
        self._tabs = tuple(tabs)
        self._right = ""
        self.current = self._tabs[0][0]

    def name_tabs(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Other tabs; at least one."""
        self._tabs = tuple(tabs)
        self.refresh()

    def show(self, current: str, right: str = "") -> None:
        """Underline a tab; `right` is said at the other end where there is room."""
        self.current, self._right = current, right
        self.refresh()

    def turned(self, step: int) -> str:
        """The tab so many steps on, around the end."""
        ids = [tab for tab, _ in self._tabs]
        return ids[(ids.index(self.current) + step) % len(ids)]

    def render(self) -> Content:
        gap = " " * self._gap
        names = [Content.styled(name, "bold underline $ink" if tab == self.current else palette.MUTED) for tab, name in self._tabs]
        left = Content.assemble(" ", Content(gap).join(names))
        right = Content.styled(self._right, palette.MUTED)
        width = self.size.width
        if skipped := self._skipped:
            return palette.fit(Content.assemble(("…", palette.MUTED), Content(gap).join(names[skipped:])), width)
        if left.cell_length + right.cell_length + 2 > width:
            return palette.fit(left, width)
        return palette.joined(left, Content.assemble(right, " "), width)

    @property
    def _gap(self) -> int:
        wish = 1 + sum(len(name) for _, name in self._tabs) + GAP * (len(self._tabs) - 1)
        return GAP if wish <= self.size.width else 1

    @property
    def _skipped(self) -> int:
        """Tabs left out at the left, so that the current one is seen where there is no room for all."""
        at = [tab for tab, _ in self._tabs].index(self.current)
        lengths = [len(name) + self._gap for _, name in self._tabs]
        return next((first for first in range(at) if 1 + sum(lengths[first : at + 1]) <= self.size.width), at)

    def on_click(self, event: Click) -> None:
        start = 1
        for tab, name in self._tabs[self._skipped :]:
            if start <= event.x < start + len(name):
                self.post_message(self.Chosen(tab))
                return
            start += len(name) + self._gap
