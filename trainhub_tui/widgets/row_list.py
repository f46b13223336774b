"""One widget for every list that can grow: draws the rows on the screen and no others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from trainhub_tui.widgets.row_drawing import card_cells, fit, role_style, row_cells, segments
from trainhub_tui.widgets.row_empty import hatched
from trainhub_tui.widgets.row_model import Cell, Column, Row, Rows, RowSource, fitted

PAGE = 64
PAGES_KEPT = 16
STRIPS_KEPT = 2_000
UNREAD = ("", "—")
"""Sentences of a list whose rows are not read yet: no hatch then, so that nothing flashes. The dash stands where rows will be."""
ROWS_UNTIL_READ = 8


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor that stays on its key whatever happens to the rows around it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--header",
        "row-list--cursor",
        "row-list--bar",
        "row-list--bar-blurred",
        "row-list--empty",
        "row-list--hatch",
    }
    DEFAULT_CSS = """
    RowList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & .row-list--header { color: $text-muted; text-style: bold; }
        & .row-list--cursor { background: $block-cursor-blurred-background; text-style: bold; }
        & .row-list--bar { color: $accent; }
        & .row-list--bar-blurred { color: $text-muted; }
        & .row-list--empty { color: $text-muted; }
        & .row-list--hatch { color: $panel; }
    }
    """

    ascii: reactive[bool] = reactive(False, init=False)
    empty: reactive[str] = reactive("", init=False)

    class Highlighted(Message):
        """The cursor is on another row."""

        def __init__(self, row_list: RowList, key: str) -> None:
            super().__init__()
            self.row_list, self.key = row_list, key

        @property
        def control(self) -> RowList:
            """The list."""
            return self.row_list

    class Opened(Highlighted):
        """A row was opened."""

    def __init__(
        self,
        columns: Sequence[Column],
        source: RowSource | None = None,
        *,
        header: bool = False,
        card_lines: int = 0,
        card_below: int = 60,
        mark_width: int = 0,
        empty: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`card_lines` > 0: rows are cards of so many lines when the list is narrower than `card_below` cells."""
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.source: RowSource = source or Rows()
        self.has_header, self.card_lines, self.card_below, self.mark_width = header, card_lines, card_below, mark_width
        self.set_reactive(RowList.empty, empty)
        self._cursor = 0
        self._key: str | None = None
        self._clicked: str | None = None
        self._layout_for: tuple[int, list[tuple[int, int]]] = (-1, [])
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._strips: dict[tuple[int, int, bool], Strip] = {}
        self._role_styles: dict[str, Style] = {}

    # What a screen asks and orders

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor; None when the list is empty."""
        if self._key is None and (row := self.row(self._cursor)):
            self._key = row.key
        return self._key

    def row(self, index: int) -> Row | None:
        """A row by its number, read with the rows around it."""
        if not 0 <= index < self.source.count:
            return None
        number, within = divmod(index, PAGE)
        if number not in self._pages:
            self._pages[number] = self.source.page(number * PAGE, PAGE)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        rows = self._pages[number]
        return rows[within] if within < len(rows) else None

    def update(self, source: RowSource) -> None:
        """Show other rows. The cursor stays on its key, on the same line of the screen; when the key is gone, at its number."""
        key, before = self.key, self._cursor
        self.source = source
        self._forget(rows=True)
        here = self.row(before)
        found = before if here and here.key == key else source.index_of(key) if key is not None else None
        self._cursor = max(0, min(before if found is None else found, source.count - 1))
        self._key = None
        top = round(self.scroll_y) + (self._cursor - before) * self._lines if found is not None else round(self.scroll_y)
        self._measure()
        self.scroll_to(y=top, animate=False)
        self._keep_in_sight()
        self.refresh()
        if self.key is not None and self.key != key:
            self.post_message(self.Highlighted(self, self.key))

    def rearrange(self, columns: Sequence[Column]) -> None:
        """Other columns; the rows that fit them come with the next `update`."""
        if tuple(columns) != self.columns:
            self.columns = tuple(columns)
            self._layout_for = (-1, [])
            self._forget()
            self.refresh()

    def go_to(self, key: str) -> bool:
        """Put the cursor on a row; False when it is not in the list."""
        index = self.source.index_of(key)
        if index is not None:
            self._move_to(index)
        return index is not None

    # Actions

    def action_cursor_down(self) -> None:
        """One row down."""
        self._move_to(self._cursor + 1)

    def action_cursor_up(self) -> None:
        """One row up."""
        self._move_to(self._cursor - 1)

    def action_page_down(self) -> None:
        """A screen of rows down."""
        self._move_to(self._cursor + self._rows_seen)

    def action_page_up(self) -> None:
        """A screen of rows up."""
        self._move_to(self._cursor - self._rows_seen)

    def action_half_page_down(self) -> None:
        """Half a screen of rows down."""
        self._move_to(self._cursor + max(1, self._rows_seen // 2))

    def action_half_page_up(self) -> None:
        """Half a screen of rows up."""
        self._move_to(self._cursor - max(1, self._rows_seen // 2))

    def action_first(self) -> None:
        """To the first row."""
        self._move_to(0)

    def action_last(self) -> None:
        """To the last row."""
        self._move_to(self.source.count - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Opened(self, self.key))

    # Moving

    @property
    def _is_card(self) -> bool:
        return self.card_lines > 0 and self.scrollable_content_region.width < self.card_below

    @property
    def _lines(self) -> int:
        """Lines of a row."""
        return self.card_lines if self._is_card else 1

    @property
    def _head(self) -> int:
        """Lines of the header."""
        return 1 if self.has_header and not self._is_card and self.source.count else 0

    @property
    def _rows_seen(self) -> int:
        return max(1, (self.scrollable_content_region.height - self._head) // self._lines)

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, self.source.count - 1))
        if index == self._cursor or not self.source.count:
            return
        before, self._cursor, self._key = self._cursor, index, None
        self._keep_in_sight()
        self._refresh_row(before)
        self._refresh_row(index)
        if self.key is not None:
            self.post_message(self.Highlighted(self, self.key))

    def _refresh_row(self, index: int) -> None:
        top = index * self._lines - self.scroll_offset.y + self._head
        if top + self._lines > self._head and top < self.size.height:
            self.refresh(Region(0, max(top, self._head), self.size.width, self._lines))

    def _keep_in_sight(self) -> None:
        """Scroll as little as needed for the whole row of the cursor to be seen."""
        top = self._cursor * self._lines
        room = max(self._lines, self.scrollable_content_region.height - self._head)
        y = min(max(round(self.scroll_y), top + self._lines - room), top)
        if y != round(self.scroll_y):
            self.scroll_to(y=y, animate=False)

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.source.count * self._lines + self._head)

    def _forget(self, rows: bool = False) -> None:
        """Nothing drawn so far is right any more."""
        self._strips.clear()
        self._role_styles.clear()
        if rows:
            self._pages.clear()

    def on_resize(self) -> None:
        self._forget()
        self._measure()
        self._keep_in_sight()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget()

    def watch_ascii(self) -> None:
        self._forget()
        self.refresh()

    def watch_empty(self) -> None:
        self.refresh()

    def on_focus(self) -> None:
        self._forget()
        self._refresh_row(self._cursor)

    def on_blur(self) -> None:
        self._forget()
        self._refresh_row(self._cursor)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        row = self.row(self._index_on(offset.y)) if offset and offset.y >= self._head else None
        if offset is None or row is None:
            return
        again = row.key == self.key and (event.chain > 1 or self._clicked == row.key)
        self._move_to(self._index_on(offset.y))
        self._clicked = row.key
        if again:
            self.action_open()

    def _index_on(self, y: int) -> int:
        """The number of the row on a line of the screen."""
        return (y - self._head + self.scroll_offset.y) // self._lines

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if not self.source.count:
            return self._empty_line(y, width)
        if y < self._head:
            return self._header(width)
        index, line = divmod(y - self._head + self.scroll_offset.y, self._lines)
        place = (index, line, index == self._cursor)
        if place not in self._strips:
            if len(self._strips) > STRIPS_KEPT:
                self._strips.clear()
            row = self.row(index)
            self._strips[place] = self._row_line(row, line, place[2], width) if row else Strip.blank(width, self.rich_style)
        return self._strips[place]

    def _layout(self, width: int) -> list[tuple[int, int]]:
        if self._layout_for[0] != width:
            self._layout_for = (width, fitted(self.columns, width))
        return self._layout_for[1]

    @property
    def _ellipsis(self) -> str:
        return "~" if self.ascii else "…"

    def _row_line(self, row: Row, line: int, is_cursor: bool, width: int) -> Strip:
        base = self.rich_style
        if is_cursor:
            base += self.get_component_rich_style("row-list--cursor")
        elif line == 0 and self._is_card:
            base += Style(bold=True)
        bar = base + self.get_component_rich_style("row-list--bar" if self.has_focus else "row-list--bar-blurred", partial=True)
        chosen = ("*" if self.ascii else "●") if row.selected and line == 0 else " "
        signs = ((">" if self.ascii else "▌"), chosen) if is_cursor else (chosen, " ")
        gutter = [Segment(signs[0], bar), Segment(signs[1], base)]
        room = width - 2
        pieces: list[Cell] = []
        if self.mark_width:
            marks = fit("".join(mark.text for mark in row.marks) if line == 0 else "", self.mark_width)
            pieces.append(Cell(marks, row.marks[0].role if row.marks else "text"))
            room -= self.mark_width
        pieces += self._pieces(row, line, room)
        styles = {piece.role: self._style_of(piece.role) for piece in pieces}
        return Strip([*gutter, *segments(pieces, styles, base)]).adjust_cell_length(width, base)

    def _pieces(self, row: Row, line: int, room: int) -> list[Cell]:
        if not self._is_card:
            return row_cells(row.cells, self.columns, self._layout(room), self._ellipsis)
        if row.card:
            return card_cells(row.card[line] if line < len(row.card) else (), room, self._ellipsis)
        return card_cells(row.cells[:1] if line == 0 else row.cells[1:], room, self._ellipsis)

    def _style_of(self, role: str) -> Style:
        if role not in self._role_styles:
            self._role_styles[role] = role_style(self, role)
        return self._role_styles[role]

    def _header(self, width: int) -> Strip:
        style = self.rich_style + self.get_component_rich_style("row-list--header", partial=True)
        titles = [Cell(column.title) for column in self.columns]
        room = width - 2 - self.mark_width
        pieces = row_cells(titles, self.columns, self._layout(room), self._ellipsis)
        text = "".join(piece.text for piece in pieces)
        return Strip([Segment(" " * (2 + self.mark_width) + text, style)]).adjust_cell_length(width, style)

    def _empty_line(self, y: int, width: int) -> Strip:
        if self.empty in UNREAD:
            shown = self.empty if y < ROWS_UNTIL_READ * self._lines else ""
            dash = Cell(shown, "muted")
            row = Row("", (dash,) * len(self.columns), ((dash,),) if self.card_lines else ())
            return self._row_line(row, y % self._lines, False, width)
        hatch = self.rich_style + self.get_component_rich_style("row-list--hatch", partial=True)
        words = self.rich_style + self.get_component_rich_style("row-list--empty", partial=True)
        sign = "/" if self.ascii else "╱"
        return hatched(self.empty, y, Size(width, self.scrollable_content_region.height), hatch, words, sign)
