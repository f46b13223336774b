"""Cuts a long source into pieces, cheaply: a line at a time, no parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from trainhub_tui.media.document import Heading, Piece

ENOUGH = 2_000
"""Characters after which a Markdown piece ends at the next blank line."""
MOST = 12_000
"""Characters after which any piece ends, wherever it is: bounds the time that one parse can take."""

_FENCE = re.compile(r"[ \t>*+\-0-9.]*?(`{3,}|~{3,})(.*)")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_NOT_A_TITLE = re.compile(r" {4}|\s*(?:[>#|\-*+]|\d+[.)]|$)")
_MARKUP = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|[*`]+|<[^>]{0,80}>|\\(?=\W)|(?<!\w)_+|_+(?!\w)")
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]{1,200})\]:[ \t]*<?([^\s>]{1,2000})>?", re.MULTILINE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,100})\]:", re.MULTILINE)
_FRONT = re.compile(r"---[ \t]*\n(?:#[^\n]*\n)*[\w\"'.-]+[ \t]*:.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def front_matter_end(text: str) -> int:
    """Where the body starts: after the YAML block at the top, if there is one."""
    match = _FRONT.match(text)
    return match.end() if match and match.end() < 50_000 else 0


def references_of(text: str) -> dict[str, dict[str, str]]:
    """Link definitions (`[name]: url`) of the whole text, as the Markdown parser wants them."""
    return {" ".join(name.split()).upper(): {"href": url, "title": ""} for name, url in _REFERENCE.findall(text)}


def footnotes_of(text: str) -> dict[str, int]:
    """Where each footnote (`[^name]: words`) of the whole text stands."""
    found: dict[str, int] = {}
    for match in _FOOTNOTE.finditer(text):
        found.setdefault(match[1], match.start())
    return found


def lines_of(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The lines from `start` on with their offsets; a line longer than a piece comes in parts, cut at a space where there is one."""
    at = start
    for line in text[start:].splitlines(keepends=True):
        while len(line) > MOST:
            cut = line.rfind(" ", MOST // 2, MOST) + 1 or MOST
            yield at, line[:cut]
            at, line = at + cut, line[cut:]
        yield at, line
        at += len(line)


def plain_pieces(text: str, language: str | None = None) -> tuple[Piece, ...]:
    """Plain text (or code, when a language is given) cut at line ends."""
    pieces, start = [], 0
    kind: str = "text" if language is None else "code"
    for at, line in lines_of(text, 0):
        if at + len(line) - start >= ENOUGH:
            pieces.append(_verbatim(start, at + len(line), kind, language))
            start = at + len(line)
    if start < len(text):
        pieces.append(_verbatim(start, len(text), kind, language))
    return tuple(pieces)


def _verbatim(start: int, end: int, kind: str, language: str | None) -> Piece:
    return Piece(start, end, "text" if kind == "text" else "code", language or "")


@dataclass
class MarkdownSplit:
    """One walk over a Markdown source: `pieces` and `contents` are filled on the way."""

    text: str
    pieces: list[Piece] = field(default_factory=list)
    contents: list[Heading] = field(default_factory=list)
    _start: int = 0
    _fence: str = ""
    _language: str = ""
    _code: bool = False
    _blank: bool = False
    _table: str = ""
    _head: str = ""
    _before: tuple[int, str] = (0, "")

    def walk(self, start: int) -> None:
        """Cut everything from `start` on."""
        self._start = start
        for at, line in lines_of(self.text, start):
            self._step(at, line)
        self._cut(len(self.text), code=False)

    def _step(self, at: int, line: str) -> None:
        size = at - self._start
        if self._fence:
            if size > MOST:
                self._cut(at, code=True)
            if line.strip(" \t>\n").startswith(self._fence) and not line.strip(" \t>\n").strip(self._fence[0]):
                self._close(at, line)
            return
        bare = line.strip()
        if (size > ENOUGH and self._blank and bare and not line[0].isspace()) or size > MOST:
            self._cut(at, code=False)
            self._head = self._table if "|" in line else ""
        self._note_table(line, bare)
        self._blank = not bare
        if bare and ("```" in line or "~~~" in line) and (fence := _FENCE.match(line)) and "`" not in fence[2]:
            self._fence, self._language = fence[1], fence[2].strip().split(" ")[0].strip("\n")
        elif bare:
            self._heading(at, line)
        self._before = (at, line if bare and not self._fence else "")

    def _close(self, at: int, line: str) -> None:
        """A fence ends. A piece that is bare code must not swallow its closing line."""
        self._fence = ""
        if self._code:
            self._cut(at, code=False)
            self._start = at + len(line)

    def _cut(self, at: int, code: bool) -> None:
        if at > self._start:
            piece = Piece(self._start, at, head=self._head)
            self.pieces.append(Piece(self._start, at, "code", self._language) if self._code else piece)
        self._start, self._code, self._head = at, code, ""

    def _note_table(self, line: str, bare: str) -> None:
        """Remember the head of a table, which a piece that goes on with it needs to be read."""
        if not bare:
            self._table = ""
        elif "|" in line and "-" in line and "|" in self._before[1] and not self._table and not bare.strip(" \t|:-"):
            head = self._before[1] + line
            self._table = head if len(head) < ENOUGH else ""

    def _heading(self, at: int, line: str) -> None:
        first = line.lstrip(" ")[:1]
        if first == "#" and (atx := _ATX.match(line.rstrip("\n"))):
            self._note(len(atx[1]), atx[2] or "", at)
        elif first in "=-" and self._before[1] and _UNDERLINE.match(line.rstrip("\n")) and not _NOT_A_TITLE.match(self._before[1]):
            self._note(1 if first == "=" else 2, self._before[1], self._before[0])

    def _note(self, level: int, title: str, at: int) -> None:
        words = " ".join(_MARKUP.sub(lambda match: match[1] or "", title).split())
        if words:
            self.contents.append(Heading(level, words, at))
