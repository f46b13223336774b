"""The resource library in its groups, side by side where there is room (LIB-1)."""

from collections.abc import Collection, Sequence

from textual.content import Content

from trainhub_core.models.views import Shelf, ShelfItem
from trainhub_tui import palette
from trainhub_tui.widgets.card import Card, Choice, Line, Spot
from trainhub_tui.widgets.webinar_card import empty

SIDE_BY_SIDE_FROM = 110


class LibraryView(Card):
    """See the module. `most` is how many items of a group are shown; its heading tells how many there are more."""

    heading = "Resource library"
    most: int = 99
    _shelves: tuple[Shelf, ...] | None = None
    _here: frozenset[str] = frozenset()

    def show(self, shelves: Sequence[Shelf] | None, here: Collection[str]) -> None:
        """`None` while nothing is known; `here` are the ids of resources on this laptop."""
        self._shelves, self._here = (None if shelves is None else tuple(shelves)), frozenset(here)
        self.redraw()

    def corner(self, width: int) -> str:
        return f"{len(self._here)} on this laptop" if self._here else ""

    def lines(self, width: int) -> list[Line]:
        if self._shelves is None:
            return [Line(Content.styled(f" {palette.UNKNOWN}", palette.MUTED))] * (5 if width >= SIDE_BY_SIDE_FROM else 15)
        if not self._shelves:
            return empty("The library is empty.", "", width)
        if width < SIDE_BY_SIDE_FROM:
            return [line for shelf in self._shelves for line in self._group(shelf, width)]
        room = width // len(self._shelves)
        groups = [self._group(shelf, room) for shelf in self._shelves]
        deepest = max(len(group) for group in groups)
        return [self._across([group[y] if y < len(group) else Line(Content("")) for group in groups], room) for y in range(deepest)]

    def _across(self, lines: Sequence[Line], room: int) -> Line:
        spots = tuple(
            Spot(index * room + spot.start, index * room + spot.end - 1, spot.choice)
            for index, line in enumerate(lines)
            for spot in line.spots
        )
        return Line(Content("").join(palette.fit(line.content, room) for line in lines), spots)

    def _group(self, shelf: Shelf, width: int) -> list[Line]:
        shown = shelf.items[: self.most]
        rest = len(shelf.items) - len(shown)
        more = Content.styled(f"{rest} more" if rest else "", palette.MUTED)
        head = palette.joined(Content.styled(shelf.title, palette.TITLE), more, width - 4)
        spots = (Spot(0, width, Choice("group", shelf.id)),) if rest else ()
        return [Line(Content.assemble(" ", head, "   "), spots), *(self._item(item, width) for item in shown)]

    def _item(self, item: ShelfItem, width: int) -> Line:
        choice = Choice("resource", item.resource_id) if item.resource_id else Choice("collection", item.collection_id or "")
        mark = palette.mark("offline").content if item.resource_id in self._here else Content(" ")
        fits = Content(item.title).cell_length + Content(item.detail).cell_length < width - 5
        detail = item.detail if fits else item.detail.rpartition(palette.DOT)[2]
        body = palette.joined(Content.styled(item.title, palette.INK), Content.styled(detail, palette.MUTED), width - 5)
        return Line(Content.assemble(" ", mark, " ", body, "  "), (Spot(0, width, choice),))
