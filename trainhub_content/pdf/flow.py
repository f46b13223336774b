"""From Markdown blocks to what a page is filled with."""

from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from reportlab.platypus import (  # type: ignore[import-untyped]
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
    XPreformatted,
)

from trainhub_content.pdf.markup import markup, plain
from trainhub_content.pdf.styles import BODY, CODE, HEADINGS, INK, ITEM, LINE, MUTED, ORANGE, QUOTE, WIDTH
from trainhub_content.pdf.tables import table

ROOM_BELOW = (150.0, 95.0, 75.0)  # that a heading needs, by level, or it goes to the next page
SHORT_INTRODUCTION = 300  # characters
_QUOTE_LOOK = TableStyle(
    [
        ("LINEBEFORE", (0, 0), (0, -1), 2, MUTED),
        ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)


class Heading(Paragraph):  # type: ignore[misc]
    """A heading that the contents and the outline can find: `level` from 0, `words` without marks."""

    def __init__(self, text: str, words: str, level: int) -> None:
        super().__init__(text, HEADINGS[min(level + 1, len(HEADINGS))])
        self.words = words
        self.level = level


def flowables(text: str) -> list[Flowable]:
    """The Markdown text (its sections at `##`) as flowables."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    return _introduced([flowable for block in tree.children for flowable in _block(block, WIDTH)])


def _introduced(story: list[Flowable]) -> list[Flowable]:
    """What is kept together takes along the short paragraph and the heading right above it, so that neither stands alone below a page.

    A section's first heading stays out: it has room enough by itself, and would be parted from its mark."""
    kept: list[Flowable] = []
    for flowable in story:
        above: list[Flowable] = []
        if isinstance(flowable, KeepTogether):
            if len(kept) > 1 and _is_short(kept[-1]) and not _opens_section(kept[-2]):
                above.append(kept.pop())
            if kept and isinstance(kept[-1], Heading) and not _opens_section(kept[-1]):
                above.insert(0, kept.pop())
        kept.append(KeepTogether([*above, *flowable._content]) if above else flowable)
    return kept


def _is_short(flowable: Flowable) -> bool:
    return type(flowable) is Paragraph and len(flowable.text) <= SHORT_INTRODUCTION


def _opens_section(flowable: Flowable) -> bool:
    return isinstance(flowable, Heading) and flowable.level == 0


def _block(block: SyntaxTreeNode, width: float) -> Iterator[Flowable]:
    match block.type:
        case "heading":
            yield from _heading(block)
        case "paragraph":
            yield Paragraph(markup(_inline(block)), BODY)
        case "bullet_list" | "ordered_list":
            yield _list(block, width)
            yield Spacer(1, 6)
        case "blockquote":
            yield _quote(block)
        case "fence" | "code_block":
            yield KeepTogether([XPreformatted(escape(block.content.rstrip("\n"), quote=False), CODE)])
        case "table":
            rows = [[_inline(cell) for cell in row.children] for part in block.children for row in part.children]
            yield table(rows, width)
        case "hr":
            yield HRFlowable(width="100%", thickness=0.6, color=LINE, spaceBefore=6, spaceAfter=10)
        case _:
            raise ValueError(f"A document cannot show {block.type}.")


def _heading(block: SyntaxTreeNode) -> Iterator[Flowable]:
    level = max(0, int(block.tag[1]) - 2)
    yield CondPageBreak(ROOM_BELOW[min(level, len(ROOM_BELOW) - 1)])
    if level == 0:
        yield Spacer(1, 14)
        yield HRFlowable(width=26, thickness=2.4, color=ORANGE, hAlign="LEFT", spaceAfter=0, spaceBefore=0)
    yield Heading(markup(_inline(block)), plain(_inline(block)), level)


def _list(block: SyntaxTreeNode, width: float) -> Flowable:
    numbered = block.type == "ordered_list"
    items = [ListItem(_item(item, width - 16), bulletColor=INK if numbered else MUTED) for item in block.children]
    bullets = {"bulletType": "1", "bulletFormat": "%s."} if numbered else {"bulletType": "bullet", "start": "•"}
    start = {"start": int(block.attrs.get("start", 1))} if numbered else {}
    return ListFlowable(items, leftIndent=16, bulletFontSize=10, bulletFontName=BODY.fontName, bulletOffsetY=0, **bullets, **start)


def _item(item: SyntaxTreeNode, width: float) -> list[Flowable]:
    parts: list[Flowable] = []
    for block in item.children:
        if block.type == "paragraph":
            parts.append(Paragraph(markup(_inline(block)), ITEM))
        else:
            parts.extend(_block(block, width))
    return parts


def _quote(block: SyntaxTreeNode) -> Flowable:
    rows = []
    for part in block.children:
        if part.type == "paragraph":
            rows.append([Paragraph(markup(_inline(part)), QUOTE)])
        else:
            rows.append([list(_block(part, WIDTH - 24))])
    return Table(rows, colWidths=[WIDTH - 4], style=_QUOTE_LOOK, hAlign="LEFT", spaceBefore=3, spaceAfter=10)


def _inline(block: SyntaxTreeNode) -> Token:
    """The words of a heading, paragraph or cell."""
    token = block.children[0].token
    return token or Token("inline", "", 0, children=[])
