"""Slides as a PowerPoint file: title, lines or a table, and notes for the speaker, in real placeholders that a design can be laid over."""

from io import BytesIO

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as Deckfile
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt
from pydantic import Field, model_validator

from trainhub_core.models.base import Line, Order

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
SIDE, TOP, BODY = Inches(0.8), Inches(0.5), Inches(1.9)
INK, HEAD, STRIPE, PAPER = (RGBColor.from_string(it) for it in ("111827", "374151", "F3F4F6", "FFFFFF"))  # type: ignore[no-untyped-call]
TITLE_SLIDE, TITLE_AND_CONTENT, TITLE_ONLY = 0, 1, 5
"""Layouts of the library's own template."""


class SlideSource(Order):
    """One slide; `notes` are what the speaker does with it."""

    title: Line
    lines: tuple[Line, ...] = Field(default=(), max_length=8)
    table: tuple[tuple[str, ...], ...] = Field(default=(), max_length=9)
    notes: str = ""

    @model_validator(mode="after")
    def has_one_body(self) -> "SlideSource":
        if bool(self.lines) == bool(self.table):
            raise ValueError("A slide has lines or a table")
        if len({len(row) for row in self.table}) > 1:
            raise ValueError("The rows of a table have as many cells each")
        return self


class Deck(Order):
    """The slides of a presentation, after a first one with title and subtitle."""

    title: Line
    subtitle: Line
    slides: tuple[SlideSource, ...] = Field(min_length=1)


def slides_file(deck: Deck) -> bytes:
    """The deck as a PowerPoint file."""
    file = Presentation()
    file.slide_width, file.slide_height = Emu(WIDTH), Emu(HEIGHT)
    file.core_properties.title, file.core_properties.author = deck.title, "The trainhub authors"
    first = file.slides.add_slide(file.slide_layouts[TITLE_SLIDE])
    _place(first, 0, Inches(2.3), Inches(1.5), deck.title, 44)
    _place(first, 1, Inches(4), Inches(1.2), deck.subtitle, 24)
    for source in deck.slides:
        _slide(file, source)
    into = BytesIO()
    file.save(into)
    return into.getvalue()


def _slide(file: Deckfile, source: SlideSource) -> None:
    slide = file.slides.add_slide(file.slide_layouts[TITLE_ONLY if source.table else TITLE_AND_CONTENT])
    _place(slide, 0, TOP, Inches(1.1), source.title, 34)
    if source.table:
        _table(slide, source.table)
    else:
        _place(slide, 1, BODY, Inches(4.9), "\n".join(source.lines), 22)
    if source.notes and (notes := slide.notes_slide.notes_text_frame):
        notes.text = source.notes


def _place(slide: Slide, placeholder: int, top: int, height: int, words: str, size: int) -> None:
    shape = slide.placeholders[placeholder]
    shape.left, shape.top, shape.width, shape.height = SIDE, Emu(top), Emu(WIDTH - 2 * SIDE), Emu(height)
    frame = shape.text_frame
    frame.text = words
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.color.rgb = Pt(size), INK
        if placeholder == 0:
            paragraph.font.bold = True


def _table(slide: Slide, rows: tuple[tuple[str, ...], ...]) -> None:
    frame = slide.shapes.add_table(len(rows), len(rows[0]), SIDE, BODY, Emu(WIDTH - 2 * SIDE), Inches(0.5 * len(rows)))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = frame.table.cell(at, column)
            cell.text = words
            cell.fill.solid()  # type: ignore[no-untyped-call]
            cell.fill.fore_color.rgb = HEAD if not at else STRIPE
            font = cell.text_frame.paragraphs[0].font
            font.size, font.bold, font.color.rgb = Pt(16), not at, PAPER if not at else INK
