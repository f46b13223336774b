"""The next webinars with a countdown and what `r` would do (DASH-3, WEB-1)."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from trainhub_tui import palette
from trainhub_tui.widgets.card import Card, Choice, Line, Spot, columns, wrapped

TWO_LINES_BELOW = 64
PRESENTER_FROM = 90
DAY, TIME, STARTS, PRESENTER, LENGTH = 10, 5, 10, 16, 6
ROWS_UNTIL_KNOWN = 3


class WebinarLine(NamedTuple):
    """A webinar as the card shows it; `key` and `label` say what can be done, or what is held."""

    id: str
    day: str
    time: str
    title: str
    presenter: str
    minutes: int
    starts: str
    state: str
    label: str
    key: str = ""
    summary: str = ""


class WebinarsView(Card):
    """See the module."""

    heading = "Upcoming webinars"
    roomy: bool = False
    """Whether each webinar may have lines for what it is about."""
    _rows: tuple[WebinarLine, ...] | None = None
    _zone: str = ""
    _sync_key: str = "ctrl+r"

    def show(self, rows: Sequence[WebinarLine] | None, zone: str, sync_key: str) -> None:
        """`None` while nothing is known."""
        self._rows, self._zone, self._sync_key = (None if rows is None else tuple(rows)), zone, sync_key
        self.redraw()

    def corner(self, width: int) -> str:
        return self._zone

    def lines(self, width: int) -> list[Line]:
        if self._rows is None:
            return [Line(Content.styled(f" {palette.UNKNOWN}", palette.MUTED))] * ROWS_UNTIL_KNOWN
        if not self._rows:
            return empty("No webinars are planned.", f"{self._sync_key} looks again.", width)
        if width < TWO_LINES_BELOW:
            return [line for row in self._rows for line in _two_lines(row, width)]
        table = _table(self._rows, width)
        if not self.roomy:
            return table
        return [line for row, first in zip(self._rows, table, strict=True) for line in (first, *_about(row, width))]


def empty(sentence: str, hint: str, width: int) -> list[Line]:
    """The empty state of a card: a hatch and one sentence."""
    words = f" {sentence} {hint} " if len(sentence) + len(hint) + 5 <= width else f" {sentence} "
    return [Line(Content.assemble(("╱╱", palette.EDGE), (words, palette.MUTED), ("╱" * max(0, width - 2 - len(words)), palette.EDGE)))]


def _offer(row: WebinarLine) -> Content:
    """`r register`, or the mark and name of what is held."""
    if row.key:
        return palette.key_hint(row.key, row.label)
    mark = palette.mark(row.state)
    return Content.assemble(mark.content, " ", (row.label, mark.style))


def _table(rows: Sequence[WebinarLine], width: int) -> list[Line]:
    """One line a webinar. Where the topics do not fit, the presenter goes, then the length."""
    offers = [_offer(row) for row in rows]
    offer_width = max(offer.cell_length for offer in offers)
    topic = max(Content(row.title).cell_length for row in rows)
    presenter, length = (PRESENTER if width >= PRESENTER_FROM else 0), LENGTH
    room = _topic_room(width, presenter, length, offer_width)
    if room < topic:
        presenter = 0
        room = _topic_room(width, presenter, length, offer_width)
    if room < topic:
        length = 0
        room = _topic_room(width, presenter, length, offer_width)
    spare = 6 if presenter else 5
    gap = "  " if room - spare >= topic else " "
    room -= spare if gap == "  " else 0
    return [_one_line(row, offer, (presenter, length, room, offer_width), gap, width) for row, offer in zip(rows, offers, strict=True)]


def _about(row: WebinarLine, width: int) -> list[Line]:
    indent = DAY + TIME + 3
    return [Line(Content.assemble(" " * indent, (text, palette.MUTED))) for text in wrapped(row.summary, width - indent - 1, 2) if text]


def _topic_room(width: int, presenter: int, length: int, offer: int) -> int:
    return width - 2 - DAY - TIME - STARTS - offer - 4 - sum(size + 1 for size in (presenter, length) if size)


def _one_line(row: WebinarLine, offer: Content, widths: tuple[int, int, int, int], gap: str, width: int) -> Line:
    presenter, length, room, offer_width = widths
    cells: list[tuple[Content | str, int]] = [
        (Content.styled(row.day, palette.MUTED), DAY),
        (Content.styled(row.time, palette.MUTED), TIME),
        (Content.styled(row.title, palette.INK), room),
        (Content.styled(row.presenter, palette.MUTED), presenter),
        (Content.styled(f"{row.minutes} min", palette.MUTED), length),
        (Content.styled(row.starts, palette.MUTED), STARTS),
        (offer, offer_width),
    ]
    return Line(Content.assemble(" ", columns(cells, gap)), (Spot(0, width, Choice("webinar", row.id)),))


def _two_lines(row: WebinarLine, width: int) -> list[Line]:
    spot = (Spot(0, width, Choice("webinar", row.id)),)
    when = f"{row.day} {row.time}"
    about = Content.assemble((f"{when}{palette.DOT}{row.starts}", palette.MUTED))
    offer = _offer(row)
    if about.cell_length + offer.cell_length + 5 > width:
        about = Content.styled(when, palette.MUTED)
    return [
        Line(Content.assemble(" ", palette.fitted(row.title, width - 2, palette.INK)), spot),
        Line(Content.assemble("   ", palette.joined(about, offer, width - 4))),
    ]
