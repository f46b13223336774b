"""A Markdown text as a Word file: headings, lists, check boxes, tables, quotations; bold and italic."""

import re
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

from trainhub_core.models.base import Line, Order

INK, ACCENT, SHADE = RGBColor(0x11, 0x18, 0x27), RGBColor(0xA8, 0x43, 0x00), "F3F4F6"
FONT, SIZE = "Calibri", 11
BOX, EMPTY_BOX = "☐ ", "[ ] "
HEADINGS = {"Title": 24, "Heading 1": 16, "Heading 2": 13}
_LISTS = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


class TextFront(Order):
    """What a Word template says of itself."""

    title: Line


def word_file(front: TextFront, text: str) -> bytes:
    """The text as a Word file."""
    document = Document()
    document.core_properties.title, document.core_properties.author = front.title, "The trainhub authors"
    document.core_properties.comments = ""
    _dress(document)
    _write(document, MarkdownIt("commonmark").enable("table").parse(text))
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def _dress(document: WordDocument) -> None:
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(SIZE), INK
    for name, size in HEADINGS.items():
        font = document.styles[name].font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), True, INK if name == "Title" else ACCENT
        fonts = document.styles[name].element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)


def _write(document: WordDocument, tokens: list[Token]) -> None:
    """Block after block. A paragraph's style follows from what it stands in."""
    style, coming = [""], iter(tokens)
    for token in coming:
        match token.type:
            case "heading_open":
                level = int(token.tag[1]) - 1
                _inline(document.add_heading("", level), next(coming))
            case "bullet_list_open" | "ordered_list_open":
                style.append(_LISTS[token.type])
            case "blockquote_open":
                style.append("Intense Quote")
            case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                style.pop()
            case "table_open":
                _table(document, coming)
            case "inline":
                is_box = token.content.startswith(EMPTY_BOX)
                _inline(document.add_paragraph(style="List Paragraph" if is_box else style[-1] or None), token)
            case _:
                continue


def _table(document: WordDocument, coming: Iterator[Token]) -> None:
    """The rows up to the end of the table; the first one is its head."""
    rows: list[list[Token]] = []
    for token in coming:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        for cell, token in zip(table.rows[at].cells, row, strict=True):
            _inline(cell.paragraphs[0], token, bold=not at)
            if not at:
                _shade(cell)
    document.add_paragraph()


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)
    cell._tc.get_or_add_tcPr().append(shade)


def _inline(paragraph: Paragraph, token: Token, bold: bool = False) -> None:
    """The words, bold and italic where they are so."""
    strong, slanted = bold, False
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                strong = bold or child.nesting == 1
            case "em_open" | "em_close":
                slanted = child.nesting == 1
            case "text" | "code_inline":
                run = paragraph.add_run(re.sub(rf"^{re.escape(EMPTY_BOX)}", BOX, child.content))
                run.bold, run.italic = strong or None, slanted or None
            case "softbreak":
                paragraph.add_run(" ")
            case "hardbreak":
                paragraph.add_run().add_break()
            case _:
                raise ValueError(f"A template cannot show {child.type}.")
