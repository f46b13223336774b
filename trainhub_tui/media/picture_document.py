"""A picture as a document, and one page of a PDF as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from trainhub_tui.media import kinds
from trainhub_tui.media.blocks import Image, Paragraph, Span
from trainhub_tui.media.document import Document, Piece
from trainhub_tui.media.pictures import MOST_SIDE, Picture, checked_picture
from trainhub_tui.media.reading import messages_of
from trainhub_tui.media.refusals import CannotOpen, refusal

KEY = "0"
LEAST_WIDTH, MOST_WIDTH = 20, 400


def open_picture(path: Path, name: str, _: kinds.Kind, fine: int = 1) -> Iterator[Document]:
    """The picture alone, with its kind and size in words. Raises CannotOpen with a sentence."""
    picture = _asked(kinds.IMAGE, "picture", path, fine=fine)
    wide, high = picture.full
    words = f"{picture.format} picture, {wide:,} × {high:,} pixels."
    text = f"{name}\n\n{words}\n"
    at = text.index(words, len(name))
    blocks = (Image(0, name, KEY, 0), Paragraph(at, (Span(words, at, emphasis=True),)))
    yield Document(name, text, (Piece(0, len(text), "ready", blocks=blocks),), kind=kinds.IMAGE.id, pictures={KEY: picture})


def page_picture(path: Path, page: int, width: int, fine: int = 1) -> Picture:
    """A page of a PDF (from 1) as a picture so many cells wide. Raises CannotOpen with a sentence."""
    cells = max(LEAST_WIDTH, min(MOST_WIDTH, width))
    fine = max(1, min(fine, MOST_SIDE // 2 // cells))
    return replace(_asked(kinds.PDF, "page", path, str(page), str(cells * fine)), fine=fine)


def page_document(picture: Picture, name: str) -> Document:
    """A page as a document: a picture and no text, so that nothing can be marked or searched in it."""
    blocks = (Image(0, "picture", KEY, 0, gap=False),)
    return Document(name, "", (Piece(0, 0, "ready", blocks=blocks),), kind=kinds.PDF.id, pictures={KEY: picture})


def _asked(kind: kinds.Kind, reader: str, path: Path, *asked: str, fine: int = 1) -> Picture:
    for message in messages_of(reader, path, *asked, fine=fine):
        match message:
            case {"fault": "page", "pages": int(pages)}:
                raise CannotOpen(f"This PDF has {pages} pages.", kind)
            case {"fault": str(why)} | {"stopped": str(why)}:
                raise refusal(why, kind)
        if picture := checked_picture(message):
            return picture
    raise refusal("broken", kind)
