"""From what a person typed to a question that SQLite understands, and to the places where its words stand. Pure.

Nothing typed is ever part of FTS5's language: only letters and digits are left, each word in quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from trainhub_tui.search.scripts import SPACELESS, asked, even, evenly, is_one_sign

MOST_WORDS = 12
LONGEST_WORD = 60
BEFORE, SHOWN = 30, 240
"""Characters of a snippet before its first hit, and in all."""
MOST_MARKS = 60
_SIGNS = "".join(char for char in map(chr, range(0x0300, 0xAC00)) if unicodedata.category(char) in ("Mn", "Mc"))
"""What is written over, under and behind letters, vowels of many scripts among it: part of the word."""
_MARK = "[\u0300-\u036f\u3099\u309a]*"
_REST = f"(?:[^\\W_]|[{_SIGNS}])*"
_WORD = re.compile(f"[^\\W_]{_REST}")
NO_LETTER = r"(?![^\W_])"
_SPACES = re.compile(r"\s+")


class Snippet(NamedTuple):
    """A line of a text, the stretches of it that were looked for, where the best one stands in that text (None: nowhere), how many
    lines of it come before."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()
    at: int | None = None
    lines: int = 0


def words_of(typed: str) -> tuple[str, ...]:
    """The words looked for; the last one may be the beginning of a word."""
    apart = SPACELESS.sub(r" \g<0> ", evenly(typed))
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(apart)[:MOST_WORDS])


def question(words: Sequence[str], kinds: Sequence[str] = (), columns: str = "title heading body about") -> str:
    """The words as an FTS5 expression. `kinds` and `columns` come from the program, never from a person."""
    terms = [f'"{asked(word)}"{" *" * (number == len(words) or is_one_sign(word))}' for number, word in enumerate(words, 1)]
    wanted = f"{{{columns}}} : ({' AND '.join(terms)})"
    return f"{wanted} AND kind : ({' OR '.join(kinds)})" if kinds else wanted


def phrase(words: Sequence[str], kinds: Sequence[str] = ()) -> str:
    """The words side by side, as an FTS5 expression."""
    together = " + ".join(f'"{asked(word)}"' for word in words)
    wanted = f"{{title heading body}} : ({together} *)"
    return f"{wanted} AND kind : ({' OR '.join(kinds)})" if kinds else wanted


def folded(text: str) -> str:
    """A title to compare with: no accents, no case, one space between words."""
    return _SPACES.sub(" ", even("".join(char for char in text if not unicodedata.combining(char)))).strip()


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Finds the words in a text made `even`: at the beginnings of words, in scripts without spaces anywhere."""
    either = [_pattern(word, is_last=number == len(words)) for number, word in enumerate(words, 1)]
    return re.compile("|".join(either))


def _pattern(word: str, is_last: bool) -> str:
    chars = _MARK.join(re.escape(char) for char in folded(word)).replace(f"s{_MARK}s", f"(?:s{_MARK}s|ß)") + _MARK
    if SPACELESS.fullmatch(word):
        return chars
    return rf"(?<![^\W_]){chars}{_REST if is_last else NO_LETTER}"


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
    return Snippet("".join(parts).rstrip(), tuple(hits), at, body.count("\n", 0, at or 0))


def marks_in(text: str, words: Sequence[str], most: int = MOST_MARKS) -> list[tuple[int, int]]:
    """Where the words stand in a text; of very many the first ones."""
    found = pattern_of(words).finditer(even(text)) if words else ()
    return [match.span() for match in islice(found, most)]


def _best(body: str, found: Sequence[tuple[int, int]]) -> int | None:
    """Where the stretch begins that has the most different words in it; of several the shortest."""
    text = even(body)
    stretches = [
        (_stretch([it for it in found[number:] if it[0] < first + SHOWN - BEFORE], text), first) for number, (first, _) in enumerate(found)
    ]
    return min(stretches)[1] if stretches else None


def _stretch(found: Sequence[tuple[int, int]], text: str) -> tuple[int, int]:
    """How many different words (less is more) and how many characters until the last of them is there."""
    seen: dict[str, int] = {}
    for first, last in found:
        seen.setdefault(text[first:last], last)
    return -len(seen), max(seen.values()) - found[0][0]


def _begin(body: str, at: int | None) -> int:
    """Where a snippet begins: at a word a little before the hit."""
    if at is None or at <= BEFORE:
        return 0
    space = _SPACES.search(body, at - BEFORE, at)
    return space.end() if space else at
