"""Opens a file for reading in the terminal: one table from its kind to the code that reads it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from trainhub_core.text import clean_line
from trainhub_tui.media import kinds
from trainhub_tui.media.document import Document
from trainhub_tui.media.encoding import decoded
from trainhub_tui.media.kinds import Kind
from trainhub_tui.media.refusals import OUTSIDE, CannotOpen
from trainhub_tui.media.sources import growing_markdown, markdown_document, text_document

__all__ = ["growing_markdown", "markdown_document", "open_document", "open_growing", "text_document"]

MEGABYTE = 2**20
Reads = Callable[[Path, str, Kind, int], Iterator[Document]]


class Opener(NamedTuple):
    """Reads one kind of file, up to a size. `read` is a module of this package and a function in it; the module is imported when needed."""

    read: str
    most_bytes: int


OPENERS: dict[Kind, Opener] = {
    kinds.MARKDOWN: Opener("text_files:open_markdown", 64 * MEGABYTE),
    kinds.TEXT: Opener("text_files:open_text", 64 * MEGABYTE),
    kinds.CODE: Opener("text_files:open_code", 64 * MEGABYTE),
    kinds.CSV: Opener("gathering:open_rows", 2_048 * MEGABYTE),
    kinds.HTML: Opener("html:open_html", 8 * MEGABYTE),
    kinds.PDF: Opener("pdf:open_pdf", 512 * MEGABYTE),
    **dict.fromkeys(kinds.PACKAGES, Opener("gathering:open_package", 512 * MEGABYTE)),
    kinds.IMAGE: Opener("picture_document:open_picture", 128 * MEGABYTE),
    kinds.OLD_OFFICE: Opener("old_office:refuse_old", 2_048 * MEGABYTE),
}


def _reading(opener: Opener) -> Reads:
    """Late: most formats bring a child process and what goes with it."""
    module, _, name = opener.read.partition(":")
    read: Reads = getattr(import_module(f"trainhub_tui.media.{module}"), name)
    return read


def open_growing(path: Path, name: str, media_type: str = "", fine: int = 1) -> Iterator[Document]:
    """The document so far, again each time there is much more of it; the last one is complete. Raises CannotOpen with a sentence.

    `fine` is how many pixels of a picture are wanted for the width of a cell."""
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
        for document in _reading(opener)(path, name, kind, fine):
            note = _lie(claim, kinds.named(document.kind) or kind)
            yield document.with_note(f"{document.note} {note}".strip()) if note and document.complete else replace(document)
    except CannotOpen as error:
        lie = _lie(kinds.claimed(name, media_type), error.kind)
        raise CannotOpen(f"{lie} {error.sentence}".strip(), error.kind, error.pages) from error
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
