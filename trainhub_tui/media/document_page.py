"""The page of a document that an offset stands on."""

from trainhub_tui.media.blocks import PageBreak
from trainhub_tui.media.document import Document


def page_at(document: Document, offset: int) -> int | None:
    """The page, from 1; None where the document has no pages."""
    for piece in reversed(document.pieces[: document.piece_at(offset) + 1]):
        pages = [block.page for block in piece.blocks if isinstance(block, PageBreak) and block.at <= offset]
        if pages:
            return pages[-1]
    return None
