"""Find a marked passage again in a text that may have changed: by its place, by its words and those around them, then by small edits.

What is not found is orphaned; nothing is guessed. Costs a few passes over the text, whatever its length."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from trainhub_core.models.notes import CONTEXT, Anchor
from trainhub_core.rules.near import nearest

MOST_CANDIDATES = 200
"""Places that are looked at for one passage."""
MOST_EDITS = 0.25
"""Share of a passage's characters that may have changed."""
LEAST_ALONE = 16
"""Characters from which a passage that was edited is known again without its surroundings."""


class How(StrEnum):
    EXACT = "exact"
    QUOTE = "quote"
    FUZZY = "fuzzy"


class Passage(NamedTuple):
    """A stretch of a text, and how it was found."""

    start: int
    end: int
    how: How


def anchor_of(text: str, start: int, end: int, page: int | None = None) -> Anchor:
    """The anchor of a stretch of a text."""
    prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(quote=text[start:end], prefix=prefix, suffix=suffix, start=start, page=page)


def located(text: str, anchor: Anchor) -> Passage | None:
    """Where the passage of an anchor stands in a text; None when it is there no more (or never was one)."""
    quote, hint = anchor.quote, anchor.start
    if not quote.strip():
        return None
    if hint is not None and text.startswith(quote, hint) and _surroundings(text, hint, hint + len(quote), anchor) == 1:
        return Passage(hint, hint + len(quote), How.EXACT)
    found = [(match.start(), match.end()) for match in _matches(text, quote)]
    if found:
        start, end = max(found, key=lambda it: (_surroundings(text, it[0], it[1], anchor), -abs(it[0] - (hint or 0))))
        return Passage(start, end, How.QUOTE)
    return _edited(text, anchor)


def _matches(text: str, words: str) -> Iterator[re.Match[str]]:
    """Every place of some words, however their spaces and line ends stand."""
    return re.finditer(r"\s+".join(map(re.escape, words.split())), text)


def _surroundings(text: str, start: int, end: int, anchor: Anchor) -> float:
    """How much of what stood around the passage stands there still, 0 to 1."""
    prefix, suffix = "".join(anchor.prefix.split()), "".join(anchor.suffix.split())
    before = "".join(text[max(0, start - 3 * CONTEXT) : start].split())
    after = "".join(text[end : end + 3 * CONTEXT].split())
    same = _alike(prefix[::-1], before[::-1]) + _alike(suffix, after)
    return same / (len(prefix) + len(suffix)) if prefix or suffix else float(not before and not after)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _edited(text: str, anchor: Anchor) -> Passage | None:
    """The place whose words are nearest to the quote, where few enough have changed."""
    quote, allowed = anchor.quote, int(len(anchor.quote) * MOST_EDITS)
    best: tuple[float, int, Passage] | None = None
    for around in _candidates(text, anchor):
        low = max(0, around - allowed - 1)
        edits, start, end = nearest(quote, text[low : around + len(quote) + allowed + 1])
        if edits > allowed or start == end:
            continue
        passage = _bounded(text, low + start, low + end, anchor, max(2 * allowed, CONTEXT // 2))
        surroundings = _surroundings(text, passage.start, passage.end, anchor)
        if len(quote) < LEAST_ALONE and surroundings < 0.5:
            continue
        rank = (edits - surroundings * allowed, abs(passage.start - (anchor.start or 0)), passage)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best else None


def _bounded(text: str, start: int, end: int, anchor: Anchor, slack: int) -> Passage:
    """The passage with its ends where its surroundings still begin, else at the ends of words."""
    low, head, tail = max(0, start - slack - 12), anchor.prefix[-12:], anchor.suffix[:12]
    before = [it.end() for it in _matches(text[low:end], head)] if head.strip() else []
    after = [it.start() for it in _matches(text[start : end + slack + 12], tail)] if tail.strip() else []
    left = min((low + it for it in before), key=lambda it: abs(it - start), default=start)
    right = min((start + it for it in after), key=lambda it: abs(it - end), default=end)
    start = left if abs(left - start) <= slack else start
    end = right if abs(right - end) <= slack and right > start else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and _cuts_a_word(text, start):
        start -= 1
    while start < end and _cuts_a_word(text, end):
        end += 1
    return Passage(start, end, How.FUZZY)


def _cuts_a_word(text: str, at: int) -> bool:
    """Whether a word goes on at an offset, in scripts that part words."""
    around = text[max(0, at - 1) : at + 1]
    return len(around) == 2 and around.isalnum() and max(around) < "\u2e80"


def _candidates(text: str, anchor: Anchor) -> list[int]:
    """Where the passage may begin, judged by what is left of it and of its surroundings; the nearest to its old place first."""
    quote, hint = anchor.quote, anchor.start or 0
    size = max(6, min(24, len(quote) // 6))
    seeds = [(quote[at : at + size], at) for at in range(0, len(quote), size)]
    seeds += [(anchor.prefix[-12:], -min(12, len(anchor.prefix))), (anchor.suffix[:12], len(quote))]
    found: set[int] = set()
    for seed, offset in seeds:
        if len(seed.strip()) >= 5:
            places = (match.start() - offset for match in _matches(text, seed))
            found.update(max(0, place) for place, _ in zip(places, range(MOST_CANDIDATES), strict=False))
    return sorted(found, key=lambda place: abs(place - hint))[:MOST_CANDIDATES]
