"""Documents from text that is already there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trainhub_core.text import clean
from trainhub_tui.media.document import Document
from trainhub_tui.media.split import MarkdownSplit, footnotes_of, front_matter_end, plain_pieces, references_of

LONG = 200_000
"""Characters from which the first pages are shown before all is read."""
FIRST = 24_000


def markdown_document(source: str, name: str) -> Document:
    """A document from Markdown that is already text (a lesson, a post)."""
    text = clean(source)
    split = MarkdownSplit(text)
    split.walk(front_matter_end(text))
    title = next((heading.title for heading in split.contents if heading.level == 1), name)
    return Document(title, text, tuple(split.pieces), tuple(split.contents), references=references_of(text), footnotes=footnotes_of(text))


def growing_markdown(source: str, name: str) -> Iterator[Document]:
    """The same for a source of any length: its first pages at once, then the whole."""
    if len(source) > LONG:
        yield begun(markdown_document(source[: source.rfind("\n", 0, FIRST) + 1], name))
    yield markdown_document(source, name)


def begun(document: Document) -> Document:
    """The start of a longer document: its pieces are those of the whole, all but the last, which the cut may have ended early."""
    if not document.pieces:
        return replace(document, complete=False)
    end = document.pieces[-1].start
    contents = tuple(heading for heading in document.contents if heading.offset < end)
    return replace(document, text=document.text[:end], pieces=document.pieces[:-1], contents=contents, complete=False)


def text_document(source: str, name: str, language: str | None = None) -> Document:
    """A document from plain text, or from source code in a language."""
    text = clean(source)
    return Document(name, text, plain_pieces(text, language))
