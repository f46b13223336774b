"""LIB-3, LIB-4: links, printed contents and the outline of PDFs."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.media.test_opening import every_line
from trainhub_tui.media.blocks import Paragraph, Span
from trainhub_tui.media.document import Document
from trainhub_tui.media.linking import with_links
from trainhub_tui.media.openers import open_document
from trainhub_tui.media.pdf_reflow import TextLine, reflowed


def book(file: Path) -> Document:
    """Printed contents with dot leaders and links, a web link, an outline; three pages."""
    canvas = Canvas(str(file), pagesize=(400, 500), invariant=True)
    canvas.setFont("Helvetica", 11)
    for number, words in enumerate(("Introduction", "Asking well"), start=1):
        height = 420 - 16 * number
        canvas.drawString(40, height, f"{number} {words} {'. ' * 30}{number + 1}")
        canvas.linkAbsolute("", f"p{number + 1}", (38, height - 3, 120, height + 10))
    canvas.drawString(40, 300, "Read more at our site today, or not.")
    left = 40 + canvas.stringWidth("Read more at ", "Helvetica", 11)
    canvas.linkURL("https://example.com/more", (left, 297, left + canvas.stringWidth("our site", "Helvetica", 11), 312))
    canvas.showPage()
    for number, words in enumerate(("Introduction", "Asking well"), start=2):
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(words, f"p{number}", 0)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(40, 420, f"{words}: the text of page {number}.")
        canvas.showPage()
    canvas.save()
    return open_document(file, "book.pdf")


def links(document: Document) -> list[tuple[str, str]]:
    spans = [span for piece in document.pieces for block in piece.blocks if isinstance(block, Paragraph) for span in block.spans]
    return [(span.text, span.link) for span in spans if span.link]


def test_links_of_a_pdf_lead_to_pages_and_addresses(tmp_path: Path) -> None:
    """LIB-4."""
    document = book(tmp_path / "book.pdf")
    assert links(document) == [("1 Introduction", "#page-2"), ("2 Asking well", "#page-3"), ("our site", "https://example.com/more")]
    place = document.place_of("#page-3")
    assert place is not None and document.text[place:].startswith("Asking well: the text of page 3.")
    assert document.place_of("#page-9") is None


def test_the_outline_is_the_contents(tmp_path: Path) -> None:
    """LIB-4."""
    document = book(tmp_path / "book.pdf")
    assert [(heading.title, document.text[heading.offset :][:12]) for heading in document.contents] == [
        ("Introduction", "Introduction"),
        ("Asking well", "Asking well:"),
    ]


def test_printed_contents_have_a_line_for_each_entry(tmp_path: Path) -> None:
    """LIB-3: dot leaders become the page's number."""
    lines = every_line(book(tmp_path / "book.pdf"), 60)
    at = lines.index("1 Introduction … 2")
    assert lines[at : at + 3] == ["1 Introduction … 2", "2 Asking well … 3", ""]


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("3.1 Prices . . . . . . . . . . 12", "toc", "3.1 Prices … 12"),
        ("Preface ........ iv", "toc", "Preface … iv"),
        ("Wait… 5", "toc", "Wait … 5"),
        ("It costs 12", "p", "It costs 12"),
        ("And so on ...", "p", "And so on ..."),
    ],
)
def test_what_a_leader_is(text: str, kind: str, shown: str) -> None:
    """Entries end with dots and a number."""
    assert reflowed([TextLine(text, 0, 100, 300, 11)], 11) == [(kind, shown, ())]


def test_words_of_a_link_that_are_not_there_are_left_out() -> None:
    """The child is not trusted."""
    assert with_links("one two three", 10, [("two", "#page-2"), ("nine", "#page-3"), ("", "#page-4")]) == (
        Span("one ", 10),
        Span("two", 14, link="#page-2"),
        Span(" three", 17),
    )
