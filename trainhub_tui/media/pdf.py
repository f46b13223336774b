"""PDF files as documents that grow while they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainhub_core.text import clean_line
from trainhub_tui.media import kinds
from trainhub_tui.media.blocks import Block, Item, PageBreak, Paragraph, Spans, Title, plain
from trainhub_tui.media.document import Document, Heading, Piece
from trainhub_tui.media.kinds import Kind
from trainhub_tui.media.linking import with_links
from trainhub_tui.media.reading import messages_of
from trainhub_tui.media.refusals import CannotOpen

FIRST_PAGES = 1
FAULTS = {
    "password": "This PDF needs a password. Press o to open it in the default program, which can ask for it.",
    "broken": "This PDF is damaged and cannot be read. Download it again, or press o to try the default program.",
    "memory": "This PDF needs too much memory to be shown here. Press o to open it in the default program.",
    "nested": "This PDF is too deeply nested to be shown here. Press o to open it in the default program.",
}
ONLY_IMAGES = "This PDF has only page images and no text to read. Press o to open it in the default program."
STOPPED = {
    "time": "reading the rest took too long",
    "size": "the rest is too much text",
    "pages": "longer documents are not shown in full",
    "trouble": "the rest is damaged",
}


def open_pdf(path: Path, name: str, _: Kind, __: int = 1) -> Iterator[Document]:
    """The document so far, each time some more pages are there (1, 4, 16, …); the last one is complete."""
    pages = _Pages(name)
    shown_at = FIRST_PAGES
    for message in messages_of("pdf", path):
        pages.take(message)
        if len(pages.pieces) >= shown_at and pages.has_text:
            shown_at *= 4
            yield pages.document(complete=False)
    yield pages.finished()


@dataclass
class _Pages:
    """Pages as they come out of the child process; every text is cleaned, every number checked."""

    name: str
    count: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    guessed: list[Heading] = field(default_factory=list)
    outline: list[tuple[int, str, int]] = field(default_factory=list)
    fault: str = ""
    stopped: str = ""
    has_text: bool = False
    unreadable: int = 0

    def take(self, message: dict[str, Any]) -> None:
        match message:
            case {"fault": str(fault)}:
                self.fault = fault
            case {"pages": int(count)}:
                self.count = count
            case {"outline": list(entries)}:
                self.outline = [entry for raw in entries if (entry := _entry(raw))]
            case {"page": int(_), "blocks": list(blocks)}:
                self._page([block for raw in blocks if (block := _checked(raw))])
            case {"page": int(_), "blocks": None}:
                self.unreadable += 1
                self._page([])
            case {"stopped": str(why)}:
                self.stopped = why

    def _page(self, found: Sequence[_Found]) -> None:
        start = self.length
        number = len(self.pieces) + 1
        blocks: list[Block] = [PageBreak(start, number)] if number > 1 else []
        for index, (kind, text, links) in enumerate(found):
            is_last = index + 1 == len(found) or found[index + 1][0] != "toc"
            blocks.append(_block(kind, with_links(text, self.length, links), self.length, is_last))
            if kind[0] == "h":
                self.guessed.append(Heading(int(kind[1]), text, self.length))
            self.parts.append(text + "\n\n")
            self.length += len(text) + 2
        self.parts.append("\n")
        self.length += 1
        self.has_text = self.has_text or bool(found)
        self.pieces.append(Piece(start, self.length, "ready", blocks=tuple(blocks)))

    def document(self, complete: bool) -> Document:
        """What there is so far."""
        contents = self._contents() if self.outline else self.guessed
        places = {f"page-{number}": piece.start for number, piece in enumerate(self.pieces, start=1)}
        return Document(
            self.name, "".join(self.parts), tuple(self.pieces), tuple(contents), complete=complete, places=places, kind=kinds.PDF.id
        )

    def _contents(self) -> Iterator[Heading]:
        for level, title, page in self.outline:
            if 1 <= page <= len(self.pieces):
                piece = self.pieces[page - 1]
                yield Heading(level, title, _place_on(piece, title))

    def finished(self) -> Document:
        """The whole, with a sentence when it is not all there; or the reason why there is nothing to show."""
        if not self.pieces:
            raise CannotOpen(FAULTS.get(self.fault, FAULTS["broken"]))
        if not self.has_text and not self.stopped:
            raise CannotOpen(ONLY_IMAGES, kinds.PDF, len(self.pieces))
        if not self.has_text:
            raise CannotOpen(FAULTS["broken"])
        document = self.document(complete=True)
        read = len(self.pieces)
        if self.fault or self.stopped:
            why = STOPPED.get(self.stopped, STOPPED["trouble"])
            return document.with_note(f"Pages 1 to {read} of {self.count}: {why}. Press o to open all of it in the default program.")
        if self.unreadable:
            return document.with_note(f"{self.unreadable} of {read} pages are damaged and left out.")
        return document


def _entry(raw: object) -> tuple[int, str, int] | None:
    match raw:
        case [int(level), str(title), int(page)] if words := clean_line(title).strip():
            return max(1, min(6, level)), words[:300], page
    return None


_Found = tuple[str, str, list[tuple[str, str]]]
"""Kind, words, and the links in them: words and address."""


def _checked(raw: object) -> _Found | None:
    match raw:
        case ["h1" | "h2" | "h3" | "p" | "li" | "toc" as kind, str(text), *rest] if words := " ".join(clean_line(text).split()):
            links = rest[0] if rest and isinstance(rest[0], list) else []
            return kind, words, [link for each in links if (link := _link(each))]
    return None


def _link(raw: object) -> tuple[str, str] | None:
    match raw:
        case [str(words), str(address)]:
            return " ".join(clean_line(words).split()), clean_line(address).strip()
        case [str(words), int(page)]:
            return " ".join(clean_line(words).split()), f"#page-{page}"
    return None


def _block(kind: str, spans: Spans, at: int, is_last: bool) -> Block:
    """`is_last` ends a run of entries of a printed table of contents, which stand close."""
    if kind in ("p", "toc"):
        return Paragraph(at, spans, gap=kind == "p" or is_last)
    return Item(at, spans) if kind == "li" else Title(at, int(kind[1]), spans)


def _place_on(piece: Piece, title: str) -> int:
    """Where a title of the outline stands on its page; the top of the page when it is not found."""
    wanted = title.casefold()
    for block in piece.blocks:
        if isinstance(block, Title | Paragraph) and wanted in plain(block.spans)[: len(title) + 20].casefold():
            return block.at
    return piece.start
