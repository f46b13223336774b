"""What PDFium says of a file: its pages' characters, outline and links. Runs in the child process only."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from trainhub_tui.media.pdfium import GOTO, LOCKED, URI, Rect, pdfium

MOST_ENTRIES = 2_000
MOST_LINKS = 300
"""Links of one page."""
DEEPEST = 6
LONGEST = 2_000
"""Bytes of an address."""


class Area(NamedTuple):
    """A link's place on its page, in points, and where it leads: an address, or a page counted from 1."""

    left: float
    low: float
    right: float
    high: float
    target: str | int


class CannotRead(Exception):
    """The file, or a page of it, is damaged; or it needs a password."""

    def __init__(self, password: bool = False) -> None:
        super().__init__("password" if password else "broken")
        self.password = password


class PdfFile:
    """An open file. The process ends soon after, so it is never closed."""

    def __init__(self, path: Path) -> None:
        pdfium.FPDF_InitLibrary()
        self._handle = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
        if not self._handle:
            raise CannotRead(password=pdfium.FPDF_GetLastError() in LOCKED)
        self.count: int = pdfium.FPDF_GetPageCount(self._handle)

    def outline(self) -> Iterator[tuple[int, str, int]]:
        """Level (from 1), title and page (from 1) of each entry that points somewhere."""
        seen: set[int] = set()
        waiting = [(pdfium.FPDFBookmark_GetFirstChild(self._handle, None), 1)]
        while waiting and len(seen) < MOST_ENTRIES:
            entry, level = waiting.pop()
            if not entry or entry in seen:
                continue
            seen.add(entry)
            waiting.append((pdfium.FPDFBookmark_GetNextSibling(self._handle, entry), level))
            if level < DEEPEST:
                waiting.append((pdfium.FPDFBookmark_GetFirstChild(self._handle, entry), level + 1))
            page = self._page_meant(pdfium.FPDFBookmark_GetDest(self._handle, entry), pdfium.FPDFBookmark_GetAction(entry))
            if page:
                yield level, _title(entry), page

    def _page_meant(self, dest: Any, action: Any) -> int | None:
        """The page (from 1) of a destination, or of an action that goes to one."""
        if not dest and action and pdfium.FPDFAction_GetType(action) == GOTO:
            dest = pdfium.FPDFAction_GetDest(self._handle, action)
        index = pdfium.FPDFDest_GetDestPageIndex(self._handle, dest) if dest else -1
        return index + 1 if 0 <= index < self.count else None

    def page(self, index: int) -> tuple[Any, Any]:
        """A page and its text, to be closed with `close`."""
        page = pdfium.FPDF_LoadPage(self._handle, index)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        if not text:
            raise CannotRead
        return page, text

    @staticmethod
    def close(page: Any, text: Any) -> None:
        """Give back what a page took."""
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)

    def links(self, page: Any) -> Iterator[Area]:
        """The links of a page that lead somewhere."""
        position, link, rect = ctypes.c_int(0), ctypes.c_void_p(), Rect()
        for _ in range(MOST_LINKS):
            if not pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
                return
            if pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)) and (target := self._target(link)):
                low, high = sorted((rect.bottom, rect.top))
                left, right = sorted((rect.left, rect.right))
                yield Area(left, low, right, high, target)

    def _target(self, link: Any) -> str | int | None:
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == URI:
            size = pdfium.FPDFAction_GetURIPath(self._handle, action, None, 0)
            buffer = ctypes.create_string_buffer(min(size, LONGEST))
            fits = 1 < size <= LONGEST and pdfium.FPDFAction_GetURIPath(self._handle, action, buffer, size)
            return buffer.value.decode("utf-8", "replace") if fits else None
        return self._page_meant(pdfium.FPDFLink_GetDest(self._handle, link), action)


def _title(entry: Any) -> str:
    size = pdfium.FPDFBookmark_GetTitle(entry, None, 0)
    buffer = ctypes.create_string_buffer(max(2, min(size, 2 * LONGEST)))
    pdfium.FPDFBookmark_GetTitle(entry, buffer, len(buffer))
    return buffer.raw[:-2].decode("utf-16-le", "replace").split("\0")[0]
