"""Lays cards out in rows, side by side where told, and scrolls when they need more than the screen.

A grid of Textual's would give every row of a spanning card the height of its neighbours, so this one asks each card for its own height."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget


class Shelf(NamedTuple):
    """Widgets that stand side by side: their ids, and the share of the width that each takes."""

    ids: tuple[str, ...]
    shares: tuple[int, ...] = (1,)


class Shelves(Layout):
    """One shelf below the other; those side by side are made equally high."""

    name = "shelves"

    def __init__(self, shelves: Sequence[Shelf], gap: int = 1) -> None:
        self.shelves = tuple(shelves)
        self.gap = gap

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        by_id = {child.id: child for child in children}
        placed: list[WidgetPlacement] = []
        top = 0
        for shelf in self.shelves:
            widgets = [by_id[name] for name in shelf.ids if name in by_id]
            widths = self._widths(shelf, size.width)
            height = max((it.get_content_height(size, size, width) for it, width in zip(widgets, widths, strict=True)), default=0)
            left = 0
            for widget, width in zip(widgets, widths, strict=True):
                placed.append(WidgetPlacement(Region(left, top, width, height), Offset(), Spacing(), widget))
                left += width + self.gap
            top += height
        return placed

    def _widths(self, shelf: Shelf, width: int) -> list[int]:
        room = width - self.gap * (len(shelf.ids) - 1)
        shares = shelf.shares if len(shelf.shares) == len(shelf.ids) else (1,) * len(shelf.ids)
        widths = [room * share // sum(shares) for share in shares]
        return [*widths[:-1], room - sum(widths[:-1])]


class Board(Widget, can_focus=False):
    """The scrolling part of a page made of cards."""

    DEFAULT_CSS = """
    Board { height: 1fr; width: 1fr; overflow-y: auto; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """

    _shelves = Shelves(())

    @property
    def layout(self) -> Layout:
        return self._shelves

    def arrange_as(self, shelves: Sequence[Shelf]) -> None:
        """Lay the children out like this; focus goes through them in the same order."""
        if self._shelves.shelves == tuple(shelves):
            return
        self._shelves = Shelves(shelves)
        order = [name for shelf in shelves for name in shelf.ids]
        self.sort_children(key=lambda child: order.index(child.id) if child.id in order else -1)
        self.refresh(layout=True)
