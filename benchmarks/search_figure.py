"""Search as somebody types, over 100,000 short documents and 5,000 long ones: against bare FTS5 and a scan; index build and size."""

import random
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, in_turn
from trainhub_content.pack import starter_pack
from trainhub_tui.search.asking import ask, snippets
from trainhub_tui.search.index import Index
from trainhub_tui.search.passages import Passage

SHORT, LONG, SECTIONS = 100_000, 5_000, 8
SHORT_WORDS, SECTION_WORDS = 30, 125
VISIBLE = 24
AIM_MS = 30.0
BUILD, SIZE = 4.0, 6.0
WALL_FAULT = 4.0
"""Other programs on the machine count in it."""
SEED = 7
TYPED = ("client trust", "the referral", "negotiation", "price of a change", "what happens next", "renewal meeting", "ask for")
"""Rare words and the most common ones, each typed letter by letter."""


def search(rounds: int) -> Iterator[Figure]:
    """p95 of a keystroke until the visible rows are known, hits ranked and snippets cut."""
    few = max(1, min(3, rounds // 4))
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        groups = _corpus(random.Random(SEED))
        index = Index(folder)
        built = _seconds(lambda: _build(index, groups))
        plain, reference = _plain(folder / "plain.db", groups)
        keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
        ours, bare, scan = in_turn(
            few,
            lambda: (_p95(keys, lambda typed: _ask(index, typed)), _p95(keys, lambda typed: _ask(index, typed), time.perf_counter)),
            lambda: (_p95(keys[-8:], lambda typed: _bare(plain, typed)),),
            lambda: (_p95(keys[-3:], lambda typed: _scan(plain, typed)),),
        )
        documents = SHORT + LONG
        texts = sum(len(it.body.encode()) + len(it.title) for _, passages in groups for it in passages)
        size = sum(file.stat().st_size for file in folder.glob("search.db*"))
        index.close()
        plain.close()
    yield Figure(f"search: CPU p95 of a key, {documents:,} documents, to 30 ms", ours[0], AIM_MS, "ms", 1.0)
    yield Figure("the same, on the clock on the wall", ours[1], AIM_MS, "ms", 1.0, WALL_FAULT)
    yield Figure("the same, against bare FTS5 ordered by rank", ours[0], bare[0], "ms", 1.0)
    yield Figure("the same, against a LIKE scan", ours[0], scan[0], "ms", 1.0)
    yield Figure("index build per document, against bare FTS5", 1e3 * built / documents, 1e3 * reference / documents, "ms", BUILD)
    yield Figure("search.db, against the texts in it", size / 1e6, texts / 1e6, "MB", SIZE)


def _corpus(rng: random.Random) -> list[tuple[str, list[Passage]]]:
    """Documents of the starter pack's words, as often as they are in it."""
    words = re.findall(r"[A-Za-z]{2,}", " ".join(starter_pack().texts.values()))

    def said(count: int) -> str:
        return " ".join(rng.choices(words, k=count))

    groups = []
    for number in range(SHORT):
        groups.append((f"s{number}", [Passage("lesson", "lesson", f"s{number}", said(4), body=said(SHORT_WORDS))]))
    for number in range(LONG):
        of, title = f"l{number}", said(4)
        parts = [
            Passage("resource", "document", of, title, about=title, heading=said(3), body=said(SECTION_WORDS), offset=part * 1_000)
            for part in range(SECTIONS)
        ]
        groups.append((of, [Passage("resource", "document", of, title), *parts]))
    return groups


def _build(index: Index, groups: Sequence[tuple[str, list[Passage]]]) -> None:
    index.put("bench", ((name, "1", passages) for name, passages in groups), lambda: True)


def _plain(file: Path, groups: Sequence[tuple[str, list[Passage]]]) -> tuple[sqlite3.Connection, float]:
    """The reference: one bare FTS5 table with the same texts and prefixes, and how long it took."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, prefix='1 2 3')")

    def fill() -> None:
        connection.execute("BEGIN")
        for _, passages in groups:
            connection.executemany("INSERT INTO texts VALUES (?, ?)", [(it.title, it.body) for it in passages])
        connection.execute("COMMIT")

    return connection, _seconds(fill)


def _ask(index: Index, typed: str) -> None:
    found = ask(index, typed)
    snippets(index, found.hits[:VISIBLE], found.words)


def _bare(connection: sqlite3.Connection, typed: str) -> None:
    wanted = " AND ".join(f'"{word}"' for word in typed.split())
    connection.execute("SELECT rowid, title FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 200", (f"{wanted} *",)).fetchall()


def _scan(connection: sqlite3.Connection, typed: str) -> None:
    has = " AND ".join(["body LIKE ?"] * len(typed.split()))
    connection.execute(f"SELECT count(*) FROM texts WHERE {has}", [f"%{word}%" for word in typed.split()]).fetchall()  # marks alone


def _p95(keys: Sequence[str], ask_for: Callable[[str], None], clock: Callable[[], float] = time.thread_time) -> float:
    return quantiles([1e3 * _seconds(partial(ask_for, typed), clock) for typed in keys], n=20)[-1]


def _seconds(act: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    """CPU time unless told otherwise: all of it is spent in this thread, and other programs on the machine do not count."""
    started = clock()
    act()
    return clock() - started
