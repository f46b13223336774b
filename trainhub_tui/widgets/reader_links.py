"""Links of a document, found around where one reads. Knows nothing of Textual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from rich.cells import cell_len

from trainhub_tui.media.blocks import Block, Span, Table
from trainhub_tui.media.document import Document
from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_wrap import Line, Run

FAR = 100
"""Pieces that are read or laid out in search of a link before it is given up."""
_HINTS = ("[", "<", "://", "mailto:")


class Link(NamedTuple):
    """A link as it stands in the text: its address, the offsets of its words, the line it begins on."""

    url: str
    start: int
    end: int
    spot: Spot


def has_links(document: Document) -> bool:
    """Whether there is a link among the first pieces that may hold one."""
    likely = (index for index in range(len(document.pieces)) if _may_hold(document, index))
    return any(span.link for index in islice(likely, FAR) for block in document.blocks(index) for span in _spans(block))


def link_from(flow: Flow, here: Spot, chosen: Link | None, step: int) -> Link | None:
    """The next (1) or previous (-1) link from the one chosen, or from a line when none is; None when there is none near."""
    laid_out = 0
    piece = chosen.spot.piece if chosen else here.piece
    while 0 <= piece < len(flow.document.pieces) and laid_out < FAR:
        if _may_hold(flow.document, piece):
            laid_out += 1
            links = list(_links(flow, piece))
            later = [link for link in links if _is_beyond(link, here, chosen, step)]
            if later:
                return later[0] if step > 0 else later[-1]
        piece += step
    return None


def _is_beyond(link: Link, here: Spot, chosen: Link | None, step: int) -> bool:
    if chosen is None:
        return link.spot >= here if step > 0 else link.spot < here
    return (link.spot.piece, link.start) > (chosen.spot.piece, chosen.start) if step > 0 else link[1:] < chosen[1:]


def _links(flow: Flow, piece: int) -> Iterator[Link]:
    """The links of a piece. One that goes on on the next line is one link."""
    last: Link | None = None
    for number, line in enumerate(flow.lines(piece)):
        for run in line.runs:
            if run.at < 0:
                continue
            if last and run.face.link == last.url:
                last = last._replace(end=run.at + len(run.text))
                continue
            if last:
                yield last
            last = Link(run.face.link, run.at, run.at + len(run.text), Spot(piece, number)) if run.face.link else None
    if last:
        yield last


def _may_hold(document: Document, index: int) -> bool:
    """A cheap look at whether a piece can have links at all."""
    piece = document.pieces[index]
    if piece.kind == "markdown":
        return any(hint in document.text[piece.start : piece.end] for hint in _HINTS)
    return piece.kind == "ready" and any(span.link for block in piece.blocks for span in _spans(block))


def _spans(block: Block) -> Iterator[Span]:
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell
    else:
        yield from getattr(block, "spans", ())


def link_at(line: Line | None, cell: int) -> str:
    """The address of the link on a cell of a line, nothing when there is none."""
    for run in line.runs if line else ():
        cell -= cell_len(run.text)
        if cell < 0:
            return run.face.link
    return ""


def with_link_chosen(runs: Sequence[Run], link: Link | None) -> Iterator[Run]:
    """The runs of a line, those of the chosen link in the role `chosen`."""
    for run in runs:
        is_chosen = link is not None and run.face.link == link.url and link.start <= run.at < link.end
        yield run._replace(face=run.face._replace(role="chosen")) if is_chosen else run
