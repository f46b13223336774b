"""Levels, skill tracks and badges: a gallery where there is room, a carousel where there is not (ACH-1 to ACH-3, LOOK-2)."""

from collections.abc import Sequence

from textual.content import Content

from trainhub_core.models.views import Achievements, Goal
from trainhub_tui import palette
from trainhub_tui.widgets.card import Card, Choice, Line, Spot

GALLERY_FROM = 110
PAIR_FROM = 76
PANELS = ("Levels", "Skill tracks", "Badges")
ROWS_UNTIL_KNOWN = 4


class AchievementsView(Card):
    """See the module."""

    heading = "Achievements"
    most: int = 99
    _all: Achievements | None = None
    _panel: int = 0

    def show(self, achievements: Achievements | None) -> None:
        """`None` while nothing is known."""
        self._all = achievements
        self.redraw()

    def corner(self, width: int) -> str:
        if self._all is None:
            return ""
        earned = sum(1 for goal in self._all.badges if goal.earned_at)
        return f"{earned} of {len(self._all.badges)} badges"

    def move(self, down: int = 0, right: int = 0) -> bool:
        """Left and right turn the carousel where there is one."""
        if right and self._across() == 1:
            turned = (self._panel + right) % len(PANELS)
            self._panel = turned
            self.redraw()
            return True
        return super().move(down, right)

    def _across(self) -> int:
        width = self.size.width - 2
        return 3 if width >= GALLERY_FROM else 2 if width >= PAIR_FROM else 1

    def lines(self, width: int) -> list[Line]:
        if self._all is None:
            return [Line(Content.styled(f" {palette.UNKNOWN}", palette.MUTED))] * ROWS_UNTIL_KNOWN
        panels = self._panels()
        across = 3 if width >= GALLERY_FROM else 2 if width >= PAIR_FROM else 1
        if across == 1:
            return self._carousel(panels[self._panel], width)
        if across == 2:
            panels = panels[::2]
        room = width // across
        titles = PANELS if across == 3 else PANELS[::2]
        drawn = [self._column(title, goals, room) for title, goals in zip(titles, panels, strict=True)]
        deepest = max(len(column) for column in drawn)
        return [_side_by_side([column[y] if y < len(column) else Line(Content("")) for column in drawn], room) for y in range(deepest)]

    def _carousel(self, goals: tuple[Goal, ...], width: int) -> list[Line]:
        place = Content.assemble(("← ", palette.KEY), (f"{self._panel + 1} of {len(PANELS)}", palette.MUTED), (" →", palette.KEY))
        head = Content.assemble(" ", palette.joined(Content.styled(PANELS[self._panel], palette.TITLE), place, width - 2))
        deepest = max(len(goals), *(min(len(it), self.most) for it in self._panels()))
        rows = _goals(goals[: self.most], width)
        return [Line(head), *rows, *[Line(Content(""))] * (deepest - len(rows))]

    def _panels(self) -> tuple[tuple[Goal, ...], ...]:
        return (self._all.levels, self._all.tracks, self._all.badges) if self._all else ((), (), ())

    def _column(self, title: str, goals: tuple[Goal, ...], width: int) -> list[Line]:
        found = [Line(Content.assemble(" ", (title, palette.TITLE)))]
        shown = goals if len(goals) <= self.most else goals[: self.most - 1]
        found += _goals(shown, width)
        if rest := len(goals) - len(shown):
            found.append(Line(Content.styled(f"   and {rest} more", palette.MUTED)))
        return found


def _goals(goals: Sequence[Goal], width: int) -> list[Line]:
    """The goals of a column, their bars equally long."""
    open_titles = [Content(goal.title).cell_length for goal in goals if not goal.earned_at and not goal.pending]
    bar = max(4, min(14, width - 13 - max(open_titles, default=0)))
    return [_goal(goal, width, bar) for goal in goals]


def _goal(goal: Goal, width: int, bar: int) -> Line:
    mark = palette.mark("badge" if goal.earned_at else "badge open")
    if goal.earned_at:
        told = Content.styled("earned", palette.DONE)
    elif goal.pending:
        told = Content.styled("pending", palette.UNDER_WAY)
    else:
        told = Content.assemble(palette.bar(goal.percent, bar), (f" {goal.percent:>3} %", palette.MUTED))
    title = Content.styled(goal.title, palette.INK if goal.earned_at else palette.MUTED)
    body = palette.joined(title, told, width - 5)
    return Line(Content.assemble(" ", mark.content, " ", body, "  "), (Spot(0, width, Choice(goal.kind, goal.id)),))


def _side_by_side(lines: list[Line], room: int) -> Line:
    spots = tuple(
        Spot(index * room + spot.start, index * room + spot.end - 1, spot.choice) for index, line in enumerate(lines) for spot in line.spots
    )
    return Line(Content("").join(palette.fit(line.content, room) for line in lines), spots)
