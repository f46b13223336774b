"""Text, source code and Markdown from files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from trainhub_tui.media import kinds
from trainhub_tui.media.document import Document
from trainhub_tui.media.encoding import decoded
from trainhub_tui.media.kinds import Kind
from trainhub_tui.media.refusals import OUTSIDE, CannotOpen
from trainhub_tui.media.sources import FIRST, LONG, begun, markdown_document, text_document


def open_text(path: Path, name: str, _: Kind, __: int = 1) -> Iterator[Document]:
    """Plain text."""
    return _open_source(text_document, path, name)


def open_code(path: Path, name: str, _: Kind, __: int = 1) -> Iterator[Document]:
    """Source code in the language that its name tells."""
    return _open_source(partial(text_document, language=kinds.language_of(name)), path, name)


def open_markdown(path: Path, name: str, _: Kind, fine: int = 1) -> Iterator[Document]:
    """Markdown, then with the pictures that lie beside it."""
    for document in _open_source(markdown_document, path, name):
        if document.complete and "![" in document.text:
            yield from _with_pictures(document, path.parent, fine)
        else:
            yield document


def _with_pictures(document: Document, folder: Path, fine: int) -> Iterator[Document]:
    # Late: most texts have no pictures beside them, and looking at them brings the child process.
    from trainhub_tui.media.beside import names_beside, pictures_beside

    if any(names_beside(document.text, folder)):
        yield replace(document, complete=False)
        document = replace(document, pictures=pictures_beside(document.text, folder, fine))
    yield document


def _open_source(make: Callable[[str, str], Document], path: Path, name: str) -> Iterator[Document]:
    """The first pages at once, then the whole."""
    if first := _begin(path):
        yield begun(make(first, name))
    yield make(_text_of(path), name)


def _text_of(path: Path) -> str:
    text = decoded(path.read_bytes())
    if text is None:
        raise CannotOpen(f"This file holds no text. {OUTSIDE}")
    return text


def _begin(path: Path) -> str:
    """The first lines of a long text in UTF-8; nothing when it is short or in another encoding."""
    if path.stat().st_size < LONG:
        return ""
    with path.open("rb") as file:
        head = file.read(FIRST)
    try:
        return head[: head.rfind(b"\n") + 1].decode("utf-8-sig") if decoded(head) is not None else ""
    except UnicodeDecodeError:
        return ""
