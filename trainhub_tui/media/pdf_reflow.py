"""Lines of a printed page joined into headings, paragraphs and list items. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Links = tuple[tuple[str, str | int], ...]
"""Words and where they lead: an address, or a page counted from 1."""
Block = tuple[str, str, Links]
"""Kind (h1, h2, h3, p, li, toc), text, links in it."""


class TextLine(NamedTuple):
    """A printed line: its text, left edge, baseline, right edge and the height of its type, in points; and its links."""

    text: str
    left: float
    low: float
    right: float
    size: float
    links: Links = ()


_BULLET = re.compile(r"(?:[•◦▪●○■□‣⁃∙·◆➢✓✔]|[-–*](?= ))\s*")
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]|[a-z]\)|\(\d{1,3}\))\s+\S")
_PAGE_NUMBER = re.compile(r"[-–— ]*(?:page |seite )?\d{1,4}(?: ?(?:/|of|von) ?\d{1,4})?[-–— ]*", re.IGNORECASE)
_LEADER = re.compile(r"\s*(?:[.·…_]\s?){4,}\s*(\d{1,4}|[ivxlc]{1,7})$|\s*…\s*(\d{1,4})$")
"""Dots that lead to the number of a page."""
_DOTS = re.compile(r"[\s.·…_]+(?:\d{1,4})?$")
NEAR = 7
"""Lines before and after that show how wide a column is."""
_BROKEN_HYPHENS = "\x02\xad\ufffe"


def reflowed(lines: Sequence[TextLine], body: float) -> list[Block]:
    """The blocks of a page. `body` is the usual height of type in the document."""
    lines = [line for line in lines if not (_PAGE_NUMBER.fullmatch(line.text) and line in (lines[0], lines[-1]))]
    lines = _side_by_side(lines)
    groups: list[list[TextLine]] = []
    for index, line in enumerate(lines):
        if groups and _goes_on(groups[-1], line, _edge(lines[max(0, index - NEAR) : index + NEAR], groups[-1][-1])):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group, body) for group in groups]


def _side_by_side(lines: Sequence[TextLine]) -> list[TextLine]:
    """Neighbours on one line of print (exponents, parts of a formula) put together again."""
    joined: list[TextLine] = []
    for line in lines:
        last = joined[-1] if joined else line
        size = max(last.size, line.size)
        if joined and abs(last.low - line.low) < 0.5 * size and -0.3 * size < line.left - last.right < 1.2 * size:
            space = " " if line.left - last.right > 0.15 * size else ""
            big = last if last.size >= line.size else line
            joined[-1] = TextLine(
                last.text + space + line.text, last.left, big.low, max(last.right, line.right), size, last.links + line.links
            )
        else:
            joined.append(line)
    return joined


def _edge(near: Sequence[TextLine], line: TextLine) -> float:
    """The right edge of the column a line stands in, going by the lines around it."""
    return max((other.right for other in near if abs(other.left - line.left) < 1.5 * line.size), default=line.right)


def _goes_on(group: Sequence[TextLine], line: TextLine, edge: float) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last = group[-1]
    size = max(last.size, line.size, 1.0)
    if abs(last.size - line.size) > 0.12 * size or _is_item(line.text) or _LEADER.search(last.text):
        return False
    gap = last.low - line.low
    if gap < -size:
        return not last.text.endswith((".", "!", "?", ":")) and line.text[:1].islower()
    if gap > 1.6 * size:
        return False
    if len(group) > 1 and gap > 1.35 * min(before.low - after.low for before, after in pairwise(group)) > 0:
        return False
    if line.left > last.left + 0.8 * size and not _is_item(group[0].text):
        return False
    return last.right + _first_word(line) > edge - 0.5 * size


def _first_word(line: TextLine) -> float:
    """The width of a line's first word: had it fitted, it would stand on the line above."""
    word = line.text.split(" ", 1)[0]
    return (line.right - line.left) * len(word) / max(1, len(line.text))


def _is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBERED.match(text))


def _block(group: Sequence[TextLine], body: float) -> Block:
    text = _joined([line.text for line in group])
    links = tuple(link for line in group for link in line.links)
    if leader := _LEADER.search(text):
        entry = tuple((_DOTS.sub("", words) or words, target) for words, target in links)
        return "toc", f"{text[: leader.start()]} … {leader[1] or leader[2]}", entry
    kind, words = _kind(group, text, body)
    return kind, words, links


def _kind(group: Sequence[TextLine], text: str, body: float) -> tuple[str, str]:
    if bullet := _BULLET.match(text):
        return "li", text[bullet.end() :]
    ratio = group[0].size / body if body else 1.0
    if ratio >= 1.15 and len(group) <= 3 and len(text) <= 120 and _reads_like_a_title(text):
        return ("h1" if ratio >= 1.7 else "h2" if ratio >= 1.35 else "h3"), text
    return "p", text


def _reads_like_a_title(text: str) -> bool:
    """Words, not a formula or a number in large type."""
    letters = sum(char.isalpha() for char in text)
    return letters >= 3 and letters * 2 > len(text) and any(len(word) > 2 and word.isalpha() for word in text.split())


def _joined(texts: Sequence[str]) -> str:
    """Lines as one; a word cut by a hyphen at a line's end is put together again."""
    joined = ""
    for text in texts:
        text = text.strip()
        if (joined[-1:] in _BROKEN_HYPHENS and joined) or (joined.endswith("-") and joined[-2:-1].isalpha() and text[:1].islower()):
            joined = joined[:-1] + text
        else:
            joined = f"{joined} {text}" if joined else text
    return re.sub(f"[{_BROKEN_HYPHENS}]", "", joined)
