"""The course categories in a grid of three, two or one columns, each in its colour with a live count (CAT-1, CAT-2)."""

from collections.abc import Sequence
from typing import Literal

from textual.content import Content

from trainhub_core.models.views import CategoryCard
from trainhub_tui import palette
from trainhub_tui.widgets.card import Card, Choice, Line, Spot
from trainhub_tui.widgets.webinar_card import empty

CELL_AT_LEAST = 25
UNIT_FROM = 36
"""Cells of a column from which the count has its unit."""


class CategoriesView(Card):
    """See the module."""

    heading = "Courses"
    topics: Literal["none", "line", "list"] = "none"
    """Where the topics stand: nowhere, on one line under the title, or each on its own as in the seed."""
    most_columns: int = 3
    _categories: tuple[CategoryCard, ...] | None = None

    def show(self, categories: Sequence[CategoryCard] | None) -> None:
        """`None` while nothing is known."""
        self._categories = None if categories is None else tuple(categories)
        self.redraw()

    def corner(self, width: int) -> str:
        total = sum(it.courses for it in self._categories or ())
        return f"{total} course{'' if total == 1 else 's'} in all" if total else ""

    def lines(self, width: int) -> list[Line]:
        if self._categories is not None and not self._categories:
            return empty("No courses are published yet.", "", width)
        across = max(1, min(self.most_columns, width // CELL_AT_LEAST))
        room = width // across
        cells: list[CategoryCard | None] = list(self._categories) if self._categories is not None else [None] * 6
        found: list[Line] = []
        for start in range(0, len(cells), across):
            row = cells[start : start + across]
            found += _row(row, room, width, topics=self.topics)
            if self.topics == "list" and start + across < len(cells):
                found.append(Line(Content("")))
        return found


def _row(row: Sequence[CategoryCard | None], room: int, width: int, *, topics: str) -> list[Line]:
    heads = [_head(card, room) for card in row]
    spots = tuple(
        Spot(
            index * room,
            width if index == len(row) - 1 and room * len(row) >= width - 2 else (index + 1) * room - 1,
            Choice("category", card.id),
        )
        for index, card in enumerate(row)
        if card is not None
    )
    lines = [Line(Content("").join(heads), spots)]
    if topics == "line":
        lines.append(Line(Content("").join(_topic_line(card, room) for card in row)))
    if topics == "list":
        deepest = max((len(card.topics) for card in row if card), default=3)
        for number in range(deepest):
            cells = [_topic(card, number, room) for card in row]
            lines.append(Line(Content("").join(cells)))
    return lines


def _head(card: CategoryCard | None, room: int) -> Content:
    if card is None:
        return palette.fitted(f" {palette.UNKNOWN}", room, palette.MUTED)
    unit = card.unit if card.count != 1 else card.unit.removesuffix("s")
    count = f"{card.count} {unit.lower()}" if room >= UNIT_FROM else str(card.count)
    title = Content.styled(card.title, f"bold {palette.category_style(card.colour)}")
    return Content.assemble(" ", palette.joined(title, Content.styled(count, palette.INK), room - 3), "  ")


def _topic_line(card: CategoryCard | None, room: int) -> Content:
    """As many topics as fit, whole."""
    shown = list(card.topics) if card else []
    while shown and Content(palette.DOT.join(shown)).cell_length > room - 4:
        shown.pop()
    return palette.fit(Content.assemble(" ", (palette.DOT.join(shown), palette.MUTED)), room)


def _topic(card: CategoryCard | None, number: int, room: int) -> Content:
    if card is None or number >= len(card.topics):
        return Content(" " * room)
    return palette.fit(Content.assemble((" · ", palette.category_style(card.colour)), (card.topics[number], palette.MUTED)), room)
