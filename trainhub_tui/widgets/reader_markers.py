"""Highlights laid over the runs of a line. Knows nothing of Textual."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trainhub_tui.widgets.reader_wrap import Run


class Marker(NamedTuple):
    """A marked stretch of the source: `role` is how it looks, `has_words` whether something was written on it."""

    id: str
    start: int
    end: int
    role: str
    has_words: bool = False


def with_markers(runs: Iterable[Run], markers: Sequence[Marker]) -> Iterator[Run]:
    """The runs, cut where a marker begins or ends; of several on one place the last one shows."""
    for run in runs:
        end = run.at + len(run.text)
        over = [it for it in markers if it.start < end and it.end > run.at] if run.at >= 0 else []
        if not over:
            yield run
            continue
        cuts = sorted({run.at, end, *(at for it in over for at in (it.start, it.end) if run.at < at < end)})
        for start, stop in pairwise(cuts):
            role = next((it.role for it in reversed(over) if it.start <= start < it.end), run.face.marker)
            yield Run(run.text[start - run.at : stop - run.at], run.face._replace(marker=role), start)
