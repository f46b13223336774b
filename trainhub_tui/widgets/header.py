"""The top of every page: title and status on one line, the sections on the next, a banner when nothing can be saved."""

from collections.abc import Sequence
from textwrap import wrap

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from trainhub_tui import palette
from trainhub_tui.verbs import VERBS

BANNER_LINES = 4
_SHORT = {"achievements": "Badges"}
_TINY = {"webinars": "Web", "library": "Lib", "achievements": "Won", "offline": "Off", "admin": "Adm"}


class TabChosen(Message):
    """A section was clicked."""

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section


class Header(Widget):
    """See the module. It draws what `show` gave it."""

    DEFAULT_CSS = """
    Header { dock: top; height: auto; width: 1fr; background: $background; text-wrap: nowrap; }
    """

    _title: str = ""
    _sections: tuple[str, ...] = ()
    _current: str = ""
    _status = Content("")
    _banner: str = ""

    def show(self, title: str, sections: Sequence[str], current: str, status: Content) -> None:
        self._title, self._sections, self._current, self._status = title, tuple(sections), current, status
        self.refresh()

    def show_banner(self, sentence: str) -> None:
        if sentence != self._banner:
            self._banner = sentence
            self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 2 + len(self._banner_lines(width))

    def _banner_lines(self, width: int) -> list[str]:
        """The whole sentence where that is four lines at most: what it asks for stands at its end."""
        return wrap(self._banner, max(8, width - 2), max_lines=BANNER_LINES, placeholder=" …")

    def render(self) -> Content:
        width = self.size.width
        status = self._status if self._status.cell_length + 12 <= width else self._status.truncate(max(1, width - 12), ellipsis=True)
        title = Content.assemble(" ", (self._title, palette.TITLE))
        if title.cell_length + status.cell_length + 3 > width:
            title = Content.assemble(" ", (self._title.replace("Training & Development Hub", "Training Hub"), palette.TITLE))
        lines = [palette.joined(title, Content.assemble(status, " "), width), self._tabs(width)]
        lines += [palette.fitted(f" {line}", width, f"bold {palette.TROUBLE}") for line in self._banner_lines(width)]
        return Content("\n").join(lines)

    def _tabs(self, width: int) -> Content:
        parts: list[Content] = []
        for section, label in self._labels(width):
            here = section == self._current
            parts.append(
                Content.assemble((VERBS[section].keys[0], palette.KEY), " ", (label, "bold underline $ink" if here else palette.MUTED))
            )
        gap = "  " if self._tabs_width(self._labels(width), 2) <= width else " "
        return palette.fit(Content.assemble(" ", Content(gap).join(parts)), width)

    def _labels(self, width: int) -> list[tuple[str, str]]:
        """The longest labels that fit."""
        full = [(section, VERBS[section].label) for section in self._sections]
        short = [(section, _SHORT.get(section, label)) for section, label in full]
        tiny = [(section, _TINY.get(section, label)) for section, label in short]
        for labels, gap in ((full, 2), (short, 2), (short, 1), (tiny, 1)):
            if self._tabs_width(labels, gap) <= width:
                return labels
        for labels in (full, short):
            alone = [(section, label if section == self._current else "") for section, label in labels]
            if self._tabs_width(alone, 1) <= width:
                return alone
        return [(section, label if section == self._current else "") for section, label in tiny]

    def _tabs_width(self, labels: list[tuple[str, str]], gap: int) -> int:
        return 1 + sum(2 + len(label) for _, label in labels) + gap * (len(labels) - 1)

    def on_click(self, event: Click) -> None:
        if event.y != 1:
            return
        labels = self._labels(self.size.width)
        gap = 2 if self._tabs_width(labels, 2) <= self.size.width else 1
        start = 1
        for section, label in labels:
            end = start + 2 + len(label)
            if start <= event.x < end:
                self.post_message(TabChosen(section))
                return
            start = end + gap
