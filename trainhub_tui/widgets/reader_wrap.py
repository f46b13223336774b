"""Wraps styled text on words into lines of so many cells. Knows nothing of Textual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from trainhub_tui.media.blocks import Span


class Face(NamedTuple):
    """How a run looks: a role (a component class of the reader) and what is laid over it.

    `ink` and `paper` are colours of a picture (0xRRGGBB), -1 for none: everything else has its colours from its role.
    `marker` is the role of a highlight that lies over it."""

    role: str = "text"
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    link: str = ""
    ink: int = -1
    paper: int = -1
    marker: str = ""


class Run(NamedTuple):
    """Text in one face. `at` is the source offset of its first character, -1 for decoration."""

    text: str
    face: Face
    at: int = -1


class Line(NamedTuple):
    """One line of the reader. `at` is the source offset it stands for; `fill` the role of the rest of the line."""

    at: int
    runs: tuple[Run, ...]
    fill: str = ""

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(run.text for run in self.runs)

    @property
    def cells(self) -> int:
        """Width in cells."""
        return sum(cell_len(run.text) for run in self.runs)


WIDE = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
"""Scripts that need no spaces between words."""
_TOKEN = re.compile(r"\n|[ ]+|[^ \n]+")


@cache
def _wide_token() -> re.Pattern[str]:
    """Late: it takes long to compile, and most texts have no such script."""
    return re.compile(rf"\n|[ ]+|[「『（《【“][{WIDE}]|[{WIDE}][、。，．！？：；」』）》】”…ー]*|[^ \n{WIDE}]+")


@cache
def _wide_first() -> re.Pattern[str]:
    return re.compile(rf"[{WIDE}「『（《【]")


def _is_wide(token: str) -> bool:
    return token[0] >= "\u1100" and _wide_first().match(token) is not None


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Words, spaces and line ends; of scripts without spaces each character."""
    top = max(text, default="")
    has_wide = top >= "\u2e80" or (top >= "\u1100" and any("\u1100" <= char <= "\u11ff" for char in text))
    return (_wide_token() if has_wide else _TOKEN).finditer(text)


class _Word(NamedTuple):
    parts: tuple[Run, ...]
    cells: int


def runs_of(spans: Iterable[Span], role: str = "text", picture: str = "") -> list[Run]:
    """Spans as runs, before wrapping."""
    runs: list[Run] = []
    for span in spans:
        face = Face("code" if span.code else "link" if span.link and not span.image else role, *_flags(span), span.link)
        if span.image and picture:
            runs.append(Run(picture, Face("mark", link=span.link), -1))
        runs.append(Run(span.text, face, span.at))
    return runs


def _flags(span: Span) -> tuple[bool, bool, bool]:
    return span.strong, span.emphasis, span.strike


def _words(runs: Iterable[Run]) -> Iterator[_Word | str]:
    """Words (which may change their face in the middle), " " between them, "\\n" at hard breaks."""
    parts: list[Run] = []
    for run in runs:
        for match in _tokens(run.text):
            token = match[0]
            starts_anew = token[0] in " \n" or _is_wide(token)
            after_wide = parts and _is_wide(parts[-1].text)
            if parts and (starts_anew or after_wide):
                yield _word(parts)
                parts = []
            if token[0] in " \n":
                yield token[0]
            else:
                parts.append(Run(token, run.face, run.at + match.start() if run.at >= 0 else -1))
    if parts:
        yield _word(parts)


def _word(parts: list[Run]) -> _Word:
    return _Word(tuple(parts), sum(cell_len(part.text) for part in parts))


def wrap(runs: Iterable[Run], width: int) -> list[tuple[Run, ...]]:
    """Lines of at most `width` cells (width ≥ 2), broken between words, inside a word only when it is longer than a line."""
    lines: list[tuple[Run, ...]] = []
    line: list[Run] = []
    used, space = 0, False
    for word in _words(runs):
        if isinstance(word, str):
            if word == "\n":
                lines.append(tuple(line))
                line, used, space = [], 0, False
            else:
                space = bool(line)
            continue
        if line and used + space + word.cells > width:
            lines.append(tuple(line))
            line, used, space = [], 0, False
        if word.cells > width:
            *whole, rest = _chopped(word.parts, width)
            lines.extend(whole)
            line, used = list(rest), sum(cell_len(part.text) for part in rest)
        else:
            if space:
                _add_space(line, word.parts[0])
            line.extend(word.parts)
            used += space + word.cells
        space = False
    if line or not lines:
        lines.append(tuple(line))
    return [_joined(line) for line in lines]


def _add_space(line: list[Run], before: Run) -> None:
    """The space between two words has the face they share, else a plain one: no underlined gaps after a link."""
    face = (
        line[-1].face
        if line[-1].face == before.face
        else Face(line[-1].face.role if line[-1].face.role not in ("code", "link") else "text")
    )
    line.append(Run(" ", face, before.at - 1 if before.at > 0 else -1))


def _chopped(parts: Sequence[Run], width: int) -> list[tuple[Run, ...]]:
    """A word too long for a line, cut between graphemes."""
    lines: list[tuple[Run, ...]] = []
    line: list[Run] = []
    used = 0
    for part in parts:
        begin = 0
        for start, _, cells in split_graphemes(part.text)[0]:
            if used + cells > width and (line or start > begin):
                if start > begin:
                    line.append(_part(part, begin, start))
                lines.append(tuple(line))
                line, used, begin = [], 0, start
            used += cells
        line.append(_part(part, begin, len(part.text)))
    lines.append(tuple(line))
    return lines


def _part(run: Run, start: int, end: int) -> Run:
    return Run(run.text[start:end], run.face, run.at + start if run.at >= 0 else -1)


def _joined(line: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours in the same face, one after the other in the source, as one run."""
    joined: list[Run] = []
    for run in line:
        last = joined[-1] if joined else None
        if last and last.face == run.face and (run.at == last.at + len(last.text) or run.at < 0 > last.at):
            joined[-1] = Run(last.text + run.text, last.face, last.at)
        else:
            joined.append(run)
    return tuple(joined)


def wrap_verbatim(
    text: str, at: int, width: int, face: Face, mark: str = "", mark_face: Face | None = None
) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """Text whose spaces count: each line as it is, what does not fit goes on below (behind `mark`, at a space where there is one)."""
    for line in text.split("\n"):
        start, first = 0, True
        while True:
            room = width if first else width - cell_len(mark)
            end = start + _fitting(line[start:], room)
            if end < len(line) and not mark and (space := line.rfind(" ", start, end + 1)) > start and line[start:space].strip():
                end = space + 1
            runs = (Run(line[start:end].rstrip(" ") if not mark else line[start:end], face, at + start),)
            yield at + start, runs if first or not mark else (Run(mark, mark_face or Face("mark")), *runs)
            start, first = end, False
            if start >= len(line):
                break
        at += len(line) + 1


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit into so many cells; at least one, also where there is no room at all."""
    width = max(1, width)
    head = text[: width * 4]
    if cell_len(head) <= width and len(head) == len(text):
        return len(text)
    used = 0
    for start, _, cells in split_graphemes(head)[0]:
        if used + cells > width:
            return start or 1
        used += cells
    return len(head)
