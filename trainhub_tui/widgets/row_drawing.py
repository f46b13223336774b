"""From cells to a strip of exactly so many cells, and from role names to styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.widget import Widget

from trainhub_core.text import clean_line
from trainhub_tui.widgets.row_model import GAP, Cell, Column

ALIASES = {
    "text": ("ink", "foreground"),
    "available": ("ink", "foreground"),
    "locked": ("muted", "secondary"),
    "muted": ("secondary",),
    "done": ("success",),
    "under-way": ("warning",),
    "offline": ("under-way", "warning"),
    "danger": ("trouble", "error"),
    "trouble": ("error",),
    "accent": ("progress", "primary"),
    "progress": ("primary",),
    "hit": ("progress", "primary"),
}
"""Other names of a role among the theme's variables, nearest first; the last one is in every theme."""


LOOKS = {"hit": Style(bold=True, underline=True)}
"""What a role has besides its colour, to be seen without colours too."""


def role_style(widget: Widget, role: str) -> Style:
    """The colour of a role over the widget's background: the theme's variable of that name or of its nearest alias, else plain text."""
    variables = widget.app.theme_variables
    for name in (role, *ALIASES.get(role, ()), "foreground"):
        if name in variables and (style := _style_of(variables[name], widget)):
            return style + LOOKS.get(role, Style())
    return LOOKS.get(role, Style())


def _style_of(value: str, widget: Widget) -> Style | None:
    """A variable's value as a style; None for "auto 60%" and the like, which only a style sheet can read."""
    try:
        color = Color.parse(value)
    except ColorParseError:
        return None
    return Style(color=(widget.background_colors[1] + color if color.ansi is None else color).rich_color)


def fit(text: str, width: int, align: str = "left", ellipsis: str = "…") -> str:
    """The text in exactly `width` cells, with an ellipsis when it is too long. Never lets a control character through."""
    if not (text.isascii() and text.isprintable()):
        text = clean_line(text)
    size = cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1).rstrip(" ") + ellipsis if width > 0 else ""
    return " " * (width - size) + text if align == "right" else text + " " * (width - size)


def padded(text: str, width: int) -> str:
    """The text with spaces up to a width."""
    return text + " " * max(0, width - cell_len(text))


def row_cells(cells: Sequence[Cell], columns: Sequence[Column], layout: Iterable[tuple[int, int]], ellipsis: str) -> list[Cell]:
    """The cells of a row in its columns, gaps included."""
    pieces: list[Cell] = []
    for index, width in layout:
        if pieces:
            pieces.append(Cell(" " * GAP))
        cell = cells[index] if index < len(cells) else Cell("")
        pieces += marked(cell, padded(fit(cell.text, width, columns[index].align, ellipsis), width))
    return pieces


def marked(cell: Cell, drawn: str) -> Iterator[Cell]:
    """The cell as it is drawn, its hits in a role of their own. Only for cells that stand at the left."""
    at = 0
    for start, end in cell.hits:
        if at <= start < end <= len(drawn):
            yield Cell(drawn[at:start], cell.role)
            yield Cell(drawn[start:end], "hit")
            at = end
    yield Cell(drawn[at:], cell.role)


def card_cells(cells: Sequence[Cell], width: int, ellipsis: str) -> list[Cell]:
    """One line of a card: its cells one after the other, the last one shortened; what has no room is left out."""
    pieces: list[Cell] = []
    left = width
    for cell in cells:
        if not cell.text:
            continue
        gap = GAP if pieces else 0
        if left - gap < 4 and pieces:
            break
        if gap:
            pieces.append(Cell(" " * gap))
        text = fit(cell.text, min(left - gap, cell_len(cell.text)), "left", ellipsis)
        pieces += marked(cell, text)
        left -= gap + cell_len(text)
    return pieces


def segments(pieces: Iterable[Cell], styles: dict[str, Style], base: Style) -> list[Segment]:
    """Cells as segments in the styles of their roles."""
    return [Segment(piece.text, base + styles[piece.role]) for piece in pieces]
