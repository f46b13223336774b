"""How a printed document looks: A4, dark gray on white, the house's orange as a sparing accent."""

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]

INK = HexColor("#1F2937")
MUTED = HexColor("#6B7280")
LINE = HexColor("#D1D5DB")
SHADE = HexColor("#F3F4F6")
ORANGE = HexColor("#FFA726")

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE = 24 * mm
TOP = 27 * mm
BOTTOM = 25 * mm
WIDTH = PAGE_WIDTH - 2 * SIDE

SANS, BOLD, MONO = "Helvetica", "Helvetica-Bold", "Courier"


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    settings = {"fontName": SANS, "textColor": INK, "allowWidows": 0, "allowOrphans": 0, **more}
    return ParagraphStyle(name, fontSize=size, leading=leading, **settings)


BODY = _style("body", 10, 14.6, spaceAfter=7)
ITEM = _style("item", 10, 14.2, spaceAfter=2.5)
QUOTE = _style("quote", 10, 14.6, textColor=HexColor("#374151"), spaceAfter=3)
CELL = _style("cell", 8.8, 11.8)
CELL_RIGHT = _style("cell-right", 8.8, 11.8, alignment=2)
HEAD = _style("head", 8.8, 11.8, fontName=BOLD)
HEAD_RIGHT = _style("head-right", 8.8, 11.8, fontName=BOLD, alignment=2)
CODE = _style(
    "code", 7.9, 10.8, fontName=MONO, backColor=SHADE, borderPadding=(6, 7, 6, 7), spaceBefore=8, spaceAfter=20, leftIndent=7, rightIndent=7
)
HEADINGS = {
    1: _style("heading1", 18, 22, fontName=BOLD, spaceBefore=7, spaceAfter=9, keepWithNext=1),
    2: _style("heading2", 12.5, 16, fontName=BOLD, spaceBefore=13, spaceAfter=5, keepWithNext=1),
    3: _style("heading3", 10.5, 14, fontName=BOLD, textColor=MUTED, spaceBefore=9, spaceAfter=3, keepWithNext=1),
}
TITLE = _style("title", 34, 40, fontName=BOLD, spaceAfter=14)
SUBTITLE = _style("subtitle", 15, 21, textColor=MUTED, spaceAfter=26)
SUMMARY = _style("summary", 11, 16.5, rightIndent=40)
CONTENTS = (
    _style("contents1", 10, 13, fontName=BOLD, spaceBefore=4),
    _style("contents2", 9.4, 12, leftIndent=14),
)
