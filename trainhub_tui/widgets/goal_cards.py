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
MOST = 52
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
        """How many cards stand side by side; 1 is a carousel."""
        return max(1, width // LEAST)

    def step(self, step: int) -> None:
        """So many cards on, around the end."""
        keys = [card.key for card in self._cards]
        if keys:
            self._choose(keys[(keys.index(self.key) + step) % len(keys)])

    def step_row(self, step: int) -> bool:
        """A row of cards up or down, into the next shelf at the end of one; False when there is none."""
        across = self.columns(self.size.width)
        if across == 1:
            self.step(step)
            return True
        rows = [list(shelf.cards[at : at + across]) for shelf in self._shelves for at in range(0, len(shelf.cards), across)]
        row = next((index for index, cards in enumerate(rows) if any(card.key == self.key for card in cards)), 0)
        if not rows or not 0 <= row + step < len(rows):
            return False
        column = [card.key for card in rows[row]].index(self.key)
        target = rows[row + step]
        self._choose(target[min(column, len(target) - 1)].key)
        return True

    def _choose(self, key: str) -> None:
        if key != self.key:
            self.key = key
            self.refresh()
            self.post_message(self.Highlighted())

    def top_of_cursor(self) -> int:
        """The line on which the chosen card begins."""
        across, y = self.columns(self.size.width), 0
        if across == 1:
            return 0
        for shelf in self._shelves:
            y += 1
            keys = [card.key for card in shelf.cards]
            if self.key in keys:
                return y + keys.index(self.key) // across * HEIGHT
            y += -(-len(keys) // across) * HEIGHT + 1
        return 0

    # --- drawing
    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        across = self.columns(width)
        if across == 1:
            return HEIGHT + 2 + max((len(shelf.cards) for shelf in self._shelves), default=0)
        return sum(2 + -(-len(shelf.cards) // across) * HEIGHT for shelf in self._shelves)

    def render(self) -> Content:
        width = self.size.width
        across = self.columns(width)
        return Content("\n").join(self._carousel(width) if across == 1 else self._gallery(width, across))

    def _gallery(self, width: int, across: int) -> list[Content]:
        room = min(MOST, width // across)
        lines: list[Content] = []
        for shelf in self._shelves:
            lines.append(_heading(shelf, min(width, room * across)))
            for at in range(0, len(shelf.cards), across):
                drawn = [self._drawn(card, room) for card in shelf.cards[at : at + across]]
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
        across = self.columns(width)
        if across == 1:
            self.step(-1 if event.x < width // 2 else 1)
            return
        room, y = min(MOST, width // across), 0
        for shelf in self._shelves:
            y += 1
            height = -(-len(shelf.cards) // across) * HEIGHT
            if y <= event.y < y + height and event.x < room * across:
                at = (event.y - y) // HEIGHT * across + event.x // room
                if at < len(shelf.cards):
                    self._choose(shelf.cards[at].key)
                return
            y += height + 1


def _heading(shelf: GoalShelf, width: int) -> Content:
    return palette.joined(Content.styled(f" {shelf.title}", palette.TITLE), Content.styled(f"{shelf.said} ", palette.MUTED), width)
