"""Builds Office files, e-books and pictures for tests, honest and hostile ones."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.util import Inches

RED = (200, 30, 30)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'


def png(width: int, height: int, colour: tuple[int, int, int] = RED, claimed: tuple[int, int] | None = None) -> bytes:
    """A PNG in one colour; `claimed` is the size its head tells."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0)
    rows = (b"\x00" + bytes(colour) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def zipped(path: Path, members: Mapping[str, bytes | str], infos: Sequence[tuple[ZipInfo, bytes]] = ()) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for info, data in infos:
            archive.writestr(info, data)
    return path


def word_members(body: str, head: str = "", relations: str = "") -> dict[str, bytes | str]:
    """The parts of a Word document with a body."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    types += '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>',
    }


def word_paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def book_members(chapters: Mapping[str, str], manifest: str = "", more: Mapping[str, bytes] | None = None) -> dict[str, bytes | str]:
    """The parts of an e-book (EPUB 3) with chapters by name."""
    items = "".join(f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>' for number, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{number}"/>' for number, _ in enumerate(chapters))
    entries = "".join(f'<li><a href="{name}">Chapter {number + 1}</a></li>' for number, name in enumerate(chapters))
    nav = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": f"<package><metadata><dc:title>A book</dc:title></metadata><manifest>{items}{nav}{manifest}</manifest>"
        f"<spine>{spine}</spine></package>",
        "OPS/nav.xhtml": f'<html><body><nav epub:type="toc"><ol>{entries}</ol></nav></body></html>',
        **{f"OPS/{name}": f"<?xml version='1.0'?><!DOCTYPE html><html><body>{body}</body></html>" for name, body in chapters.items()},
        **(more or {}),
    }


def slides(path: Path) -> Path:
    """A presentation with a title, bullets in depth, a table, a picture and notes."""
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "Selling well"
    second = show.slides.add_slide(show.slide_layouts[1])
    second.shapes.title.text = "The plan"
    frame = second.placeholders[1].text_frame
    frame.text = "Listen first"
    deeper = frame.add_paragraph()
    deeper.text, deeper.level = "Ask why", 1
    second.notes_slide.notes_text_frame.text = "Say it slowly."
    table = second.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    for number, words in enumerate(("Seats", "Price", "10", "99")):
        table.cell(number // 2, number % 2).text = words
    second.shapes.add_picture(BytesIO(png(40, 20)), Inches(1), Inches(6))
    show.save(str(path))
    return path


def sheets(path: Path, rows: int = 3, columns: int = 2) -> Path:
    """A spreadsheet with a sheet of so many rows and columns, an empty one and a hidden one."""
    book = Workbook()
    book.active.title = "Sales"
    book.active.append([f"Column {number}" for number in range(1, columns + 1)])
    for row in range(1, rows):
        book.active.append([row * 10 + column for column in range(columns)])
    book.create_sheet("Nothing")
    book.create_sheet("Secret").sheet_state = "hidden"
    book.save(path)
    return path
