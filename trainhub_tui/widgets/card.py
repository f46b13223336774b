"""A framed part of a page: lines drawn from a model, some of which can be chosen.

Named tuples, here and in the other cards: a dataclass takes ten times as long to define, and this stands before the first paint."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from trainhub_tui import palette


class Choice(NamedTuple):
    """A thing that can be chosen: what it is (`course`, `webinar` …) and its id."""

    kind: str
    id: str


class Spot(NamedTuple):
    """The cells of a line that stand for a choice."""

    start: int
    end: int
    choice: Choice


class Line(NamedTuple):
    """One line inside the frame."""

    content: Content
    spots: tuple[Spot, ...] = ()


class CardChosen(Message):
    """A choice of a card was opened with the mouse."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice


class Card(Widget, can_focus=True):
    """The frame, and the cursor over what can be chosen. Subclasses draw `lines(width)`; the page moves the cursor."""

    DEFAULT_CSS = """
    Card { height: auto; width: 1fr; background: $surface; text-wrap: nowrap; }
    """

    heading: str = ""
    _chosen: Choice | None = None
    _drawn: tuple[int, list[Line]] | None = None

    # --- what subclasses say
    def lines(self, width: int) -> list[Line]:
        """The lines inside the frame; each is cut or filled to `width` cells."""
        return []

    def corner(self, width: int) -> str:
        """What stands at the right of the upper edge."""
        return ""

    # --- the cursor
    @property
    def chosen(self) -> Choice | None:
        """What is chosen, kept by identity; the first choice when that is gone."""
        choices = [spot.choice for line in self._lines() for spot in line.spots]
        return self._chosen if self._chosen in choices else next(iter(choices), None)

    def choose(self, choice: Choice) -> None:
        self._chosen = choice
        self.refresh()

    def move(self, down: int = 0, right: int = 0) -> bool:
        """Move the cursor; False at the edge."""
        rows = [line.spots for line in self._lines() if line.spots]
        at = next(((y, x) for y, spots in enumerate(rows) for x, spot in enumerate(spots) if spot.choice == self.chosen), None)
        if at is None:
            return False
        y, x = at[0] + down, at[1] + right
        if down and 0 <= y < len(rows):
            x = min(x, len(rows[y]) - 1)
        if not (0 <= y < len(rows) and 0 <= x < len(rows[y])):
            return False
        self.choose(rows[y][x].choice)
        return True

    def enter_from(self, *, above: bool) -> None:
        """Put the cursor on the first or the last choice, for one who comes from above or below."""
        spots = [spot.choice for line in self._lines() for spot in line.spots]
        if spots:
            self.choose(spots[0 if above else -1])

    def cursor_row(self) -> int:
        """The row of the cursor inside the widget, to scroll to."""
        rows = (y for y, line in enumerate(self._lines()) if any(spot.choice == self.chosen for spot in line.spots))
        return 1 + next(rows, 0)

    def redraw(self) -> None:
        """The model has changed."""
        self._drawn = None
        self.refresh(layout=True)

    # --- drawing
    def _lines(self, width: int = 0) -> list[Line]:
        width = width or self.size.width
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, self.lines(max(1, width - 2)))
        return self._drawn[1]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._lines(width)) + 2

    def render(self) -> Content:
        width, height = self.size
        inner = max(1, width - 2)
        edges, style = (_HEAVY, palette.PROGRESS) if self.has_focus else (_ROUND, palette.EDGE)
        chosen = self.chosen if self.has_focus else None
        side = Content.styled(edges.side, style)
        drawn = [self._upper_edge(edges, style, width)]
        drawn += [Content.assemble(side, palette.fit(_with_cursor(line, chosen), inner), side) for line in self._lines()]
        blank = Content.assemble(side, " " * inner, side)
        drawn += [blank] * (height - 1 - len(drawn))
        drawn.append(Content.styled(edges.lower_left + edges.level * inner + edges.lower_right, style))
        return Content("\n").join(drawn)

    def _upper_edge(self, edges: "_Edges", style: str, width: int) -> Content:
        corner = self.corner(width)
        room = width - 6
        if corner and len(corner) + Content(self.heading).cell_length + 4 > room:
            corner = ""
        end = f" {corner} " if corner else ""
        heading = Content(self.heading).truncate(max(1, room - Content(end).cell_length), ellipsis=True).plain
        between = edges.level * (width - 6 - Content(heading).cell_length - Content(end).cell_length)
        return Content.assemble(
            (f"{edges.upper_left}{edges.level} ", style),
            (heading, palette.TITLE),
            (f" {between}", style),
            (end, palette.MUTED),
            (f"{edges.level}{edges.upper_right}", style),
        )

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        lines = self._lines()
        if not 1 <= event.y <= len(lines):
            return
        for spot in lines[event.y - 1].spots:
            if spot.start <= event.x - 1 < spot.end:
                again = self.chosen == spot.choice and self.has_focus
                self.choose(spot.choice)
                if again or event.chain > 1:
                    self.post_message(CardChosen(spot.choice))


class _Edges(NamedTuple):
    upper_left: str
    upper_right: str
    lower_left: str
    lower_right: str
    level: str
    side: str


_ROUND = _Edges("╭", "╮", "╰", "╯", "─", "│")
_HEAVY = _Edges("┏", "┓", "┗", "┛", "━", "┃")


def _with_cursor(line: Line, chosen: Choice | None) -> Content:
    """The line, with a sign and a background where the chosen thing stands."""
    spot = next((spot for spot in line.spots if spot.choice == chosen), None)
    if spot is None:
        return line.content
    content = palette.fit(line.content, max(spot.end, line.content.cell_length))
    return Content.assemble(
        content[: spot.start], ("›", palette.KEY), content[spot.start + 1 : spot.end].stylize("on $chosen"), content[spot.end :]
    )


def columns(cells: Sequence[tuple[Content | str, int]], gap: str = " ") -> Content:
    """Cells of given widths, one beside the other."""
    return Content(gap).join(palette.fit(cell if isinstance(cell, Content) else Content(cell), width) for cell, width in cells if width > 0)


def wrapped(text: str, width: int, most: int) -> list[str]:
    """At most so many lines of the text, the last one shortened."""
    lines = [line.plain.rstrip() for line in Content(" ".join(text.split())).wrap(max(8, width))]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], Content(" ".join(lines[most - 1 :])).truncate(width, ellipsis=True).plain]
