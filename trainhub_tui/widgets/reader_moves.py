"""Moving in a reader: by lines, screens and headings."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual.scroll_view import ScrollView

from trainhub_tui.media.document import Document, Heading
from trainhub_tui.widgets.reader_flow import Flow, Spot


class ReaderMoves(ScrollView):
    """The part of a reader that moves. `_top` is the first line on the screen, `_anchor` the source offset it is kept by."""

    document: Document
    _flow: Flow
    _top: Spot
    _anchor: int

    @property
    def contents(self) -> Sequence[Heading]:
        """The headings of the document."""
        return self.document.contents

    @abstractmethod
    def go_to(self, offset: int) -> None:
        """Bring the line of a source offset to the top."""

    @abstractmethod
    def _show(self, spot: Spot) -> None:
        """Put a line at the top, as far as the end allows."""

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

    @property
    def has_wide_lines(self) -> bool:
        """Whether code or a table seen so far is wider than the screen."""
        return self._flow.aside.widest > self._flow.width

    def look_aside(self, step: int) -> bool:
        """Move what is wider than the screen to the side (1, -1); False when it stays."""
        shift = self._flow.aside.moved(step, self._flow.width)
        moves = shift != self._flow.aside.shift
        if moves:
            self._flow.aside.shift = shift
            self._flow.forget()
            self.go_to(self._anchor)
        return moves

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

    @property
    def _rows(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _move(self, rows: int) -> None:
        self._move_to(self._flow.moved(self._top, rows))

    def _move_to(self, spot: Spot) -> None:
        before = self._top
        self._show(spot)
        if self._top != before:
            self._anchor = self._flow.offset(self._top)
