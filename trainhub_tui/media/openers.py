"""Opens a file for reading in the terminal: one table from its kind to the code that reads it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from trainhub_core.text import clean_line
from trainhub_tui.media import kinds
from trainhub_tui.media.beside import names_beside, pictures_beside
from trainhub_tui.media.document import Document
from trainhub_tui.media.encoding import decoded
from trainhub_tui.media.gathering import open_gathered
from trainhub_tui.media.html import open_html
from trainhub_tui.media.kinds import Kind
from trainhub_tui.media.old_office import why_old
from trainhub_tui.media.pdf import open_pdf
from trainhub_tui.media.picture_document import open_picture, page_picture
from trainhub_tui.media.refusals import OUTSIDE, CannotOpen
from trainhub_tui.media.sources import FIRST, LONG, begun, growing_markdown, markdown_document, text_document

__all__ = ["growing_markdown", "markdown_document", "open_document", "open_growing", "page_picture", "text_document"]

MEGABYTE = 2**20


class Opener(NamedTuple):
    """Reads one kind of file, up to a size."""

    read: Callable[[Path, str], Iterator[Document]]
    most_bytes: int


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


def _open_source(make: Callable[[str, str], Document], path: Path, name: str) -> Iterator[Document]:
    """The first pages at once, then the whole."""
    if first := _begin(path):
        yield begun(make(first, name))
    yield make(_text_of(path), name)


def _open_markdown(path: Path, name: str) -> Iterator[Document]:
    for document in _open_source(markdown_document, path, name):
        if document.complete and any(names_beside(document.text, path.parent)):
            yield replace(document, complete=False)
            document = replace(document, pictures=pictures_beside(document.text, path.parent))
        yield document


def _open_code(path: Path, name: str) -> Iterator[Document]:
    return _open_source(partial(text_document, language=kinds.language_of(name)), path, name)


def _refuse_old(path: Path, _: str) -> Iterator[Document]:
    raise why_old(path)


OPENERS: dict[Kind, Opener] = {
    kinds.MARKDOWN: Opener(_open_markdown, 64 * MEGABYTE),
    kinds.TEXT: Opener(partial(_open_source, text_document), 64 * MEGABYTE),
    kinds.CODE: Opener(_open_code, 64 * MEGABYTE),
    kinds.CSV: Opener(partial(open_gathered, "csv", kind=kinds.CSV), 2_048 * MEGABYTE),
    kinds.HTML: Opener(lambda path, name: open_html(path, name, markdown_document), 8 * MEGABYTE),
    kinds.PDF: Opener(open_pdf, 512 * MEGABYTE),
    **{kind: Opener(partial(open_gathered, "package", kind=kind), 512 * MEGABYTE) for kind in kinds.PACKAGES},
    kinds.IMAGE: Opener(open_picture, 128 * MEGABYTE),
    kinds.OLD_OFFICE: Opener(_refuse_old, 2_048 * MEGABYTE),
}


def open_growing(path: Path, name: str, media_type: str = "") -> Iterator[Document]:
    """The document so far, again each time there is much more of it; the last one is complete. Raises CannotOpen with a sentence."""
    name = clean_line(name).strip() or "Untitled"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CannotOpen("This is not a file.")
        if status.st_size == 0:
            raise CannotOpen("This file is empty. Download it again.")
        claim = kinds.claimed(name, media_type)
        kind = _kind_of(path, claim)
        opener = OPENERS.get(kind)
        if opener is None:
            raise CannotOpen(f"This is {kind.name}, which cannot be read here. {OUTSIDE}", kind)
        if status.st_size > opener.most_bytes:
            raise CannotOpen(f"This file is too big to be read here ({status.st_size // MEGABYTE} MB). {OUTSIDE}", kind)
        for document in opener.read(path, name):
            note = _lie(claim, kinds.named(document.kind) or kind)
            yield document.with_note(f"{document.note} {note}".strip()) if note and document.complete else replace(document)
    except CannotOpen as error:
        lie = _lie(kinds.claimed(name, media_type), error.kind)
        raise CannotOpen(f"{lie} {error.sentence}".strip(), error.kind) from error
    except FileNotFoundError as error:
        raise CannotOpen("This file is not on this computer any more. Download it again.") from error
    except OSError as error:
        raise CannotOpen(f"This file cannot be read: {clean_line(error.strerror or 'unknown trouble')}.") from error


def open_document(path: Path, name: str, media_type: str = "") -> Document:
    """The whole document. Raises CannotOpen with a sentence."""
    *_, document = open_growing(path, name, media_type)
    return document


def _kind_of(path: Path, claim: Kind | None) -> Kind:
    """What a file is: by its first bytes where they show it, else what it is said to be, unless that cannot be text and the file is."""
    with path.open("rb") as file:
        head = file.read(4_096)
    proof = kinds.found(head)
    if proof is None:
        return claim if claim and (claim in READ_AS_CLAIMED or decoded(head) is None) else kinds.TEXT
    finer = TEXTUAL if proof is kinds.HTML else kinds.PACKAGES if proof is kinds.ARCHIVE else ()
    return claim if claim in finer and claim else proof


TEXTUAL = (kinds.MARKDOWN, kinds.TEXT, kinds.CODE, kinds.CSV, kinds.HTML)
READ_AS_CLAIMED = (*TEXTUAL, kinds.PDF)


def _lie(claim: Kind | None, kind: Kind | None) -> str:
    """A sentence when a file is not what it is said to be. Nothing is said of text that is read as another kind of text."""
    if claim is None or kind is None or claim is kind or (claim in TEXTUAL and kind in TEXTUAL and kind is not kinds.HTML):
        return ""
    return f"It is named like {claim.name}, but it is {kind.name}."
