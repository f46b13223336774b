"""Levels, tracks and badges as cards with pictures, in as many columns as fit; one at a time where none do (ACH-1, LOOK-2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from trainhub_tui import palette
from trainhub_tui.widgets.badge_art import WIDTH as ART_WIDTH
from trainhub_tui.widgets.badge_art import picture

LEAST = 36
MOST = 60
INSIDE = 5
HEIGHT = INSIDE + 2


@dataclass(frozen=True, slots=True)
class GoalCard:
    """One card: a picture of `kind` with `sign`, and up to five lines beside it. `is_new` marks what was just earned."""

    key: str
    title: str
    kind: str
    sign: str
    lines: tuple[Content, ...]
    style: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class GoalShelf:
    """Cards under a heading."""

    title: str
    said: str
    cards: tuple[GoalCard, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Cards side by side, in a shelf that has `across` of them in a row."""

    cards: tuple[GoalCard, ...]
    across: int

    @property
    def keys(self) -> list[str]:
        return [card.key for card in self.cards]

    def edges(self, width: int) -> list[int]:
        """Where each card begins, and where the last one of a whole row ends."""
        width = min(width, MOST * self.across)
        return [width * at // self.across for at in range(self.across + 1)]


def _rows(shelf: GoalShelf, fitting: int) -> list[_Row]:
    """The cards of a shelf in as few rows as there is room for, and those as even as can be: four of which three fit are two and two."""
    count = len(shelf.cards)
    across = -(-count // max(1, -(-count // fitting)))
    return [_Row(shelf.cards[at : at + across], across) for at in range(0, count, across)] if count else []


class GoalCards(Widget, can_focus=True):
    """A gallery with a cursor that stays on its key; a carousel when there is room for one column alone."""

    DEFAULT_CSS = """
    GoalCards { height: auto; width: 1fr; }
    """

    class Highlighted(Message):
        """The cursor is on another card."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelves: tuple[GoalShelf, ...] = ()
        self.key = ""

    def show(self, shelves: Sequence[GoalShelf]) -> None:
        """Show these cards; the cursor stays on its card while there is one."""
        self._shelves = tuple(shelves)
        keys = [card.key for card in self._cards]
        if self.key not in keys:
            self.key = keys[0] if keys else ""
        self.refresh(layout=True)

    # --- moving
    @property
    def _cards(self) -> list[GoalCard]:
        return [card for shelf in self._shelves for card in shelf.cards]

    def columns(self, width: int) -> int:
        """How many cards fit side by side; 1 is a carousel."""
        return max(1, width // LEAST)

    def step(self, step: int) -> None:
        """So many cards on, around the end."""
        keys = [card.key for card in self._cards]
        if keys:
            self._choose(keys[(keys.index(self.key) + step) % len(keys)])

    def step_row(self, step: int) -> bool:
        """A row of cards up or down, into the next shelf at the end of one; False when there is none."""
        fitting = self.columns(self.size.width)
        if fitting == 1:
            self.step(step)
            return True
        rows = [row for shelf in self._shelves for row in _rows(shelf, fitting)]
        at = next((index for index, row in enumerate(rows) if self.key in row.keys), 0)
        if not rows or not 0 <= at + step < len(rows):
            return False
        here, there = rows[at], rows[at + step]
        column = here.keys.index(self.key) * there.across // here.across
        self._choose(there.keys[min(column, len(there.keys) - 1)])
        return True

    def _choose(self, key: str) -> None:
        if key != self.key:
            self.key = key
            self.refresh()
            self.post_message(self.Highlighted())

    def top_of_cursor(self) -> int:
        """The line on which the chosen card begins."""
        fitting, y = self.columns(self.size.width), 0
        if fitting == 1:
            return 0
        for shelf in self._shelves:
            y += 1
            for row in _rows(shelf, fitting):
                if self.key in row.keys:
                    return y
                y += HEIGHT
            y += 1
        return 0

    # --- drawing
    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        fitting = self.columns(width)
        if fitting == 1:
            return HEIGHT + 2 + max((len(shelf.cards) for shelf in self._shelves), default=0)
        return sum(2 + len(_rows(shelf, fitting)) * HEIGHT for shelf in self._shelves)

    def render(self) -> Content:
        width = self.size.width
        fitting = self.columns(width)
        return Content("\n").join(self._carousel(width) if fitting == 1 else self._gallery(width, fitting))

    def _gallery(self, width: int, fitting: int) -> list[Content]:
        width = min(width, MOST * fitting)
        lines: list[Content] = []
        for shelf in self._shelves:
            lines.append(_heading(shelf, width))
            for row in _rows(shelf, fitting):
                edges = row.edges(width)
                drawn = [self._drawn(card, right - left) for card, left, right in zip(row.cards, edges, edges[1:], strict=False)]
                lines += [Content("").join(parts) for parts in zip(*drawn, strict=True)]
            lines.append(Content(""))
        return lines

    def _carousel(self, width: int) -> list[Content]:
        cards = self._cards
        at = next((index for index, card in enumerate(cards) if card.key == self.key), None)
        if at is None:
            return [Content("")]
        shelf = next(shelf for shelf in self._shelves if cards[at] in shelf.cards)
        place = Content.assemble(("← ", palette.KEY), (f"{at + 1} of {len(cards)}", palette.MUTED), (" →", palette.KEY))
        head = palette.joined(Content.styled(f" {shelf.title}", palette.TITLE), place, width)
        return [head, *self._drawn(cards[at], width), Content(""), *(self._short(card, width) for card in shelf.cards)]

    def _short(self, card: GoalCard, width: int) -> Content:
        """A card as one line below the carousel."""
        here = card.key == self.key
        line = card.lines[0] if card.lines else Content("")
        mark = palette.mark("chosen").content if here else Content(" ")
        title = Content.styled(card.title, palette.TITLE if here else palette.MUTED)
        return palette.joined(Content.assemble(" ", mark, " ", title), line, width - 1)

    def _drawn(self, card: GoalCard, width: int) -> list[Content]:
        """A card: frame, picture at the left, words beside it."""
        here = card.key == self.key
        edge = palette.PROGRESS if here and self.has_focus else palette.INK if here else palette.EDGE
        tag = " new " if card.is_new else ""
        title = f" {card.title} "
        name = palette.fit(Content(title), min(len(title), max(4, width - 4 - len(tag))))
        rule = "─" * max(0, width - 3 - name.cell_length - len(tag))
        top = Content.assemble(("╭─", edge), name.stylize(palette.TITLE), (rule, edge), (tag, palette.DONE), ("╮", edge))
        art = picture(card.kind, card.sign)
        words = max(1, width - ART_WIDTH - 6)
        lines = [top]
        for y in range(INSIDE):
            line = card.lines[y] if y < len(card.lines) else Content("")
            drawing = Content.styled(art[y] if y < len(art) else " " * ART_WIDTH, card.style)
            lines.append(Content.assemble(("│ ", edge), drawing, "  ", palette.fit(line, words), (" │", edge)))
        return [*lines, Content.styled(f"╰{'─' * (width - 2)}╯", edge)]

    # --- the mouse
    def on_click(self, event: Click) -> None:
        width = self.size.width
        fitting = self.columns(width)
        if fitting == 1:
            self.step(-1 if event.x < width // 2 else 1)
            return
        y = 0
        for shelf in self._shelves:
            y += 1
            for row in _rows(shelf, fitting):
                edges = row.edges(width)
                for card, left, right in zip(row.cards, edges, edges[1:], strict=False):
                    if y <= event.y < y + HEIGHT and left <= event.x < right:
                        self._choose(card.key)
                y += HEIGHT
            y += 1


def _heading(shelf: GoalShelf, width: int) -> Content:
    return palette.joined(Content.styled(f" {shelf.title}", palette.TITLE), Content.styled(f"{shelf.said} ", palette.MUTED), width)
