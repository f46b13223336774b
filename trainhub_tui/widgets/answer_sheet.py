"""The sheet of a question on the screen: draws a `Sheet`, hands it the keys, says when it has changed."""

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from trainhub_tui import palette
from trainhub_tui.widgets.passage import MEASURE, Lines, hanging, plain, prose
from trainhub_tui.widgets.sheets import Sheet, SheetRow

HERE, ELSEWHERE = "› ", "  "


class AnswerSheet(Widget, can_focus=True):
    """Takes keys while it is `live`; a sheet that was answered only shows."""

    DEFAULT_CSS = "AnswerSheet { height: auto; width: 1fr; margin: 1 0; }"

    class Changed(Message):
        """Another answer stands on the sheet."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet: Sheet | None = None
        self.live = False

    def show(self, sheet: Sheet | None, live: bool) -> None:
        """Show a sheet, or none."""
        self.sheet, self.live = sheet, live
        self.display = sheet is not None
        self.refresh(layout=True)

    def takes(self, key: str) -> bool:
        """Whether a key is one of answering now."""
        character = key if len(key) == 1 else None
        return bool(self.live and self.sheet and self.sheet.pressed(key, character) is not None)

    def on_key(self, event: events.Key) -> None:
        if self.live and self.sheet and (after := self.sheet.pressed(event.key, event.character)):
            event.stop()
            event.prevent_default()
            self._become(after)

    def on_paste(self, event: events.Paste) -> None:
        line = next(iter(event.text.splitlines()), "")
        if self.live and self.sheet and (after := self.sheet.pasted("".join(it for it in line if it.isprintable()))):
            event.stop()
            self._become(after)

    def on_click(self, event: events.Click) -> None:
        tops = self._tops(self._width)
        row = next((row for row in reversed(range(len(tops))) if tops[row] <= event.y), None)
        if self.live and self.sheet and row is not None:
            self._become(self.sheet.clicked(row))

    def _become(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.refresh(layout=True)
        self.post_message(self.Changed())
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll to the row that the keys act on."""
        rows = self.sheet.rows() if self.sheet else ()
        here = next((place for place, row in enumerate(rows) if row.here), None)
        if here is not None and isinstance(self.parent, VerticalScroll):
            tops = [*self._tops(self._width), self.size.height]
            top = self.virtual_region.y + tops[here]
            self.parent.scroll_to_region(Region(0, top, 1, max(1, tops[here + 1] - tops[here])), animate=False)

    # --- drawing
    @property
    def _width(self) -> int:
        return min(MEASURE, self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(len(lines) for lines in self._drawn(min(MEASURE, width)))

    def render(self) -> Content:
        return Content("\n").join(line for lines in self._drawn(self._width) for line in lines)

    def _tops(self, width: int) -> list[int]:
        tops, top = [], 0
        for lines in self._drawn(width):
            tops.append(top)
            top += len(lines)
        return tops

    def _drawn(self, width: int) -> list[Lines]:
        rows = self.sheet.rows() if self.sheet else ()
        drawn = [self._row(row, width) for row in rows]
        first_legend = next((place for place, row in enumerate(rows) if row.legend), None)
        if first_legend:
            drawn[first_legend - 1].append(Content(""))
        return drawn

    def _row(self, row: SheetRow, width: int) -> Lines:
        here = row.here and self.live
        style = palette.MUTED if row.legend or (not self.live and not row.on) else palette.TITLE if here else palette.INK
        lead = Content.assemble((HERE if here else ELSEWHERE, palette.PROGRESS), (row.lead, palette.PROGRESS if row.on else palette.MUTED))
        if row.at is not None and self.live:
            return hanging(lead, lambda room: [_with_caret(row.text, row.at or 0, room)], width)
        if row.markdown:
            return hanging(lead, lambda room: prose(row.text, room, style), width)
        return hanging(lead, lambda room: plain(row.text, room, style), width)


def _with_caret(text: str, at: int, width: int) -> Content:
    """The text being typed with the place in it, of a long one the part around that place."""
    start = max(0, at - max(8, width - 2))
    before, under, after = text[start:at], text[at : at + 1] or " ", text[at + 1 :]
    line = Content.assemble((before, palette.TITLE), (under, f"reverse {palette.INK}"), (after, palette.TITLE))
    return line.truncate(max(8, width))
