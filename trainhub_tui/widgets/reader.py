"""The reader: long texts by the line, parsed and wrapped around what is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.scrollbar import ScrollTo
from textual.strip import Strip

from trainhub_tui.media.document import Document
from trainhub_tui.palette import ASCII, MARKS
from trainhub_tui.widgets import reader_messages
from trainhub_tui.widgets.reader_code import learn
from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_gutter import stands_on
from trainhub_tui.widgets.reader_links import Link, link_at, link_from, with_link_chosen
from trainhub_tui.widgets.reader_moves import ReaderMoves
from trainhub_tui.widgets.reader_roles import LOOKS, MOST_STYLES, ROLES, overlay
from trainhub_tui.widgets.reader_search import Hits, find_hits, marked_runs
from trainhub_tui.widgets.reader_wrap import Face, Line, Run

if TYPE_CHECKING:  # comes with the first canvas
    from trainhub_tui.widgets.graphics import Canvas

MEASURE = 88
"""Cells of the longest line: longer ones are hard to read."""
GUTTER = 2
WHEEL = 3
MOST_WAIT = 1.0
MOST_JUMPS = 100
EMPTY = Document("", "", ())


class Reader(ReaderMoves, can_focus=True, inherit_bindings=False):
    """Shows a document. Its place is a source offset, so it survives any change of width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reader--{role}" for role in ROLES}
    DEFAULT_CSS = LOOKS

    ascii: reactive[bool] = reactive(False, init=False)
    marks: reactive[frozenset[int]] = reactive(frozenset(), init=False)

    Moved: TypeAlias = reader_messages.Moved
    LinkChosen: TypeAlias = reader_messages.LinkChosen
    LinkPointed: TypeAlias = reader_messages.LinkPointed

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.document = EMPTY
        self._flow = Flow(EMPTY, MEASURE)
        self._top = Spot(0, 0)
        self._anchor = 0
        self._hits = Hits()
        self._link: Link | None = None
        self._jumps: list[int] = []
        self._strips: dict[Spot, Strip] = {}
        self._styles: dict[Face, Style] = {}
        self._base: Style | None = None
        self._placing = False
        self._telling = False
        self._learning = False
        self._canvas: Canvas | None = None
        self._draws_pictures = True
        self._measure = MEASURE
        self._told: tuple[int, bool] | None = None

    # What a screen asks

    @property
    def place(self) -> int:
        """Source offset of the first line on the screen."""
        return self._anchor

    @property
    def chosen_link(self) -> str:
        """The address of the link chosen by key, nothing when none is."""
        return self._link.url if self._link else ""

    @property
    def room(self) -> int:
        """Cells that a line could have on this screen."""
        return max(20, self.scrollable_content_region.width - GUTTER)

    @property
    def has_jumped(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._jumps)

    @property
    def at_end(self) -> bool:
        """Whether the last line of a complete document is on the screen."""
        return self.document.complete and bool(self.size) and self._flow.ends_within(self._top, self._rows)

    @property
    def share_read(self) -> float:
        """Share of the text above the lower edge of the screen, 0 to 1."""
        if self.at_end or not self.document.text:
            return 1.0
        below = self._flow.moved(self._top, self._rows)
        return min(1.0, self._flow.offset(below) / len(self.document.text))

    # What a screen orders

    def draw_with(self, canvas: Canvas | None, *, pictures: bool = True, measure: int = MEASURE) -> None:
        """How what is loaded next is drawn: pictures on a canvas or in half blocks or not at all, lines up to so many cells."""
        self._canvas, self._draws_pictures, self._measure = canvas, pictures, measure

    def load(self, document: Document, at: int = 0) -> None:
        """Show a document at a source offset."""
        self.document = document
        self._hits = Hits()
        self._jumps.clear()
        self.let_go_of_link()
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
        self._strips.clear()
        self._show(self._flow.find(self._anchor))

    def jump_to(self, offset: int) -> None:
        """Go to a place, from which `action_jump_back` comes back."""
        self._jumps = [*self._jumps[1 - MOST_JUMPS :], self._anchor]
        self.let_go_of_link()
        self.go_to(offset)

    def let_go_of_link(self) -> None:
        """No link is chosen any more."""
        self._choose(None)

    def wait_for_paint(self) -> None:
        """In a thread: wait until what was loaded is on the screen, or cannot come there soon."""
        painted = Event()
        self.call_after_refresh(painted.set)
        painted.wait(MOST_WAIT)

    def search(self, text: str) -> int:
        """Mark every place where a text stands (case and line breaks aside) and go to the first one from here; says how many there are."""
        self._hits = find_hits(self.document.text, text, self._anchor)
        self._strips.clear()
        self._go_to_hit()
        return self.hit_count

    @property
    def hit_count(self) -> int:
        """How many places are marked."""
        return len(self._hits.places)

    # Actions

    def action_next_hit(self) -> None:
        """To the next place that was searched for, from the top again after the last."""
        self._hits = self._hits.turned(1)
        self._go_to_hit()

    def action_previous_hit(self) -> None:
        """To the place before."""
        self._hits = self._hits.turned(-1)
        self._go_to_hit()

    def action_next_link(self) -> bool:
        """Choose the next link, from the top of the screen on when none on it is chosen; False when there is none."""
        return self._choose_link(1)

    def action_previous_link(self) -> bool:
        """Choose the link before; False when there is none."""
        return self._choose_link(-1)

    def action_open_link(self) -> None:
        """Follow the chosen link."""
        if self._link:
            self._follow(self._link.url)

    def action_jump_back(self) -> None:
        """To the place that the last link was followed from."""
        if self._jumps:
            place = self._jumps.pop()
            self._choose(None)
            self.go_to(place)

    # Moving

    @property
    def _body(self) -> int:
        """Cells of a line of text."""
        return min(max(20, self._measure), self.room)

    def _go_to_hit(self) -> None:
        """Bring the chosen hit on the screen, a third from the top unless it is there already."""
        self._strips.clear()
        if self._hits.chosen:
            spot = self._flow.find(self._hits.chosen[0])
            row = self._flow.row_of(spot) - self._flow.row_of(self._top)
            if not 0 <= row < self._rows:
                self._move_to(self._flow.moved(spot, -self._rows // 3))
        self.refresh()

    def _choose_link(self, step: int) -> bool:
        chosen = self._link if self._link and self._is_shown(self._link.spot) else None
        if link := link_from(self._flow, self._top, chosen, step):
            if not self._is_shown(link.spot):
                self._move_to(self._flow.moved(link.spot, -self._rows // 3))
            self._choose(link)
        return link is not None

    def _choose(self, link: Link | None) -> None:
        self._link = link
        self._strips.clear()
        self.refresh()
        if self.is_mounted:
            self.post_message(self.LinkPointed(self))

    def _is_shown(self, spot: Spot) -> bool:
        return 0 <= self._flow.row_of(spot) - self._flow.row_of(self._top) < self._rows

    def _follow(self, url: str) -> None:
        """Go to a place in the document itself; tell of any other address."""
        place = self.document.place_of(url)
        if place is None:
            self.post_message(self.LinkChosen(self, url))
        else:
            self.jump_to(place)

    def _show(self, spot: Spot) -> None:
        """Put a line at the top, as far as the end allows; everything on the screen is laid out, so heights there are exact."""
        flow = self._flow
        self._top = min(spot, flow.last_top(self._rows)) if flow.ends_within(spot, self._rows) else spot
        self._placing = True
        self.virtual_size = Size(self.scrollable_content_region.width, flow.height)
        self.scroll_target_y = self.scroll_y = flow.row_of(self._top)
        self._placing = False
        self.refresh()
        self._tell()
        self._learn()

    def _learn(self) -> None:
        """In a thread, after the paint: make the languages ready of which code is on the screen; then it is drawn in colours."""
        late = self._flow.late
        if late and self.is_mounted and not self._learning:
            self._learning = True
            self.call_after_refresh(self.run_worker, partial(self._learn_now, tuple(late)), thread=True, group="colours")

    def _learn_now(self, languages: Sequence[str]) -> None:
        learn(languages)
        self.app.call_from_thread(self._learned, languages)

    def _learned(self, languages: Sequence[str]) -> None:
        self._learning = False
        (self._flow.late or set()).difference_update(languages)
        self._flow.forget()
        self._strips.clear()
        self._show(self._top)

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
            self.post_message(self.Moved(self))

    def _lay_out(self) -> None:
        self._flow = Flow(self.document, self._body, self.ascii)
        self._flow.late = set()
        self._flow.canvas, self._flow.draws_pictures = self._canvas, self._draws_pictures
        self._top = Spot(0, 0)
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if not self._placing and round(new_value) != self._flow.row_of(self._top):
            at_end = new_value >= self.max_scroll_y > 0
            self._move_to(self._flow.last_top(self._rows) if at_end else self._flow.spot_at(round(new_value)))

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
