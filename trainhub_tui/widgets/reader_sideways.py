"""Code and tables that are wider than the screen, seen through a window that moves sideways. Knows nothing of Textual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, split_graphemes

from trainhub_tui.widgets.reader_wrap import Face, Line, Run

STEP = 16
"""Cells of a step to the side."""


@dataclass
class Sideways:
    """`shift` is how many cells the window has moved, None while wide lines are wrapped; `widest` the widest line seen so far."""

    shift: int | None = None
    widest: int = 0

    def moved(self, step: int, width: int) -> int | None:
        """Where a step (1 or -1) leads: from wrapped lines to their beginning, on as far as there is text, back to wrapped lines."""
        if self.shift is None:
            return 0 if step > 0 and self.widest > width else None
        if step < 0:
            return self.shift - STEP if self.shift >= STEP else None
        return min(self.shift + STEP, max(self.shift, self.widest - width))

    def note(self, width: int) -> None:
        """A line this wide has been seen."""
        self.widest = max(self.widest, width)


def windowed(line: Line, shift: int, width: int, more: str) -> Line:
    """The part of a line that is in the window; `more` in its last cells says that it goes on."""
    runs = list(_cut(line.runs, shift, width))
    if line.cells > shift + width:
        runs = [*_cut(line.runs, shift, width - cell_len(more)), Run(more, Face("mark"))]
    return line._replace(runs=tuple(runs))


def _cut(runs: Sequence[Run], start: int, width: int) -> Iterator[Run]:
    """The cells from `start` on; a wide character on an edge becomes a space."""
    at = 0
    for run in runs:
        size = cell_len(run.text)
        if at + size > start and at < start + width:
            text, skipped = _cells(run.text, max(0, start - at), start + width - at)
            yield Run(text, run.face, run.at + skipped if run.at >= 0 else -1)
        at += size


def _cells(text: str, first: int, last: int) -> tuple[str, int]:
    """What stands from one cell to another, and how many characters were left out before it."""
    kept: list[str] = []
    used, skipped = 0, 0
    for start, end, cells in split_graphemes(text)[0]:
        if used + cells <= first:
            skipped = end
        elif used < first or used + cells > last:
            kept.append(" " * (min(used + cells, last) - max(used, first)))
        else:
            kept.append(text[start:end])
        used += cells
        if used >= last:
            break
    return "".join(kept), skipped
