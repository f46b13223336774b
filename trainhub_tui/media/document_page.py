"""The page of a document that an offset stands on."""

from collections.abc import Iterator

from trainhub_tui.media.blocks import PageBreak
from trainhub_tui.media.document import Document, Piece


def page_at(document: Document, offset: int) -> int | None:
    """The page, from 1; None where the document has no pages."""
    for piece in reversed(document.pieces[: document.piece_at(offset) + 1]):
        pages = [it.page for it in _breaks(piece) if it.at <= offset]
        if pages:
            return pages[-1]
    return page_before(next((it for piece in document.pieces for it in _breaks(piece)), None))


def page_before(first: PageBreak | None) -> int | None:
    """The page that the first break of a document ends; None where there is none."""
    return first.page - 1 if first and first.page > 1 else None


def _breaks(piece: Piece) -> Iterator[PageBreak]:
    return (block for block in piece.blocks if isinstance(block, PageBreak))
