"""PDF pages to blocks of text. Runs in the child process only."""

from __future__ import annotations

import ctypes
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from trainhub_tui.media.pdf_file import Area, CannotRead, PdfFile
from trainhub_tui.media.pdf_reflow import Block, TextLine, reflowed
from trainhub_tui.media.pdfium import Rect, pdfium

MOST_PAGES = 2_000
FIRST_PAGES = 5
"""Pages that are said before the outline: they can be shown meanwhile."""
CPU_SECONDS = 8.0
"""Less than the process is allowed, so that it can still say how far it came."""

HYPHEN = 2
"""What PDFium puts for a hyphen that cuts a word; it leaves out the line's end behind it."""
Box = tuple[float, float, float, float]


def read_pdf(path: Path) -> Iterator[dict[str, Any]]:
    """The number of pages, then page by page its blocks, the outline after the first few; or why it cannot be read."""
    try:
        document = PdfFile(path)
    except CannotRead as error:
        yield {"fault": "password" if error.password else "broken"}
        return
    pages = document.count
    yield {"pages": pages}
    sizes: Counter[int] = Counter()
    for index in range(min(pages, MOST_PAGES)):
        if time.process_time() > CPU_SECONDS:
            yield {"stopped": "time"}
            return
        yield {"page": index + 1, "blocks": _page(document, index, sizes)}
        if index + 1 == min(pages, FIRST_PAGES):
            yield {"outline": list(document.outline())}
    yield {"stopped": "pages"} if pages > MOST_PAGES else {"end": True}


def _page(document: PdfFile, index: int, sizes: Counter[int]) -> list[Block] | None:
    """The blocks of a page; None when the page itself is broken."""
    try:
        page, text = document.page(index)
    except CannotRead:
        return None
    lines = list(_lines(text, pdfium.FPDFText_CountChars(text), list(document.links(page))))
    for line in lines:
        sizes[round(line.size * 2)] += len(line.text)
    body = sizes.most_common(1)[0][0] / 2 if sizes else 0.0
    document.close(page, text)
    return reflowed(lines, body)


def _lines(text: Any, count: int, areas: Sequence[Area]) -> Iterator[TextLine]:
    """The page's lines as PDFium found them, each with its place, the height of its type and its links."""
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
            line = _line(text, words.strip(), first + lead, first + len(words.rstrip()) - 1)
            yield line._replace(links=tuple(_links(text, line, first + lead, areas))) if areas else line
        characters, first = [], index + 1


def _line(text: Any, words: str, first: int, last: int) -> TextLine:
    left, bottom, right, top = _box(text, first)
    _, low, end, high = _box(text, last)
    _, under, _, over = _box(text, (first + last) // 2)
    size = sorted((top - bottom, high - low, over - under))[1]
    return TextLine(words, left, min(bottom, low), max(right, end), size)


def _links(text: Any, line: TextLine, first: int, areas: Sequence[Area]) -> Iterator[tuple[str, str | int]]:
    """The words of a line that lie in the area of a link, and where it leads."""
    near = [area for area in areas if area.low < line.low + line.size and area.high > line.low]
    boxes = [_box(text, first + number) for number in range(len(line.text))] if near else []
    for area in sorted(near):
        inside = [number for number, box in enumerate(boxes) if _is_in(box, area)]
        if inside and (words := line.text[inside[0] : inside[-1] + 1].strip()):
            yield words, area.target


def _is_in(box: Box, area: Area) -> bool:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area.left <= across <= area.right and area.low <= up <= area.high


def _box(text: Any, index: int) -> Box:
    box = Rect()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top
