"""Questions to the index, as fast as somebody types: titles first, then every text, ranked by bm25."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from trainhub_tui.search.index import COLUMNS, Index, passage_of
from trainhub_tui.search.kinds import KINDS
from trainhub_tui.search.passages import Passage
from trainhub_tui.search.words import Snippet, folded, phrase, question, snippet, words_of

MOST = 200
"""Hits that are shown."""
OF_ONE = 5
"""Places shown of one text."""
RANKED = 800
"""Passages of which all are ranked. Of more, as single letters find: those with the words in their title, and the first of the others."""
_RANK = "SELECT rowid FROM words WHERE words MATCH ? AND rowid <= ? ORDER BY rank LIMIT ?"
_FIRST = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, without its text; `id` is its place in the index."""

    id: int
    passage: Passage

    @property
    def key(self) -> str:
        """What stays the same while the index is built again."""
        it = self.passage
        return f"{it.kind}/{it.of}/{it.part}/{'' if it.offset is None else it.offset}"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: the words looked for and the hits, the best first. `more`: there are others; `titles_alone`: no text was looked into.

    `typed` is what the words were typed as."""

    words: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    more: bool = False
    titles_alone: bool = False
    typed: str = ""


def ask(index: Index, typed: str, kinds: Sequence[str] = ()) -> Found:
    """What has all the words typed, the last one as a beginning, among these kinds (none: all). Safe from any thread."""
    words = words_of(typed)
    kinds = tuple(kind for kind in kinds if kind in KINDS)
    if not words:
        return Found(titles_alone=not index.full_text)
    named = _named(index, folded(typed), kinds)
    ids = _ranked(index, words, kinds) if index.full_text else _in_titles(index, words, kinds)
    hits, more = _not_too_many_of_one(_each_once(_read(index, list(dict.fromkeys([*named, *ids])))))
    return Found(words, hits[:MOST], more or len(hits) > MOST, not index.full_text, " ".join(typed.split()))


def snippets(index: Index, hits: Sequence[Hit], words: Sequence[str]) -> dict[int, Snippet]:
    """A line of text for each of these hits: ask for those that are seen. One that is gone meanwhile is left out."""
    marks = ", ".join("?" * len(hits))
    rows = index.read(f"SELECT id, body FROM passages WHERE id IN ({marks})", *(it.id for it in hits))  # marks alone
    return {int(str(number)): snippet(str(body), words) for number, body in rows}


def _named(index: Index, title: str, kinds: Sequence[str]) -> list[int]:
    """Things with exactly this title, then those whose title begins like it."""
    if not title:
        return []
    rows = index.read(
        f"SELECT id, folded, kind FROM passages WHERE folded >= ? AND folded < ? {_among(kinds)} ORDER BY folded LIMIT 50",  # constants
        title,
        title + "\U0010ffff",
        *kinds,
    )
    rows.sort(key=lambda row: (row[1] != title, _place(str(row[2]))))
    return [int(str(row[0])) for row in rows]


def _ranked(index: Index, words: Sequence[str], kinds: Sequence[str]) -> list[int]:
    """Ranked by bm25, the words side by side first; where too much is found, what can be ranked in time."""
    wanted = question(words, kinds)
    last = _nth(index, wanted)
    if last is None:
        together = _ids(index, _RANK, phrase(words, kinds), 2**62, MOST) if len(words) > 1 else []
        return [*together, *_ids(index, _RANK, wanted, 2**62, 2 * MOST)]
    titles = _ids(index, _FIRST, question(words, kinds, columns="title"), 2 * MOST)
    if len(titles) > MOST:
        return titles
    return [*_shortest_first(index, titles), *_ids(index, _RANK, wanted, last, 2 * MOST)]


def _shortest_first(index: Index, ids: Sequence[int]) -> list[int]:
    """Titles that have little beside the words. Ranking them by bm25 would look at every text with these words."""
    marks = ", ".join("?" * len(ids))
    return _ids(index, f"SELECT id FROM passages WHERE id IN ({marks}) ORDER BY length(title), id", *ids)  # marks alone


def _nth(index: Index, wanted: str) -> int | None:
    """Where the passage stands that is one too many to rank; None where there are not so many."""
    rows = index.read("SELECT rowid FROM words WHERE words MATCH ? LIMIT 1 OFFSET ?", wanted, RANKED)
    return int(str(rows[0][0])) if rows else None


def _in_titles(index: Index, words: Sequence[str], kinds: Sequence[str]) -> list[int]:
    """Titles that have every word, where there is no full-text index."""
    has = " AND ".join(["instr(' ' || folded, ?) > 0"] * len(words))
    sql = (
        f"SELECT id FROM passages WHERE folded IS NOT NULL AND {has} {_among(kinds)} ORDER BY length(folded) LIMIT {MOST + 1}"  # constants
    )
    return _ids(index, sql, *(f" {folded(word)}" for word in words), *kinds)


def _read(index: Index, ids: Sequence[int]) -> list[Hit]:
    bare = COLUMNS.replace("body", "''")
    marks = ", ".join("?" * len(ids))
    rows = {row[0]: row for row in index.read(f"SELECT id, {bare} FROM passages WHERE id IN ({marks})", *ids)}  # constants, marks
    return [Hit(each, passage_of(rows[each][1:])) for each in ids if each in rows]


def _each_once(hits: Iterable[Hit]) -> Iterator[Hit]:
    """A thing has one row: none by its title below a place of its text, none for the beginning of its text below its title."""
    named: set[tuple[str, str]] = set()
    placed: set[tuple[str, str]] = set()
    for hit in hits:
        it = hit.passage
        of = it.kind, it.of
        is_beginning = not (it.offset or it.part or it.heading)
        if of not in (placed if it.is_thing else named if is_beginning else ()):
            (named if it.is_thing else placed).add(of)
            yield hit


def _not_too_many_of_one(hits: Iterable[Hit]) -> tuple[tuple[Hit, ...], bool]:
    """At most so many places of one text; whether others were left out."""
    counts: dict[tuple[str, str], int] = {}
    kept = []
    left_out = False
    for hit in hits:
        of = hit.passage.kind, hit.passage.of
        if not hit.passage.is_thing:
            counts[of] = counts.get(of, 0) + 1
            if counts[of] > OF_ONE:
                left_out = True
                continue
        kept.append(hit)
    return tuple(kept), left_out


def _ids(index: Index, sql: str, *values: object) -> list[int]:
    return [int(str(row[0])) for row in index.read(sql, *values)]


def _among(kinds: Sequence[str]) -> str:
    return f"AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""


@cache
def _place(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
