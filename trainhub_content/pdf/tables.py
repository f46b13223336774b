"""Tables that use the width of the page well: each column gets what its words need, figures stand right."""

import re
from collections.abc import Sequence

from markdown_it.token import Token
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle  # type: ignore[import-untyped]

from trainhub_content.pdf.markup import longest_word, markup, plain
from trainhub_content.pdf.styles import BOLD, CELL, CELL_RIGHT, HEAD, HEAD_RIGHT, LINE, MUTED, SHADE

PADDING = 6.0
ROOM_TO_WRITE = 110.0  # for a column that is left empty
ROWS_KEPT_TOGETHER = 12
WIDEST_SHARE = 0.55  # of the page, before a column's text is wrapped
_FIGURE = re.compile(r"[-+£€$]?\s?[\d.,]+\s?(%|days?|hours?|x|k)?$")

_LOOK = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, MUTED),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.4),
    ]
)


def table(rows: Sequence[Sequence[Token]], width: float) -> Flowable:
    """A table of inline tokens, the first row its head, which is repeated on every page."""
    columns = list(zip(*rows, strict=True))
    right = [all(_FIGURE.match(plain(cell)) for cell in column[1:]) for column in columns]
    cells = [
        [Paragraph(markup(cell), _style(number == 0, right[at] and at > 0)) for at, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    made = Table(cells, colWidths=_widths(columns, width), style=_LOOK, repeatRows=1, spaceBefore=4, spaceAfter=12)
    return KeepTogether([made]) if len(rows) <= ROWS_KEPT_TOGETHER else made


def _style(head: bool, right: bool) -> object:
    if head:
        return HEAD_RIGHT if right else HEAD
    return CELL_RIGHT if right else CELL


def _widths(columns: Sequence[Sequence[Token]], width: float) -> list[float]:
    """Every column at least as wide as its longest word; what is left goes by how much text there is."""
    texts = [[plain(cell) for cell in column] for column in columns]
    least = [_wide(longest_word(column)) for column in texts]
    natural = [min(max(_wide(text) for text in column), WIDEST_SHARE * width) for column in texts]
    natural = [large if any(column[1:]) else max(large, ROOM_TO_WRITE) for large, column in zip(natural, texts, strict=True)]
    wanted = [max(small, large) for small, large in zip(least, natural, strict=True)]
    if sum(wanted) <= width:
        return [share * width / sum(wanted) for share in wanted]
    if sum(least) >= width:
        return [share * width / sum(least) for share in least]
    room = (width - sum(least)) / (sum(wanted) - sum(least))
    return [small + (large - small) * room for small, large in zip(least, wanted, strict=True)]


def _wide(text: str) -> float:
    return float(stringWidth(text, BOLD, CELL.fontSize)) + 2 * PADDING + 1
