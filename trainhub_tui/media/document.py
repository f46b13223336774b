"""A document: the source text, cut into pieces that are read one by one when they are needed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal
from urllib.parse import unquote

from trainhub_tui.media.blocks import Block, Code, Lines, Paragraph, Span
from trainhub_tui.media.pictures import Picture

_NOT_IN_A_NAME = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the contents. `offset` is where the heading starts in the source text."""

    level: int
    title: str
    offset: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source that can be read without the rest; `blocks` holds those known beforehand."""

    start: int
    end: int
    kind: Literal["markdown", "text", "code", "ready"] = "markdown"
    language: str = ""
    blocks: tuple[Block, ...] = ()
    head: str = ""
    """The first lines of a table that began before this piece."""


@dataclass(frozen=True)
class Document:
    """A text to read. `complete` is false while more of it is still being read; `note` says what a reader should know.

    `kind` is the id of the kind it was found to be. `pictures` are known by the address the text has for them, `footnotes` and `places`
    by their name."""

    title: str
    text: str
    pieces: tuple[Piece, ...]
    contents: tuple[Heading, ...] = ()
    note: str = ""
    complete: bool = True
    references: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    kind: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False)
    footnotes: Mapping[str, int] = field(default_factory=dict, repr=False)
    places: Mapping[str, int] = field(default_factory=dict, repr=False)

    def blocks(self, index: int) -> tuple[Block, ...]:
        """The blocks of one piece, parsed now."""
        piece = self.pieces[index]
        source = self.text[piece.start : piece.end]
        match piece.kind:
            case "ready":
                return piece.blocks
            case "text":
                return (Lines(piece.start, source.removesuffix("\n"), gap=False),)
            case "code":
                return (Code(piece.start, source.removesuffix("\n"), piece.language, gap=False),)
            case "markdown":
                # Late: the Markdown parser is only needed for Markdown and must not slow the start.
                from trainhub_tui.media.markdown import blocks_of

                return blocks_of(source, piece.start, self.references, self.footnotes, piece.head)

    def piece_at(self, offset: int) -> int:
        """The number of the piece that holds a source offset (the nearest one when none does)."""
        return max(0, bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1)

    def draws_like(self, other: Document) -> bool:
        """Whether the pieces that both have look the same: what comes late may change them."""
        mine, theirs = (self.pictures, self.references, self.footnotes), (other.pictures, other.references, other.footnotes)
        return all(one.keys() == another.keys() for one, another in zip(mine, theirs, strict=True))

    def place_of(self, link: str) -> int | None:
        """The source offset that a link into the document itself (`#…`) means."""
        if not link.startswith("#"):
            return None
        name = unquote(link[1:])
        if name.startswith("^"):
            return self.footnotes.get(name[1:])
        return self.places.get(name, self._headings.get(name.lower()))

    @cached_property
    def _headings(self) -> Mapping[str, int]:
        """Places of the headings by the name a link has for them: lower case, hyphens for spaces, a number for the second of a name."""
        found: dict[str, int] = {}
        for heading in self.contents:
            name = _NOT_IN_A_NAME.sub("", heading.title.lower()).replace(" ", "-")
            twin = next((f"{name}-{number}" for number in range(1, 20) if f"{name}-{number}" not in found), name)
            found.setdefault(name if name not in found else twin, heading.offset)
        return found

    def with_note(self, note: str) -> Document:
        """The same document, ending with a sentence about itself."""
        end = len(self.text)
        sentence = Paragraph(end, (Span(note, end, emphasis=True),))
        return replace(self, note=note, pieces=(*self.pieces, Piece(end, end, "ready", blocks=(sentence,))))
