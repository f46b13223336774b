"""Markdown to blocks, a piece at a time."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from trainhub_core.text import clean, clean_line
from trainhub_tui.media.blocks import Block, Code, Image, Item, Paragraph, Rule, Span, Spans, Table, Title
from trainhub_tui.media.linking import linked

_TAG = re.compile(r"<!--.*?(?:-->|$)|<(?:/?[A-Za-z]|[!?])[^<>]*>", re.DOTALL)
_ALT = re.compile(r"<img\b[^<>]*?\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\][ \t]")
_CALLOUT = re.compile(r"\[!([A-Za-z]{2,20})\][ \t]*")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    return parser


def blocks_of(
    source: str,
    start: int,
    references: Mapping[str, Mapping[str, str]],
    footnotes: Iterable[str] = (),
    head: str = "",
) -> tuple[Block, ...]:
    """The blocks of a piece of Markdown whose first character has the offset `start`. Everything decoded on the way is cleaned.

    `head` is the head of a table that the piece goes on with."""
    notes = {"refs": {f":{name}": -1 for name in footnotes}}
    tokens = _parser().parse(head + source, {"references": dict(references), "footnotes": notes})
    blocks = _Walk(head + source, start - len(head)).blocks(tokens)
    if head and blocks and isinstance(blocks[0], Table):
        blocks[0] = replace(blocks[0], at=start, goes_on=True)
    return tuple(blocks)


class _Walk:
    """Turns the parser's flat list of tokens into blocks."""

    def __init__(self, source: str, start: int) -> None:
        self.source, self.start = source, start
        self.offsets = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
        self.found: list[Block] = []
        self.lists = 0
        self.quote = 0
        self.item: tuple[int | None] | None = None
        self.level = 0
        self.tight = False
        self.footnote = ""

    def blocks(self, tokens: Sequence[Token]) -> list[Block]:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "table_open":
                index = self._table(tokens, index)
            else:
                self._token(token)
            index += 1
        return self.found

    def _token(self, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                self.quote += 1
            case "blockquote_close":
                self.quote -= 1
            case "bullet_list_open" | "ordered_list_open":
                self._empty_item(token)
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
            case "list_item_open":
                self.item = (int(token.info) if token.info.isdigit() else None,)
            case "list_item_close":
                self._empty_item(token)
            case "paragraph_open":
                self.tight = token.hidden
            case "heading_open":
                self.level = int(token.tag[1:])
            case "heading_close":
                self.level = 0
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._add_code(token)
            case "footnote_reference_open":
                self.footnote = clean_line(str(token.meta.get("label", "")))
                self.quote += 1
            case "footnote_reference_close":
                self.quote -= 1
                self.footnote = ""
            case "hr":
                self.found.append(Rule(self._at(token), quote=self.quote, indent=self.lists))
            case "html_block":
                self._html(token)

    def _span(self, token: Token) -> tuple[int, int]:
        """First and last source offset of a token, in the piece."""
        first, last = token.map or (0, 0)
        end = len(self.source)
        return (self.offsets[first] if first < len(self.offsets) else end, self.offsets[last] if last < len(self.offsets) else end)

    def _at(self, token: Token) -> int:
        return self.start + self._span(token)[0]

    def _empty_item(self, token: Token) -> None:
        """A list item that does not begin with text still shows its mark."""
        if self.item is not None:
            before = self.found[-1].at if self.found else self.start
            self._paragraph(self._at(token) if token.map else before, (), tight=True)

    def _inline(self, token: Token) -> None:
        first, last = self._span(token)
        spans = _Inline(self.source, self.start, first, last).spans(token.children or [])
        at = self.start + first
        if self.level:
            self.item = None
            self.found.append(Title(at, self.level, spans, quote=self.quote, indent=self.lists))
        elif len(spans) == 1 and spans[0].image and self.item is None:
            self.found.append(Image(at, spans[0].text, spans[0].link, spans[0].at, quote=self.quote, indent=self.lists))
        elif self.footnote:
            mark, self.footnote = self.footnote, ""
            self._paragraph(at, (Span(f"[{mark}] ", at, strong=True), *spans), tight=self.tight)
        else:
            self._paragraph(at, _callout(spans) if self.quote else spans, tight=self.tight)

    def _paragraph(self, at: int, spans: Spans, tight: bool) -> None:
        if self.item is None:
            if spans:
                self.found.append(Paragraph(at, spans, quote=self.quote, indent=self.lists))
            return
        done, (number,), self.item = None, self.item, None
        if spans and (task := _TASK.match(spans[0].text)):
            done = task[1] != " "
            head = Span(spans[0].text[task.end() :], spans[0].at + task.end(), spans[0].strong, spans[0].emphasis)
            spans = (head, *spans[1:])
        self.found.append(Item(at, spans, number, done, tight, quote=self.quote, indent=max(0, self.lists - 1)))

    def _add_code(self, token: Token) -> None:
        self._empty_item(token)
        at = self._at(token)
        if token.type == "fence":
            first = self._span(token)[0]
            at = self.start + min(len(self.source), self.source.find("\n", first) + 1 or len(self.source))
        language = clean_line(token.info.strip().split(" ")[0])[:20]
        self.found.append(Code(at, clean(token.content).removesuffix("\n"), language, quote=self.quote, indent=self.lists))

    def _html(self, token: Token) -> None:
        """Raw HTML: its words and the names of its pictures, never its tags."""
        text = _ALT.sub(lambda match: f"{match[1] or match[2]} <img", token.content)
        for words in clean(html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text)))).split("\n\n"):
            if line := " ".join(words.split()):
                self._paragraph(self._at(token), (Span(line, self._at(token)),), tight=True)

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """Reads a table up to its end; gives the index of its last token."""
        at = self._at(tokens[index])
        rows: list[tuple[Spans, ...]] = []
        aligns: list[str] = []
        row: list[Spans] = []
        at_row = self._span(tokens[index])
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                row = []
                line = bisect_right(self.offsets, self._span(token)[0]) if token.map else 0
                at_row = (self._span(token)[0], self.offsets[min(line, len(self.offsets) - 1)]) if token.map else at_row
            elif token.type in ("th_open", "td_open") and not rows:
                aligns.append(str(token.attrGet("style") or "").removeprefix("text-align:") or "left")
            elif token.type == "inline":
                inline = _Inline(self.source, self.start, *at_row)
                row.append(inline.spans(token.children or []))
                at_row = (inline.cursor, at_row[1])
            elif token.type == "tr_close":
                rows.append(tuple(row))
            index += 1
        self._empty_item(tokens[index])
        self.found.append(Table(at, tuple(rows), tuple(aligns), quote=self.quote, indent=self.lists))
        return index


