"""A reader with highlights in it, in which a passage can be selected by keys and by the mouse (LEARN-2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import reactive

from trainhub_tui.media.document import Document
from trainhub_tui.palette import MARKS
from trainhub_tui.widgets.reader import GUTTER, Reader
from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_gutter import stands_on
from trainhub_tui.widgets.reader_markers import Marker, with_markers
from trainhub_tui.widgets.reader_search import hits_from
from trainhub_tui.widgets.reader_words import Word, first_word, next_line, next_sentence, next_word, sentence_at, word_at, word_on
from trainhub_tui.widgets.reader_wrap import Line, Run

Step = Callable[[Flow, Word, int], Word | None]


class Selection(NamedTuple):
    """From the word where it was begun to the word where it is now, whichever comes first."""

    fixed: Word
    moving: Word

    @property
    def range(self) -> tuple[int, int]:
        """Source offsets of its start and end."""
        return min(self.fixed.start, self.moving.start), max(self.fixed.end, self.moving.end)


class MarkedReader(Reader):
    """See the module. `markers` are the highlights; `selection` is None while nothing is being selected."""

    ALLOW_SELECT = False  # it selects by itself, in the source

    markers: reactive[tuple[Marker, ...]] = reactive((), init=False)
    selection: reactive[Selection | None] = reactive(None, init=False)

    class SelectionChanged(Message):
        """Selecting has begun, gone on or ended."""

        def __init__(self, reader: MarkedReader) -> None:
            super().__init__()
            self.reader = reader

        @property
        def control(self) -> MarkedReader:
            """The reader in which it is."""
            return self.reader

    _pressed: Word | None = None
    _holding = _dragged = False

    # What a screen asks

    @property
    def range(self) -> tuple[int, int] | None:
        """Source offsets of what is selected."""
        return self.selection.range if self.selection else None

    @property
    def sentence_here(self) -> tuple[int, int] | None:
        """Source offsets of the first sentence on the screen."""
        word = first_word(self._flow, self._top)
        if word is None:
            return None
        first, last = sentence_at(self._flow, word)
        return first.start, last.end

    def marker_at(self, start: int, end: int) -> Marker | None:
        """The highlight that holds a stretch of the source whole; the shortest of several."""
        return min((it for it in self.markers if it.start <= start and end <= it.end), key=lambda it: it.end - it.start, default=None)

    @property
    def marker_on_top(self) -> Marker | None:
        """The highlight on the first line of the screen."""
        start = self._flow.offset(self._top)
        end = max(start + 1, self._flow.next_offset(self._top))
        return next((it for it in self.markers if it.start < end and it.end > start), None)

    # What a screen orders

    def load(self, document: Document, at: int = 0) -> None:
        self.selection = None
        super().load(document, at)

    def mark(self, places: Sequence[tuple[int, int]]) -> None:
        """Mark these places, in order, and choose the first one from here, without going there."""
        self._hits = hits_from(places, self._anchor)
        self._strips.clear()
        self.refresh()

    def begin(self) -> bool:
        """Begin to select at the first word on the screen, or anew at the word where selecting is; False where there is none."""
        word = self.selection.moving if self.selection else first_word(self._flow, self._top)
        if word is not None:
            self.selection = Selection(word, word)
        return word is not None

    def extend_by(self, step: Step, way: int) -> None:
        """Move the end of the selection: by `next_word`, `next_line` or `next_sentence`, on (1) or back (-1)."""
        if self.selection and (word := step(self._flow, self.selection.moving, way)):
            self.selection = self.selection._replace(moving=word)
            self._keep_shown(word.spot)

    def extend_word(self, way: int) -> None:
        """By a word."""
        self.extend_by(next_word, way)

    def extend_line(self, way: int) -> None:
        """By a line."""
        self.extend_by(next_line, way)

    def extend_sentence(self, way: int) -> None:
        """By a sentence."""
        self.extend_by(next_sentence, way)

    def end(self) -> None:
        """Nothing is selected any more."""
        self.selection = None

    # Drawing

    def watch_markers(self) -> None:
        self._strips.clear()
        self.refresh()

    def watch_selection(self) -> None:
        self._strips.clear()
        self.refresh()
        if self.is_mounted:
            self.post_message(self.SelectionChanged(self))

    def _lay_out(self) -> None:
        super()._lay_out()
        if self.selection:
            fixed, moving = (word_at(self._flow, it.start) for it in self.selection)
            self.selection = Selection(fixed, moving) if fixed and moving else None

    def _gutter(self, spot: Spot, line: Line) -> str:
        bookmark = super()._gutter(spot, line)[0]
        written = MARKS["note"].symbol if stands_on(self._flow, spot, line, {it.start for it in self.markers if it.has_words}) else " "
        return written + " " if bookmark == " " else bookmark + written

    def _runs(self, line: Line) -> Sequence[Run]:
        over = [*self.markers, Marker("", *self.selection.range, "selection")] if self.selection else self.markers
        return list(with_markers(super()._runs(line), over))

    def _keep_shown(self, spot: Spot) -> None:
        row = self._flow.row_of(spot) - self._flow.row_of(self._top)
        if row < 0:
            self._move_to(spot)
        elif row >= self._rows:
            self._move(row - self._rows + 1)

    # The mouse

    def _word_under(self, event: events.MouseEvent) -> Word | None:
        """The word under the pointer, or the nearest on its line; beyond an edge the text goes on."""
        offset = event.get_content_offset_capture(self)
        if offset.y < 0:
            self._move(-1)
        elif offset.y >= self._rows:
            self._move(1)
        return word_on(self._flow, self._spot_on(min(max(0, offset.y), self._rows - 1)), offset.x - self._left - GUTTER)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._holding, self._dragged = event.button == 1, False
        self._pressed = self._word_under(event) if self._holding else None
        if self._holding:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        word = self._word_under(event) if self._holding else None
        self._pressed = self._pressed or word  # it may have begun where no word is
        if self._pressed and word and (self._dragged or word != self._pressed):
            self._dragged = True
            self.selection = Selection(self._pressed, word)

    def on_mouse_up(self, _: events.MouseUp) -> None:
        self._holding, self._pressed = False, None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """The end of a drag follows no link; a click elsewhere lets the selection go."""
        if self._dragged:
            event.prevent_default()
            self._dragged = False
        else:
            self.end()
