"""From what a person typed to a question that SQLite understands, and to the places where its words stand. Pure.

Nothing typed is ever part of FTS5's language: only letters and digits are left, each word in quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

MOST_WORDS = 12
LONGEST_WORD = 60
BEFORE, SHOWN = 30, 240
"""Characters of a snippet before its first hit, and in all."""
MOST_MARKS = 60
_MARK = "[\u0300-\u036f]*"
_REST = "(?:[^\\W_]|[\u0300-\u036f])*"
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
_SPACES = re.compile(r"\s+")


class Snippet(NamedTuple):
    """A line of a text, the stretches of it that were looked for, and where the first one stands in that text (None: nowhere)."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()
    at: int | None = None


def words_of(typed: str) -> tuple[str, ...]:
    """The words looked for; the last one may be the beginning of a word."""
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(typed)[:MOST_WORDS])


def question(words: Sequence[str], kinds: Sequence[str] = (), columns: str = "title heading body about") -> str:
    """The words as an FTS5 expression. `kinds` and `columns` come from the program, never from a person."""
    *whole, last = (f'"{word}"' for word in words)
    wanted = f"{{{columns}}} : ({' AND '.join([*whole, f'{last} *'])})"
    return f"{wanted} AND kind : ({' OR '.join(kinds)})" if kinds else wanted


def phrase(words: Sequence[str], kinds: Sequence[str] = ()) -> str:
    """The words side by side, as an FTS5 expression."""
    together = " + ".join(f'"{word}"' for word in words)
    wanted = f"{{title heading body}} : ({together} *)"
    return f"{wanted} AND kind : ({' OR '.join(kinds)})" if kinds else wanted


def folded(text: str) -> str:
    """A title to compare with: no accents, no case, one space between words."""
    return _SPACES.sub(" ", "".join(_plain(char) for char in text if not unicodedata.combining(char))).strip()


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Finds the words in a text made `even`."""
    *whole, last = [_MARK.join(re.escape(char) for char in folded(word)) + _MARK for word in words]
    either = [*(rf"{word}(?![^\W_])" for word in whole), f"{last}{_REST}"]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(either)})")


def even(text: str) -> str:
    """The text without accents and case, every character at its place."""
    return text.lower() if text.isascii() else "".join(_plain(char) for char in text)


def snippet(body: str, words: Sequence[str]) -> Snippet:
    """One line around the place with most of the words; the beginning of the text where no word is in it (they may be in the title)."""
    found = marks_in(body, words)
    at = _best(body, found)
    start = _begin(body, at)
    parts: list[str] = ["… "] if body[:start].strip() else []
    hits: list[tuple[int, int]] = []
    length, done = sum(map(len, parts)), start
    seen = [span for span in found if start <= span[0] and span[1] <= start + SHOWN]
    for first, last in [*seen, (start + SHOWN, start + SHOWN)]:
        between = _SPACES.sub(" ", body[done:first])
        if done == start:
            between = between.lstrip()
        hit = body[first:last] if first < start + SHOWN else ""
        parts += [between, hit]
        length += len(between)
        if hit:
            hits.append((length, length + len(hit)))
        length += len(hit)
        done = last
    return Snippet("".join(parts).rstrip(), tuple(hits), at)


def marks_in(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text; of very many the first ones."""
    found = pattern_of(words).finditer(even(text)) if words else ()
    return [match.span() for match in islice(found, MOST_MARKS)]


def _best(body: str, found: Sequence[tuple[int, int]]) -> int | None:
    """Where the stretch begins that has the most different words in it."""
    text = even(body)
    many = [len({text[a:b] for a, b in found if first <= a < first + SHOWN - BEFORE}) for first, _ in found]
    return found[many.index(max(many))][0] if found else None


def _begin(body: str, at: int | None) -> int:
    """Where a snippet begins: at a word a little before the hit."""
    if at is None or at <= BEFORE:
        return 0
    space = _SPACES.search(body, at - BEFORE, at)
    return space.end() if space else at


@lru_cache(4096)
def _plain(char: str) -> str:
    """A character without its accents, in lower case; always one character."""
    apart = unicodedata.normalize("NFD", char)
    base = apart[0] if all(unicodedata.combining(it) for it in apart[1:]) else char
    return base.lower() if len(base.lower()) == 1 else base