class _Inline:
    """Turns inline tokens into spans, looking up each text in the source for its place."""

    def __init__(self, source: str, start: int, first: int, last: int) -> None:
        self.source, self.start = source, start
        self.cursor, self.last = first, last
        self.strong = self.emphasis = self.strike = 0
        self.links: list[str] = []

    def spans(self, tokens: Sequence[Token]) -> Spans:
        found: list[Span] = []
        for token in tokens:
            match token.type:
                case "strong_open" | "strong_close":
                    self.strong += token.nesting
                case "em_open" | "em_close":
                    self.emphasis += token.nesting
                case "s_open" | "s_close":
                    self.strike += token.nesting
                case "link_open":
                    self.links.append(clean_line(str(token.attrGet("href") or "")))
                case "link_close":
                    self.links.pop()
                case "softbreak":
                    self._add(found, " ")
                case "hardbreak":
                    self._add(found, "\n")
                case "image":
                    words = clean_line(token.content) or "picture"
                    found.append(Span(words, self._find(words), image=True, link=clean_line(str(token.attrGet("src") or ""))))
                case "footnote_ref":
                    label = clean_line(str(token.meta.get("label", "")))
                    found.append(Span(f"[{label}]", self._find(f"[^{label}]"), link=f"#^{label}"))
                case "html_inline":
                    self._tag(found, token.content)
                case "text" | "text_special":
                    self._add(found, clean_line(token.content))
                case "code_inline":
                    self._add(found, clean_line(token.content), code=True)
        return tuple(found)

    def _tag(self, found: list[Span], tag: str) -> None:
        if _BREAK.match(tag):
            self._add(found, "\n")
        elif alt := _ALT.match(tag):
            found.append(Span(clean_line(html.unescape(alt[1] or alt[2] or "")) or "picture", self.start + self.cursor, image=True))

    def _add(self, found: list[Span], text: str, code: bool = False) -> None:
        if text:
            at = self._find(text) if text.strip() else self.start + self.cursor
            link = self.links[-1] if self.links else ""
            span = Span(text, at, self.strong > 0, self.emphasis > 0, self.strike > 0, code, link=link)
            if link or code or "://" not in text:
                found.append(span)
            else:
                found.extend(replace(span, text=part.text, at=part.at, link=part.link) for part in linked(text, at))

    def _find(self, text: str) -> int:
        """Where a text stands in the source; where the last one ended when it is not there word for word (an entity, an escape)."""
        place = self.source.find(text, self.cursor, self.last)
        if place < 0:
            return self.start + self.cursor
        self.cursor = place + len(text)
        return self.start + place


def _callout(spans: Spans) -> Spans:
    """`[!NOTE]` at the start of a quote becomes a bold word on its own line."""
    match = _CALLOUT.match(spans[0].text) if spans else None
    if not match:
        return spans
    first = spans[0]
    rest = [Span(first.text[match.end() :], first.at + match.end()), *spans[1:]]
    while rest and not rest[0].text.strip():
        rest.pop(0)
    return (Span(match[1].capitalize(), first.at, strong=True), Span("\n", first.at), *rest)
