"""PDF pages to blocks of text. Runs in the child process only."""

from __future__ import annotations

import ctypes
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from trainhub_tui.media.pdf_reflow import TextLine, reflowed

MOST_PAGES = 2_000
MOST_ENTRIES = 2_000
CPU_SECONDS = 8.0
"""Less than the process is allowed, so that it can still say how far it came."""

HYPHEN = 2
"""What PDFium puts for a hyphen that cuts a word; it leaves out the line's end behind it."""


def read_pdf(path: Path) -> Iterator[dict[str, Any]]:
    """The number of pages and the outline, then page by page its blocks; or why it cannot be read."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        password = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        yield {"fault": "password" if password else "broken"}
        return
    pages = len(document)
    yield {"pages": pages}
    yield {"outline": list(_outline(document))}
    sizes: Counter[int] = Counter()
    for index in range(min(pages, MOST_PAGES)):
        if time.process_time() > CPU_SECONDS:
            yield {"stopped": "time"}
            return
        yield {"page": index + 1, "blocks": _page(document, index, sizes)}
    yield {"stopped": "pages"} if pages > MOST_PAGES else {"end": True}


def _outline(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str, int]]:
    """Level (from 1), title and page (from 1) of each entry that points somewhere."""
    for number, entry in enumerate(document.get_toc(max_depth=6)):
        if number >= MOST_ENTRIES:
            return
        target = entry.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield entry.level + 1, entry.get_title(), page + 1


def _page(document: pypdfium2.PdfDocument, index: int, sizes: Counter[int]) -> list[tuple[str, str]] | None:
    """The blocks of a page; None when the page itself is broken."""
    try:
        page = document[index]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    lines = list(_lines(text.raw, text.count_chars()))
    for line in lines:
        sizes[round(line.size * 2)] += len(line.text)
    body = sizes.most_common(1)[0][0] / 2 if sizes else 0.0
    text.close()
    page.close()
    return reflowed(lines, body)


def _lines(text: Any, count: int) -> Iterator[TextLine]:
    """The page's lines as PDFium found them, each with its place and the height of its type."""
    characters: list[str] = []
    first = 0
    for index in range(count + 1):
        code = pdfium.FPDFText_GetUnicode(text, index) if index < count else 10
        if code not in (10, 13):
            characters.append(chr(code) if code < 0x110000 else " ")
            if code != HYPHEN:
                continue
        words = "".join(characters)
        if words.strip():
            lead = len(words) - len(words.lstrip())
            yield _line(text, words.strip(), first + lead, first + len(words.rstrip()) - 1)
        characters, first = [], index + 1


def _line(text: Any, words: str, first: int, last: int) -> TextLine:
    left, bottom, right, top = _box(text, first)
    _, low, end, high = _box(text, last)
    _, under, _, over = _box(text, (first + last) // 2)
    size = sorted((top - bottom, high - low, over - under))[1]
    return TextLine(words, left, min(bottom, low), max(right, end), size)


def _box(text: Any, index: int) -> tuple[float, float, float, float]:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top
