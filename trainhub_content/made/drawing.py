"""Slides as pictures, in the product's colours. DejaVu is the font: free, and on every Debian."""

from PIL import Image, ImageDraw, ImageFont

from trainhub_content.made.scripts import Slide
from trainhub_content.made.tools import ToolMissing

SIZE = (1280, 720)
BACKGROUND, SURFACE, EDGE, INK, MUTED, ACCENT = "#111827", "#1f2937", "#374151", "#f3f4f6", "#9ca3af", "#ffa726"
LEFT, TOP, BODY = 96, 84, 232
TITLE, TEXT, SMALL = 56, 40, 24
ROW, CELL, ROOM = 70, 24, 420
SMALLEST = 20
KEY_GAP = "    "
"""Between a key and what it does: the key is drawn as a cap."""


def drawn(slide: Slide, house: str, number: int, of: int) -> Image.Image:
    """The picture of a slide, with its place in the whole at the foot."""
    picture = Image.new("RGB", SIZE, BACKGROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 18, SIZE[1]), fill=ACCENT)
    title = _fitting(slide.title, TITLE, SIZE[0] - 2 * LEFT, bold=True)
    draw.text((LEFT, TOP), slide.title, font=title, fill=INK)
    draw.rectangle((LEFT, TOP + 84, LEFT + 120, TOP + 90), fill=ACCENT)
    if slide.table:
        _table(draw, slide.table)
    else:
        _lines(draw, slide.lines)
    _foot(draw, house, number, of)
    return picture


def _lines(draw: ImageDraw.ImageDraw, lines: tuple[str, ...]) -> None:
    quoted = bool(lines) and lines[0].startswith("“")
    row = min(ROW + 10, ROOM // max(1, len(lines)))
    for at, line in enumerate(lines):
        top = BODY + at * row
        key, _, words = line.partition(KEY_GAP)
        if words:
            _key(draw, key, words.strip(), top)
            continue
        if not quoted:
            draw.ellipse((LEFT + 2, top + 17, LEFT + 16, top + 31), fill=ACCENT)
        left = LEFT + (28 if quoted else 40)
        draw.text((left, top), line, font=_fitting(line, TEXT, SIZE[0] - left - 48), fill=INK)
    if quoted:
        draw.rectangle((LEFT, BODY - 4, LEFT + 6, BODY + len(lines) * row - 14), fill=MUTED)


def _key(draw: ImageDraw.ImageDraw, key: str, words: str, top: int) -> None:
    font = _font(TEXT - 8, bold=True)
    width = max(56, int(font.getlength(key)) + 32)
    draw.rounded_rectangle((LEFT, top - 4, LEFT + width, top + 50), radius=10, fill=SURFACE, outline=EDGE, width=2)
    draw.text((LEFT + width / 2, top + 23), key, font=font, fill=ACCENT, anchor="mm")
    draw.text((LEFT + 190, top), words, font=_fitting(words, TEXT, SIZE[0] - LEFT - 238), fill=INK)


def _table(draw: ImageDraw.ImageDraw, rows: tuple[tuple[str, ...], ...]) -> None:
    """Columns as wide as their longest cell; the last one takes what is left."""
    font, bold = _font(TEXT - 4), _font(TEXT - 4, bold=True)
    widths = [max(int(bold.getlength(row[column])) for row in rows) + 2 * CELL for column in range(len(rows[0]))]
    widths[-1] = SIZE[0] - 2 * LEFT - sum(widths[:-1])
    for at, row in enumerate(rows):
        top = BODY + at * (ROW + 8)
        draw.rectangle((LEFT, top, SIZE[0] - LEFT, top + ROW), fill=SURFACE)
        left = LEFT
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            first, last = column == 0, column == len(row) - 1
            chosen = _fitting(cell, TEXT - 4, width - CELL) if last else bold if first else font
            draw.text((left + CELL, top + ROW / 2), cell, font=chosen, fill=ACCENT if first else INK, anchor="lm")
            left += width


def _foot(draw: ImageDraw.ImageDraw, house: str, number: int, of: int) -> None:
    bottom = SIZE[1] - 44
    draw.text((LEFT, bottom), house, font=_font(SMALL), fill=MUTED, anchor="lm")
    draw.text((SIZE[0] - LEFT, bottom), f"{number} / {of}", font=_font(SMALL), fill=MUTED, anchor="rm")


def _fitting(words: str, size: int, width: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font, made smaller until the words fit. Raises ValueError where they never do."""
    while (font := _font(size, bold)).getlength(words) > width:
        size -= 2
        if size < SMALLEST:
            raise ValueError(f"“{words}” is too long for a slide.")
    return font


def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu in this size. Raises ToolMissing."""
    try:
        return ImageFont.truetype("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf", size)
    except OSError as refused:
        raise ToolMissing("The font DejaVu is not there. On Debian and Ubuntu: apt-get install fonts-dejavu-core") from refused
