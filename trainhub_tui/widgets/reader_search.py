"""Searching a text and marking what was found on its lines. Knows nothing of Textual."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trainhub_tui.widgets.reader_wrap import Run

MOST = 20_000
"""Hits that are kept; a search with more is no help to anyone."""


class Hits(NamedTuple):
    """Places found (start and end offsets, in order) and which one is chosen."""

    places: tuple[tuple[int, int], ...] = ()
    number: int = 0

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The place at hand."""
        return self.places[self.number] if self.places else None

    def turned(self, step: int) -> Hits:
        """The next or previous place, around the end."""
        return Hits(self.places, (self.number + step) % len(self.places)) if self.places else self


def find_hits(source: str, text: str, start: int = 0) -> Hits:
    """Where a text stands in a source; the first place at or after `start` is chosen. Addresses behind links are not searched."""
    words = text.split()
    if not words:
        return Hits()
    pattern = re.compile(r"\s+(?:[>|] ?)*".join(map(re.escape, words)), re.IGNORECASE)
    places: list[tuple[int, int]] = []
    for match in pattern.finditer(source):
        if not in_address(source, match.start()):
            places.append(match.span())
            if len(places) >= MOST:
                break
    return hits_from(places, start)


def hits_from(places: Sequence[tuple[int, int]], start: int) -> Hits:
    """Places with the first one at or after `start` chosen."""
    return Hits(tuple(places), bisect_left(places, (start, start)) % max(1, len(places)))


def in_address(source: str, at: int) -> bool:
    """Whether an offset is inside `](…)`, which is never on the screen."""
    opened = source.rfind("](", max(0, at - 500), at)
    return opened >= 0 and not any(char in source[opened:at] for char in ")\n")


def marked_runs(runs: Sequence[Run], hits: Hits) -> Iterator[Run]:
    """The runs of a line, cut where a hit begins or ends; hits have the role `hit` or `chosen`."""
    if not hits.places:
        yield from runs
        return
    for run in runs:
        yield from _marked(run, hits) if run.at >= 0 else (run,)


def _marked(run: Run, hits: Hits) -> Iterator[Run]:
    end = run.at + len(run.text)
    index = max(0, bisect_right(hits.places, (run.at, run.at)) - 1)
    at = run.at
    while index < len(hits.places) and hits.places[index][0] < end:
        start, stop = hits.places[index]
        start, stop = max(start, at), min(stop, end)
        if stop > start:
            if start > at:
                yield Run(run.text[at - run.at : start - run.at], run.face, at)
            role = "chosen" if index == hits.number else "hit"
            yield Run(run.text[start - run.at : stop - run.at], run.face._replace(role=role), start)
            at = stop
        index += 1
    if at < end:
        yield Run(run.text[at - run.at :], run.face, at)
