"""What stands above the cards of Home: the quick actions and the tiles."""

from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from trainhub_core.models.views import Tiles
from trainhub_tui import palette
from trainhub_tui.widgets.footer import VerbChosen

BOXES_FROM = 100


class QuickAction(NamedTuple):
    verb_id: str
    key: str
    label: str
    short: str


class QuickActions(Widget):
    """One key each: continue, browse, join, download (DASH-2)."""

    DEFAULT_CSS = "QuickActions { height: auto; width: 1fr; text-wrap: nowrap; }"

    _actions: tuple[QuickAction, ...] = ()

    def show(self, actions: tuple[QuickAction, ...]) -> None:
        if actions != self._actions:
            self._actions = actions
            self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._flow(width))

    def _flow(self, width: int) -> list[list[tuple[QuickAction, str]]]:
        """The actions with the labels that fit, in as few lines as it takes."""
        for labels in (tuple(it.label for it in self._actions), tuple(it.short for it in self._actions)):
            if sum(len(it.key) + len(label) + 3 for it, label in zip(self._actions, labels, strict=True)) <= width:
                return [list(zip(self._actions, labels, strict=True))]
        pairs = [(it, it.short) for it in self._actions]
        half = (len(pairs) + 1) // 2
        return [pairs[:half], pairs[half:]]

    def render(self) -> Content:
        lines = []
        for line in self._flow(self.size.width):
            lines.append(Content.assemble(" ", Content("  ").join(palette.key_hint(it.key, label) for it, label in line)))
        return Content("\n").join(palette.fit(line, self.size.width) for line in lines)

    def on_click(self, event: Click) -> None:
        flow = self._flow(self.size.width)
        start = 1
        for action, label in flow[event.y] if event.y < len(flow) else []:
            end = start + len(action.key) + 1 + len(label)
            if start <= event.x < end:
                self.post_message(VerbChosen(action.verb_id))
                return
            start = end + 2


class TilesView(Widget):
    """Courses, hours, certifications, skill level (DASH-4): one line, or four boxes where there is room."""

    DEFAULT_CSS = "TilesView { height: auto; width: 1fr; text-wrap: nowrap; }"

    _tiles: Tiles | None = None
    _boxes: bool = False

    def show(self, tiles: Tiles | None, *, boxes: bool) -> None:
        """`None` while nothing is known."""
        self._tiles, self._boxes = tiles, boxes
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._drawn(width))

    def render(self) -> Content:
        return Content("\n").join(self._drawn(self.size.width))

    def _drawn(self, width: int) -> list[Content]:
        return _boxes(self._tiles, width) if self._boxes and width >= BOXES_FROM else _lines(self._tiles, width)


def _number(count: int | None, one: str, many: str) -> Content:
    words = one if count == 1 else many
    return Content.assemble((palette.UNKNOWN if count is None else str(count), palette.TITLE), " ", (words, palette.MUTED))


def hours(minutes: int) -> str:
    """Minutes studied, for the tile: `48 h`, `45 min` while it is less than an hour."""
    return f"{minutes // 60} h" if minutes >= 60 or not minutes else f"{minutes} min"


def _learned(tiles: Tiles | None) -> Content:
    shown = hours(tiles.study_minutes) if tiles else palette.UNKNOWN
    return Content.assemble((shown, palette.TITLE), (" learned", palette.MUTED))


def _skill(tiles: Tiles | None, bar_width: int) -> Content:
    if tiles is None:
        return Content.assemble((palette.UNKNOWN, palette.TITLE), (" level", palette.MUTED))
    return Content.assemble(
        (tiles.skill_title, palette.TITLE), " ", palette.bar(tiles.skill_score, bar_width), (f" {tiles.skill_score}", palette.MUTED)
    )


def _lines(tiles: Tiles | None, width: int) -> list[Content]:
    parts = [
        _number(tiles.courses if tiles else None, "course", "courses"),
        _learned(tiles),
        _number(tiles.certifications if tiles else None, "certificate", "certificates"),
    ]
    if width >= 76:
        line = Content("   ").join([*parts, _skill(tiles, 10)])
        return [palette.fit(Content.assemble(" " * max(1, (width - line.cell_length) // 2), line), width)]
    rows = [Content("   ").join(parts[:2]), Content("   ").join([parts[2]]), _skill(tiles, max(4, min(16, width - 24)))]
    if rows[0].cell_length + parts[2].cell_length + 4 <= width:
        rows = [Content("   ").join(parts), rows[2]]
    return [palette.fit(Content.assemble(" ", row), width) for row in rows]


def _to_next(points: int) -> str:
    return f"{points} point{'' if points == 1 else 's'} to the next"


def _boxes(tiles: Tiles | None, width: int) -> list[Content]:
    """Four boxes of two lines, as in the seed."""
    gap = 1
    room = (width - 3 * gap) // 4
    widths = [room, room, room, width - 3 * (room + gap)]
    known = tiles or Tiles()
    nothing = Content.styled(palette.UNKNOWN, palette.MUTED)
    next_level = _to_next(known.skill_next - known.skill_score) if known.skill_next is not None else "the highest level"
    streak = f"{known.streak_days} day{'' if known.streak_days == 1 else 's'} in a row"
    told: list[tuple[str, Content, str]] = [
        ("Courses completed", _strong(str(known.courses)), f"{known.courses_this_month} this month"),
        ("Hours learned", _strong(hours(known.study_minutes)), streak),
        ("Certifications", _strong(str(known.certifications)), f"{known.badges} badge{'' if known.badges == 1 else 's'}"),
        ("Skill level", _skill(known, max(4, widths[3] - 22)), next_level),
    ]
    columns = [
        _box(title, big if tiles else nothing, small if tiles else "", wide) for (title, big, small), wide in zip(told, widths, strict=True)
    ]
    return [Content.styled(" " * gap, "on $surface").join(row) for row in zip(*columns, strict=True)]


def _strong(text: str) -> Content:
    return Content.styled(text, palette.TITLE)


def _box(title: str, big: Content, small: str, width: int) -> list[Content]:
    inner = width - 4
    side = Content.styled("│", palette.EDGE)
    lead = "╭─ "
    upper = Content.assemble((lead, palette.EDGE), (title, palette.MUTED), (" " + "─" * (width - len(title) - 5) + "╮", palette.EDGE))
    body = [Content.assemble(side, " ", palette.fit(line, inner), " ", side) for line in (big, Content.styled(small, palette.MUTED))]
    lower = Content.styled("╰" + "─" * (width - 2) + "╯", palette.EDGE)
    return [line.stylize_before("on $surface") for line in (upper, *body, lower)]
