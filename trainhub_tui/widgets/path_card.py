"""The featured path with its modules, a progress bar and Continue (DASH-6, PATH-1, PATH-4)."""

from collections.abc import Sequence

from textual.content import Content

from trainhub_core.models.views import CourseRow, NextLesson, PathCard
from trainhub_tui import palette
from trainhub_tui.widgets.card import Card, Choice, Line, Spot, columns, wrapped

LEVEL_WIDTH = 12
TWO_LINES_BELOW = 64


class PathView(Card):
    """See the module."""

    heading = "Featured path"
    _path: PathCard | None = None
    _next: NextLesson | None = None
    _key: str = "c"
    _known: bool = False
    roomy: bool = False
    """Whether each module may have a line for what it is about."""

    def show(self, path: PathCard | None, next_lesson: NextLesson | None, key: str, *, known: bool) -> None:
        """`known` tells an empty programme from one that is not known yet."""
        self._path, self._next, self._key, self._known = path, next_lesson, key, known
        self.heading = path.title if path else "Featured path"
        self.redraw()

    def corner(self, width: int) -> str:
        if self._path is None:
            return ""
        left = f"{palette.DOT}{palette.minutes(self._path.minutes_left)} left" if self._path.minutes_left and width >= 60 else ""
        return f"Recommended for you{left}" if width >= 90 else f"Recommended{left}"

    def lines(self, width: int) -> list[Line]:
        if self._path is None:
            return self._nothing(width)
        found: list[Line] = []
        if self.roomy and self._path.summary:
            found += [Line(Content.assemble(" ", (text, palette.MUTED))) for text in wrapped(self._path.summary, width - 2, 2)]
        reasons = _reasons(self._path.modules)
        for number, module in enumerate(self._path.modules, 1):
            found += _module(number, module, reasons.get(module.id, ""), width, roomy=self.roomy)
        found.append(Line(self._bar(self._path.percent, width)))
        return found

    def _nothing(self, width: int) -> list[Line]:
        if self._known:
            return [Line(Content.styled(" No path is featured yet. 2 shows every course.", palette.MUTED))]
        dim = Content.styled(f" {palette.UNKNOWN}", palette.MUTED)
        return [*[Line(dim)] * 4, Line(Content.assemble(" ", ("─" * max(0, width - 12), palette.EDGE), ("  —", palette.MUTED)))]

    def _bar(self, done_percent: int, width: int) -> Content:
        done = done_percent == 100
        hint = palette.key_hint(self._key, "continues") if self._next else Content.styled("done" if done else "", palette.DONE)
        percent = f" {done_percent} %"
        room = width - 2 - len(percent) - (hint.cell_length + 3 if hint else 0)
        return Content.assemble(" ", palette.bar(done_percent, max(4, room)), (percent, palette.TITLE), "   " if hint else "", hint)


def _reasons(modules: Sequence[CourseRow]) -> dict[str, str]:
    """Why modules are locked, short: `unlocks after 2` where the reason is a module of this path; `w` gives the sentence."""
    found = {}
    for module in modules:
        if module.state == "locked":
            needed = next((number for number, it in enumerate(modules, 1) if module.why == f"Finish {it.title} first"), 0)
            found[module.id] = f"unlocks after {needed}" if needed else module.why or "locked"
    return found


def _module(number: int, module: CourseRow, reason: str, width: int, *, roomy: bool) -> list[Line]:
    choice = Choice("course", module.id)
    mark = palette.mark(module.state)
    style = palette.MUTED if module.state == "locked" else palette.INK
    lead = Content.assemble(" ", mark.content, " ", (f"{number} ", palette.MUTED))
    spot = (Spot(0, width, choice),)
    if width < TWO_LINES_BELOW:
        first = Content.assemble(lead, palette.fitted(module.title, width - 6, style))
        about = Content.assemble("     ", palette.level_badge(module.level), (f"{palette.DOT}{reason or _time(module)}", palette.MUTED))
        return [Line(first, spot), Line(palette.fit(about, width))]
    room = width - 6 - LEVEL_WIDTH - 2
    note_width = min(36, max(18, room // 2))
    note = Content.styled(reason or _time(module), palette.MUTED)
    cells = [(Content.styled(module.title, style), room - note_width), (palette.level_badge(module.level), LEVEL_WIDTH), (note, note_width)]
    found = [Line(Content.assemble(lead, columns(cells)), spot)]
    if roomy and module.summary:
        found += [Line(Content.assemble("     ", (text, palette.MUTED))) for text in wrapped(module.summary, width - 7, 1)]
    return found


def _time(module: CourseRow) -> str:
    if module.state == "in progress" and module.minutes_left:
        return f"{palette.minutes(module.minutes)}{palette.DOT}{module.minutes_left} left"
    return palette.minutes(module.minutes)
