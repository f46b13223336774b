"""Roles, marks and small drawings. Everything here is a style name or text; colours are in theme.py."""

from typing import NamedTuple

from textual.content import Content
from textual.style import Style

INK = "$ink"
MUTED = "$muted"
EDGE = "$edge"
PROGRESS = "$progress"
DONE = "$done"
UNDER_WAY = "$under-way"
TROUBLE = "$trouble"
KEY = "bold $progress"
TITLE = "bold $ink"

UNKNOWN = "—"
ASCII_CLASS = "-ascii"
"""What the app is marked with while it draws ASCII alone."""
DOT = " · "


class Mark(NamedTuple):
    """A state as a symbol of one cell, its word, and the role it is written in. Never the colour alone."""

    symbol: str
    word: str
    style: str

    @property
    def content(self) -> Content:
        return Content.styled(self.symbol, self.style)


MARKS = {
    "completed": Mark("✔", "done", DONE),
    "in progress": Mark("▶", "under way", UNDER_WAY),
    "locked": Mark("·", "locked", MUTED),
    "available": Mark("○", "available", INK),
    "offline": Mark("↓", "on this laptop", UNDER_WAY),
    "fetching": Mark("↧", "fetching", UNDER_WAY),
    "badge": Mark("◆", "badge", DONE),
    "badge open": Mark("◇", "not yet", MUTED),
    "synced": Mark("●", "synced", DONE),
    "syncing": Mark("◌", "syncing", MUTED),
    "no network": Mark("○", "offline", UNDER_WAY),
    "trouble": Mark("✖", "needs attention", TROUBLE),
    "chosen": Mark("›", "chosen", PROGRESS),
    "bookmark": Mark("★", "bookmarked", PROGRESS),
    "note": Mark("✎", "a note", PROGRESS),
    "pinned": Mark("■", "kept", INK),
}

LEVELS = {"beginner": "Beginner", "intermediate": "Intermediate", "advanced": "Advanced"}
_LEVEL_STYLES = {"beginner": "$two", "intermediate": "$three", "advanced": "$four"}  # none of the colours that mean a state

ASCII = str.maketrans(
    {
        **dict(zip("✔▶·○↓↧◆◇●◌✖›★■", "x>-ov~*o*~!>#=", strict=True)),
        **dict(zip("━╸─│╭╮╰╯┏┓┗┛┃├┤╌█░▌▐▏▎▍▋▊▉╱╲", "=>-|++++++++!++-#.||||||||/\\", strict=True)),
        **dict(zip("⏎←→↑—–“”‘’•…×≥≤", "~<>^--\"\"''*~x><", strict=True)),
        **dict.fromkeys("▁▂▃▄▅▆▇▀▔", "|"),
        **dict.fromkeys("┬┴", "+"),
        "▪": "=",
        "✎": "*",
        "\u00a0": " ",
    }
)
"""Each drawing character as one ASCII character, so that ASCII mode keeps every column where it was."""


def mark(state: str) -> Mark:
    """The mark of a state of course, lesson, resource or connection; a state from a newer server gets the plain one."""
    return MARKS.get(str(state), MARKS["available"])


def category_style(colour: str) -> str:
    """The style of a category colour (`one` … `six`); another name gets ink."""
    return f"${colour}" if colour in ("one", "two", "three", "four", "five", "six") else INK


def level_badge(level: str) -> Content:
    """The difficulty as a coloured word."""
    return Content.styled(LEVELS.get(str(level), str(level).title()), _LEVEL_STYLES.get(str(level), INK))


def bar(percent: int, width: int) -> Content:
    """A progress bar of `width` cells: `━━━╸───`. Empty at 0 and full at 100 alone."""
    if width <= 0:
        return Content("")
    halves = percent * width * 2 // 100
    if 0 < percent < 100:
        halves = min(max(halves, 1), width * 2 - 1)
    full, half = divmod(halves, 2)
    done = "━" * full + "╸" * half
    return Content.assemble((done, PROGRESS), ("─" * (width - len(done)), EDGE))


def fitted(text: str, width: int, style: str | Style = "") -> Content:
    """The text in exactly `width` cells: padded, or shortened with an ellipsis. `text` is data and never read as markup."""
    return fit(Content.styled(text, style) if style else Content(text), width)


def fit(content: Content, width: int) -> Content:
    """The content in exactly `width` cells."""
    if width <= 0:
        return Content("")
    return content.truncate(width, ellipsis=True, pad=True)


def joined(left: Content, right: Content, width: int) -> Content:
    """`left` and `right` at the two ends of `width` cells; the left one is shortened when both do not fit."""
    room = width - right.cell_length
    if room < 1:
        return fit(left, width)
    return Content.assemble(fit(left, room - 1 if right else room), " " if right else "", right)


def minutes(count: int) -> str:
    """Minutes for people: `45 min`, `1 h 30`, `12 h`."""
    hours, rest = divmod(count, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def key_hint(key: str, label: str) -> Content:
    """A key and what it does: the key in the colour of keys."""
    return Content.assemble((key, KEY), " ", (label, MUTED))
