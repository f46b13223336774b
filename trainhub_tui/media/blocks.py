"""What a document is made of: frozen blocks and spans, each with its place in the source text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style. `at` is the source offset of its first character; "\\n" is a hard break."""

    text: str
    at: int
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    code: bool = False
    image: bool = False
    link: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block that starts at a source offset, inside so many quotes and so many list levels."""

    at: int
    quote: int = field(default=0, kw_only=True)
    indent: int = field(default=0, kw_only=True)
    gap: bool = field(default=True, kw_only=True)


@dataclass(frozen=True, slots=True)
class Title(Block):
    """A heading, level 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Item(Block):
    """The first paragraph of a list item. `number` is None for bullets, `done` is None unless it is a task."""

    spans: Spans
    number: int | None = None
    done: bool | None = None
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Code(Block):
    """Text kept as it stands, line by line."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Lines(Block):
    """Plain text: its line breaks are kept, long lines are wrapped."""

    text: str


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table: the first row is the head. `aligns` has one of left, center, right for each column.

    A long table is several blocks: those that go on say so, and all know the longest line and the longest word of each column."""

    rows: tuple[tuple[Spans, ...], ...]
    aligns: tuple[str, ...]
    goes_on: bool = False
    longest: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Block):
    """A line across."""


@dataclass(frozen=True, slots=True)
class Image(Block):
    """A picture that stands alone. `alt_at` is where its words begin in the source."""

    alt: str
    url: str
    alt_at: int


@dataclass(frozen=True, slots=True)
class PageBreak(Block):
    """The start of a page (or a slide), counted from 1."""

    page: int
    word: str = "page"


def plain(spans: Spans) -> str:
    """The words of some spans."""
    return "".join(span.text for span in spans)
