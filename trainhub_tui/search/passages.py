"""What can be found: things by their title, and the passages of their texts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainhub_tui.media.blocks import PageBreak
from trainhub_tui.media.document import Document
from trainhub_tui.media.document_page import page_before

LONGEST = 1_500
"""Characters of a passage, about; a longer section is cut at a paragraph."""
MOST = 10_000_000
"""Characters of one text that are looked through."""
_ADDRESS = re.compile(r"(?<=\])\([^()\n]{0,2000}\)|(?<=\])\[[^\[\]\n]{0,200}\]|<https?://[^>\s]{1,2000}>")
_SIGNS = re.compile(r"(?m)^[ \t]*\|?[ \t]*:?-{3,}[-:| \t]*$|^[ \t]*(?:#{1,6}(?=\s)|>+|[-*+](?=\s)|(?:```|~~~).*$)|[*`|\[\]]|!(?=\[)")
_SPACE = re.compile(r"\s")
Stops = tuple[tuple[int, int], ...]
_BREAK = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to find. `page` and `of` say what to open, `offset` where in its text; None means the thing itself.

    `about` is what it belongs to: its words are found as well, but count for little. `part` is the id of a note or a question in it.
    `line` (from 1) and `leaf` (a page's number) say where its text begins. `stops` are the places that stretches of it stand for, where
    they do not follow each other in the text that is opened: (from this character on, this place); `timed`: they are seconds."""

    kind: str
    page: str
    of: str
    title: str
    detail: str = ""
    about: str = ""
    heading: str = ""
    body: str = ""
    offset: int | None = None
    part: str = ""
    line: int | None = None
    leaf: int | None = None
    stops: Stops = ()
    timed: bool = False

    @property
    def is_thing(self) -> bool:
        """Whether this is the thing itself, not a place in its text."""
        return (self.offset is None and not self.part) or self.kind == "bookmark"

    def place(self, at: int) -> int | None:
        """The place to open for a character of its text; None for the thing itself."""
        if self.offset is None:
            return None
        return max((it for it in self.stops if it[0] <= at), default=(0, self.offset))[1] if self.stops else self.offset + at


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a text: what it stands under, where it begins, its words without the signs of Markdown (none is moved).

    `line` counts from 1; `page` is the number of the page it stands on, where there are pages."""

    heading: str
    offset: int
    body: str
    line: int = 1
    page: int | None = None


def sections(document: Document) -> Iterator[Section]:
    """A document by headings and pages, long ones cut at paragraphs; what has no words is left out."""
    text = document.text[:MOST]
    pages = _pages(document)
    starts = {0: "", **{at: f"{it.word} {it.page}" for at, it in pages.items()}, **{it.offset: it.title for it in document.contents}}
    line, counted = 1, 0
    page = page_before(next(iter(pages.values()), None))
    places = sorted(at for at in starts if at < len(text))
    is_markdown = any(piece.kind == "markdown" for piece in document.pieces)
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        page = pages[start].page if start in pages else page
        words = without_signs(text[start:end]) if is_markdown else text[start:end]
        words = _without_heading(words, starts[start])
        for at in _cuts(words):
            if (body := words[at : at + _length(words, at)].rstrip()).strip():
                line, counted = line + text.count("\n", counted, start + at), start + at
                yield Section(starts[start], start + at, body, line, page)


def without_signs(text: str) -> str:
    """Markdown with spaces for its signs and for addresses, as long as it was, so that every word stays at its place."""
    for signs in (_ADDRESS, _SIGNS):
        text = signs.sub(lambda found: " " * len(found[0]), text)
    return text


def _without_heading(words: str, heading: str) -> str:
    """Spaces for the heading at the beginning: it is kept by itself."""
    begin = len(words) - len(words.lstrip())
    end = words.find("\n", begin) if "\n" in words[begin:] else len(words)
    return " " * end + words[end:] if heading and words[begin:end].split() == heading.split() else words


def _pages(document: Document) -> dict[int, PageBreak]:
    breaks: Iterable[PageBreak] = (block for piece in document.pieces for block in piece.blocks[:1] if isinstance(block, PageBreak))
    return {it.at: it for it in breaks}


def _cuts(words: str) -> Iterator[int]:
    at = 0
    while at < len(words):
        yield at
        at += _length(words, at)


def _length(words: str, at: int) -> int:
    """How long the passage is that begins here."""
    if len(words) - at <= LONGEST * 3 // 2:
        return len(words) - at
    found = _BREAK.search(words, at + LONGEST * 2 // 3, at + LONGEST) or re.compile(r"\s").search(
        words, at + LONGEST * 2 // 3, at + LONGEST
    )
    return found.end() - at if found else LONGEST
