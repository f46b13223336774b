"""Links and pictures of a Markdown text: where each one's address stands in the source, so that it can be judged and replaced."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

_ADDRESS = re.compile(r"\]\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)$")
_SPAN = "span"


@dataclass(frozen=True, slots=True)
class Named:
    """A link or a picture as written: `address` as it is meant, its words, and its place in the source.

    `start` and `end` are offsets of the address in the text; both are 0 where it does not stand in one piece."""

    address: str
    words: str
    is_picture: bool
    line: int
    start: int = 0
    end: int = 0


@lru_cache(maxsize=8)
def parsed(text: str) -> tuple[Token, ...]:
    """The tokens of a text; the same text is asked for by one check after the other."""
    return tuple(_parser().parse(text))


def named_in(text: str) -> Iterator[Named]:
    """Every link and picture of a text, in order; `line` counts from 0."""
    if "[" not in text and "<" not in text:
        return
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    row = column = 0
    for block in parsed(text):
        if block.type != "inline" or block.map is None:
            continue
        column = column if block.map[0] == row else 0  # cells of a table stand behind each other on one line
        row = block.map[0]
        places = list(_places(block.content, lines, row, column))
        yield from _named(block, [starts[row + number] + left for number, left in enumerate(places)])
        column = places[0] + len(block.content) if places else column


def with_addresses(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    """The text with other addresses in these places; no line is added or taken away."""
    for (start, end), address in sorted(changes.items(), reverse=True):
        text = text[:start] + address + text[end:]
    return text


def _places(content: str, lines: list[str], row: int, column: int) -> Iterator[int]:
    """The column where each line of an inline text stands in the source; ends before one that is not there word for word."""
    for number, part in enumerate(content.split("\n")):
        left = lines[row + number].find(part, 0 if number else column) if row + number < len(lines) else -1
        if left < 0:
            return
        yield left


def _named(block: Token, starts: list[int]) -> Iterator[Named]:
    """`starts` are the offsets of the lines of the block's text."""
    children, content = block.children or [], block.content
    for at, token in enumerate(children):
        if token.type not in ("link_open", "image"):
            continue
        is_picture = token.type == "image"
        address = str(token.attrs["src" if is_picture else "href"])
        words = token.content if is_picture else _words(children, at)
        begin, end = token.meta.get(_SPAN, (0, 0))
        found = _ADDRESS.search(content[:end], begin)
        number = content.count("\n", 0, found.start(1) if found else begin)
        line = (block.map or [0])[0] + number
        if found is None or number >= len(starts):
            yield Named(address, words, is_picture, line)
        else:
            start = starts[number] + found.start(1) - (content.rfind("\n", 0, found.start(1)) + 1)
            yield Named(address, words, is_picture, line, start, start + len(found[1]))


def _words(children: list[Token], at: int) -> str:
    """The text of the link that opens here."""
    words = []
    for token in children[at + 1 :]:
        if token.type == "link_close":
            break
        words.append(token.content)
    return "".join(words)


class _EveryAddress(MarkdownIt):
    """Reads links to any place as links, so that those that lead where none may (`javascript:`, `file:`) can be told."""

    def validateLink(self, url: str) -> bool:
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _EveryAddress("commonmark").enable("table")
    parser.inline.ruler.at("link", _noting(link))
    parser.inline.ruler.at("image", _noting(image))
    return parser


def _noting(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """A rule of the parser that notes on its token from where to where it has read."""

    def read(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in [] if silent else state.tokens[count:]:
            if token.type in ("link_open", "image"):
                token.meta[_SPAN] = (start, state.pos)
                break
        return True

    return read
