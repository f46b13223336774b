"""The reader: long texts by the line, parsed and wrapped around what is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollTo
from textual.strip import Strip

from trainhub_tui.media.document import Document, Heading
from trainhub_tui.palette import ASCII, MARKS
from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_gutter import stands_on
from trainhub_tui.widgets.reader_links import Link, link_at, link_from, with_link_chosen
from trainhub_tui.widgets.reader_roles import LOOKS, MOST_STYLES, ROLES, overlay
from trainhub_tui.widgets.reader_search import Hits, find_hits, marked_runs
from trainhub_tui.widgets.reader_wrap import Face, Line, Run

MEASURE = 88
"""Cells of the longest line: longer ones are hard to read."""
GUTTER = 2
WHEEL = 3
EMPTY = Document("", "", ())


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a document. Its place is a source offset, so it survives any change of width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reader--{role}" for role in ROLES}
    DEFAULT_CSS = LOOKS

    ascii: reactive[bool] = reactive(False, init=False)
    marks: reactive[frozenset[int]] = reactive(frozenset(), init=False)

    class Moved(Message):
        """The reader is at another place, or at the end."""

        def __init__(self, reader: Reader, place: int, at_end: bool) -> None:
            super().__init__()
            self.reader, self.place, self.at_end = reader, place, at_end

        @property
        def control(self) -> Reader:
            """The reader that moved."""
            return self.reader

    class LinkChosen(Message):
        """A link was chosen. Nothing has been opened."""

        def __init__(self, reader: Reader, url: str) -> None:
            super().__init__()
            self.reader, self.url = reader, url

        @property
        def control(self) -> Reader:
            """The reader whose link it is."""
            return self.reader

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.document = EMPTY
        self._flow = Flow(EMPTY, MEASURE)
        self._top = Spot(0, 0)
        self._anchor = 0
        self._hits = Hits()
        self._link: Link | None = None
        self._strips: dict[Spot, Strip] = {}
        self._styles: dict[Face, Style] = {}
        self._base: Style | None = None
        self._placing = False
        self._telling = False
        self._told: tuple[int, bool] | None = None

    # What a screen asks

    @property
    def place(self) -> int:
        """Source offset of the first line on the screen."""
        return self._anchor

    @property
    def contents(self) -> Sequence[Heading]:
        """The headings of the document."""
        return self.document.contents

    @property
    def chosen_link(self) -> str:
        """The address of the link chosen by key, nothing when none is."""
        return self._link.url if self._link else ""

    @property
    def at_end(self) -> bool:
        """Whether the last line of a complete document is on the screen."""
        flow = self._flow
        return self.document.complete and flow.row_of(self._top) >= flow.row_of(flow.last_top(self._rows)) and bool(self.size)

    @property
    def share_read(self) -> float:
        """Share of the text above the lower edge of the screen, 0 to 1."""
        if self.at_end or not self.document.text:
            return 1.0
        below = self._flow.moved(self._top, self._rows)
        return min(1.0, self._flow.offset(below) / len(self.document.text))

    # What a screen orders

    def load(self, document: Document, at: int = 0) -> None:
        """Show a document at a source offset."""
        self.document = document
        self._hits = Hits()
        self._link = None
        self._told = None
        self._lay_out()
        self.go_to(at)

    def extend(self, document: Document) -> None:
        """More of the document on the screen has been read; the place stays."""
        same = document.draws_like(self.document)
        self.document = document
        self._flow.extend(document)
        self._strips.clear()
        self._show(self._top if same else self._flow.find(self._anchor))

    def go_to(self, offset: int) -> None:
        """Bring the line of a source offset to the top."""
        self._anchor = max(0, min(offset, len(self.document.text)))
        self._show(self._flow.find(self._anchor))

    def search(self, text: str) -> int:
        """Mark every place where a text stands (case and line breaks aside) and go to the first one from here; says how many there are."""
        self._hits = find_hits(self.document.text, text, self._anchor)
        self._strips.clear()
        self._go_to_hit()
        return len(self._hits.places)

    # Actions

    def action_line_down(self) -> None:
        """One line on."""
        self._move(1)

    def action_line_up(self) -> None:
        """One line back."""
        self._move(-1)

    def action_half_page_down(self) -> None:
        """Half a screen on."""
        self._move(max(1, self._rows // 2))

    def action_half_page_up(self) -> None:
        """Half a screen back."""
        self._move(-max(1, self._rows // 2))

    def action_page_down(self) -> None:
        """A screen on; two lines stay to keep the thread."""
        self._move(max(1, self._rows - 2))

    def action_page_up(self) -> None:
        """A screen back."""
        self._move(-max(1, self._rows - 2))

    def action_home(self) -> None:
        """To the beginning."""
        self._move_to(Spot(0, 0))

    def action_end(self) -> None:
        """To the end."""
        self._move_to(self._flow.last_top(self._rows))

    def action_next_heading(self) -> None:
        """To the next heading."""
        here = max(self._anchor, self._flow.offset(self._top))
        if later := next((heading for heading in self.contents if heading.offset > here), None):
            self.go_to(later.offset)

    def action_previous_heading(self) -> None:
        """To the heading before this one."""
        here = min(self._anchor, self._flow.offset(self._top))
        if before := next((heading for heading in reversed(self.contents) if heading.offset < here), None):
            self.go_to(before.offset)

    def action_next_hit(self) -> None:
        """To the next place that was searched for, from the top again after the last."""
        self._hits = self._hits.turned(1)
        self._go_to_hit()

    def action_previous_hit(self) -> None:
        """To the place before."""
        self._hits = self._hits.turned(-1)
        self._go_to_hit()

    def action_next_link(self) -> None:
        """Choose the next link, from the top of the screen on when none on it is chosen."""
        self._choose_link(1)

    def action_previous_link(self) -> None:
        """Choose the link before."""
        self._choose_link(-1)

    def action_open_link(self) -> None:
        """Follow the chosen link."""
        if self._link:
            self._follow(self._link.url)

    # Moving

    @property
    def _rows(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def _body(self) -> int:
        """Cells of a line of text."""
        return max(20, min(MEASURE, self.scrollable_content_region.width - GUTTER))

    def _move(self, rows: int) -> None:
        self._move_to(self._flow.moved(self._top, rows))

    def _move_to(self, spot: Spot) -> None:
        before = self._top
        self._show(spot)
        if self._top != before:
            self._anchor = self._flow.offset(self._top)

    def _go_to_hit(self) -> None:
        """Bring the chosen hit on the screen, a third from the top unless it is there already."""
        self._strips.clear()
        if self._hits.chosen:
            spot = self._flow.find(self._hits.chosen[0])
            row = self._flow.row_of(spot) - self._flow.row_of(self._top)
            if not 0 <= row < self._rows:
                self._move_to(self._flow.moved(spot, -self._rows // 3))
        self.refresh()

    def _choose_link(self, step: int) -> None:
        chosen = self._link if self._link and self._is_shown(self._link.spot) else None
        link = link_from(self._flow, self._top, chosen, step)
        if link:
            self._link = link
            if not self._is_shown(link.spot):
                self._move_to(self._flow.moved(link.spot, -self._rows // 3))
            self._strips.clear()
            self.refresh()

    def _is_shown(self, spot: Spot) -> bool:
        return 0 <= self._flow.row_of(spot) - self._flow.row_of(self._top) < self._rows

    def _follow(self, url: str) -> None:
        """Go to a place in the document itself; tell of any other address."""
        place = self.document.place_of(url)
        if place is None:
            self.post_message(self.LinkChosen(self, url))
        else:
            self.go_to(place)

    def _show(self, spot: Spot) -> None:
        """Put a line at the top, as far as the end allows; everything on the screen is laid out, so heights there are exact."""
        flow = self._flow
        flow.moved(spot, self._rows)
        last = flow.last_top(self._rows)
        self._top = min(spot, last)
        self._placing = True
        self.virtual_size = Size(self.scrollable_content_region.width, flow.height)
        self.scroll_target_y = self.scroll_y = flow.row_of(self._top)
        self._placing = False
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        """One message a frame, however many steps were taken in it."""
        if not self._telling and self.is_mounted:
            self._telling = True
            self.call_after_refresh(self._told_now)

    def _told_now(self) -> None:
        self._telling = False
        now = (self.place, self.at_end)
        if now != self._told:
            self._told = now
            self.post_message(self.Moved(self, *now))

    def _lay_out(self) -> None:
        self._flow = Flow(self.document, self._body, self.ascii)
        self._top = Spot(0, 0)
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if not self._placing and round(new_value) != self._flow.row_of(self._top):
            self._move_to(self._flow.spot_at(round(new_value)))

    def on_resize(self) -> None:
        if self._flow.width != self._body:
            self._lay_out()
        self._strips.clear()
        self._show(self._flow.find(self._anchor))

    def watch_ascii(self) -> None:
        self._lay_out()
        self.go_to(self._anchor)

    def watch_marks(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()
        self._base = None

    # The mouse (Textual calls its own handler too, unless told not to)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._move(WHEEL)
        event.stop().prevent_default()

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._move(-WHEEL)
        event.stop().prevent_default()

    def _on_scroll_to(self, message: ScrollTo) -> None:
        if message.y is not None:
            self._move_to(self._flow.spot_at(round(message.y)))
        message.stop().prevent_default()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        cell = offset.x - self._left - GUTTER if offset else -1
        if offset and cell >= 0 and (url := link_at(self._flow.line(self._spot_on(offset.y)), cell)):
            self._follow(url)

    # Drawing

    @property
    def _left(self) -> int:
        """Cells left of the gutter: the text stands in the middle of a wide screen."""
        return max(0, (self.scrollable_content_region.width - GUTTER - self._body) // 2)

    def _spot_on(self, row: int) -> Spot:
        """The line on a row of the screen; one past the end where there is none."""
        flow = self._flow
        spot = flow.moved(self._top, row)
        return spot if row < flow.height - flow.row_of(self._top) else Spot(len(self.document.pieces), 0)

    def render_line(self, y: int) -> Strip:
        if self._flow.width != self._body:
            return Strip.blank(self.scrollable_content_region.width, self._plain)
        spot = self._spot_on(y)
        if spot not in self._strips:
            if len(self._strips) > 1_000:
                self._strips.clear()
            self._strips[spot] = self._strip(spot)
        return self._strips[spot]

    @property
    def _plain(self) -> Style:
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def _strip(self, spot: Spot) -> Strip:
        line = self._flow.line(spot)
        width = self.scrollable_content_region.width
        if line is None:
            return Strip.blank(width, self._plain)
        mark = self._gutter(spot, line)
        mark = mark.translate(ASCII) if self.ascii else mark
        runs = self._runs(line)
        fill = max(0, self._body - line.cells)
        segments = [Segment(" " * self._left, self._plain), self._segment(Run(mark, Face("bookmark"))), *map(self._segment, runs)]
        if line.fill:
            segments.append(self._segment(Run(" " * fill, Face(line.fill))))
        return Strip(segments).adjust_cell_length(width, self._plain)

    def _gutter(self, spot: Spot, line: Line) -> str:
        """The marks left of a line, in as many cells as the gutter has."""
        return (MARKS["bookmark"].symbol if stands_on(self._flow, spot, line, self.marks) else " ") + " "

    def _runs(self, line: Line) -> Sequence[Run]:
        """The runs of a line with what lies over them."""
        return list(with_link_chosen(list(marked_runs(line.runs, self._hits)), self._link))

    def _segment(self, run: Run) -> Segment:
        if run.face not in self._styles:
            face = run.face
            style = self.get_component_rich_style(f"reader--{face.role}")
            if len(self._styles) > MOST_STYLES:
                self._styles.clear()
            over = self.get_component_rich_style(f"reader--{face.marker}", partial=True) if face.marker else Style.null()
            self._styles[face] = Style.combine([self._plain, style, overlay(face), over])
        return Segment(run.text, self._styles[run.face])
