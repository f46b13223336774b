"""What a list shows: rows of cells, the source they come from, the columns they stand in. Knows nothing of Textual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar


class Cell(NamedTuple):
    """Plain text and the name of a role (text, muted, done, under-way, category-…); never markup. `hits` are stretches looked for."""

    text: str
    role: str = "text"
    hits: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row, known by its key. `card` has its lines for narrow screens; `marks` stand before the first column."""

    key: str
    cells: tuple[Cell, ...]
    card: tuple[tuple[Cell, ...], ...] = ()
    marks: tuple[Cell, ...] = ()
    selected: bool = False


class RowSource(Protocol):
    """Where rows come from, a page at a time."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        ...

    def page(self, start: int, size: int) -> Sequence[Row]:
        """Rows from `start` on, at most `size`."""
        ...

    def index_of(self, key: str) -> int | None:
        """Where the row with a key stands, None when it is gone."""
        ...


class Rows:
    """Rows in memory."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = rows
        self._index: dict[str, int] | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def page(self, start: int, size: int) -> Sequence[Row]:
        """Rows from `start` on, at most `size`."""
        return self._rows[start : start + size]

    def index_of(self, key: str) -> int | None:
        """Where the row with a key stands, None when it is gone."""
        if self._index is None:
            self._index = {row.key: index for index, row in enumerate(self._rows)}
        return self._index.get(key)


class Known(Protocol):
    """Something that a row can be made of, known by its id."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Known)


class RowsOf(Generic[Thing]):
    """Rows that are made of things when their page is looked at, so that a long list costs no more than what is seen of it."""

    def __init__(self, things: Sequence[Thing], made: Callable[[Sequence[Thing]], Sequence[Row]]) -> None:
        self._things = things
        self._made = made
        self._index: dict[str, int] | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._things)

    def page(self, start: int, size: int) -> Sequence[Row]:
        """Rows from `start` on, at most `size`."""
        return self._made(self._things[start : start + size])

    def index_of(self, key: str) -> int | None:
        """Where the row with a key stands, None when it is gone."""
        if self._index is None:
            self._index = {thing.id: index for index, thing in enumerate(self._things)}
        return self._index.get(key)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` cells, or a `share` of what is left with `width` cells at least.

    Columns with the highest `drop` go first when there is no room; 0 never goes.
    """

    title: str
    width: int = 1
    share: int = 0
    drop: int = 0
    align: Literal["left", "right"] = "left"


GAP = 2
"""Cells between two columns."""


def fitted(columns: Sequence[Column], width: int) -> list[tuple[int, int]]:
    """Which columns stand in a width, as (number, cells); together with the gaps they are never wider."""
    kept = list(range(len(columns)))
    while kept and _needed(columns, kept) > width:
        drop = max(kept, key=lambda index: (columns[index].drop, index))
        if columns[drop].drop <= 0 or len(kept) == 1:
            break
        kept.remove(drop)
    spare = width - _needed(columns, kept)
    cells = {index: columns[index].width for index in kept}
    if spare > 0:
        _share_out(columns, cells, spare)
    elif spare < 0:
        _squeeze(columns, cells, -spare)
    return [(index, cells[index]) for index in kept if cells[index] > 0]


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[index].width for index in kept) + GAP * max(0, len(kept) - 1)


def _share_out(columns: Sequence[Column], cells: dict[int, int], spare: int) -> None:
    shares = sum(columns[index].share for index in cells)
    left = spare
    flexible = [index for index in cells if columns[index].share]
    for index in flexible:
        more = left if index == flexible[-1] else spare * columns[index].share // shares
        cells[index] += more
        left -= more


def _squeeze(columns: Sequence[Column], cells: dict[int, int], over: int) -> None:
    """Nothing more can be dropped: flexible columns give way first, then the widest; the last ones go when even that is not enough."""
    for index in sorted(cells, key=lambda index: (columns[index].share == 0, -cells[index])):
        give = min(over, cells[index] - 1)
        cells[index] -= give
        over -= give
    for index in sorted(cells, reverse=True):
        if over <= 0 or index == min(cells):
            return
        over -= cells[index] + GAP
        cells[index] = 0
