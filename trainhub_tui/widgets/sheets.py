"""What is being answered, as values: each key makes the next one. How they look is `answer_sheet`, what they earn is the rules'."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from trainhub_core.models.attempt import Answer, Chosen, Matched, Ordered, Ticked, Typed
from trainhub_tui.widgets.line_edit import EMPTY, LineEdit

Named = tuple[str, str]
"""Id and text of something to choose."""
LETTERS = "abcdefghi"
ALWAYS_TAKEN = 6
"""Letters up to f are never anything else than an answer while one is being given."""
NOTHING = "…"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a sheet. `here` is where the keys act, `at` where typing goes; `legend` only tells; plain unless it is Markdown."""

    lead: str
    text: str
    on: bool = False
    here: bool = False
    at: int | None = None
    legend: bool = False
    markdown: bool = False


class Sheet(ABC):
    """An answer being made. Pasted text goes where typing goes."""

    @abstractmethod
    def pressed(self, key: str, character: str | None) -> Sheet | None:
        """The sheet after a key; None for a key that means nothing here."""

    @abstractmethod
    def answer(self) -> Answer:
        """The answer as it stands."""

    @abstractmethod
    def rows(self) -> tuple[SheetRow, ...]:
        """What is shown."""

    def pasted(self, text: str) -> Sheet | None:
        """The sheet with this text typed in; None where nothing is typed."""
        return None

    def clicked(self, row: int) -> Sheet:
        """The sheet after a click on a row."""
        return self


def choice_of(key: str, count: int) -> int | None:
    """The place that a letter or a digit names, which may be past the last one; None for another key."""
    if len(key) != 1:
        return None
    if key in "123456789":
        return int(key) - 1
    place = LETTERS.find(key)
    return place if 0 <= place < max(ALWAYS_TAKEN, count) else None


def step_of(key: str) -> int:
    """Down is 1, up is -1, any other key 0."""
    return {"down": 1, "j": 1, "up": -1, "k": -1}.get(key, 0)


def letter(place: int) -> str:
    """The letter of a place, a blank past the last one."""
    return LETTERS[place] if place < len(LETTERS) else " "


def turned(values: tuple[str, ...], value: str, step: int) -> str:
    """The value so many places on, from the first again after the last."""
    return values[(values.index(value) + step) % len(values)] if value in values else values[0 if step > 0 else -1]


@dataclass(frozen=True, slots=True)
class ChoiceSheet(Sheet):
    """One option, or with `many` any number; with `follows` the one under the cursor is chosen."""

    options: tuple[Named, ...]
    chosen: frozenset[str] = frozenset()
    many: bool = False
    follows: bool = False
    cursor: int = 0

    def pressed(self, key: str, character: str | None) -> Sheet | None:
        place = choice_of(key, len(self.options))
        if place is not None:
            return self.clicked(place) if place < len(self.options) else self
        if step := step_of(key):
            return replace(self, cursor=max(0, min(len(self.options) - 1, self.cursor + step)))
        return self.clicked(self.cursor) if key == "space" else None

    def clicked(self, row: int) -> Sheet:
        id_ = self.options[row][0]
        return replace(self, cursor=row, chosen=self.chosen ^ {id_} if self.many else frozenset({id_}))

    def answer(self) -> Answer:
        if self.many:
            return Ticked(options=tuple(id_ for id_, _ in self.options if id_ in self.chosen))
        here = self.options[self.cursor][0] if self.follows else next(iter(self.chosen), "none")
        return Chosen(option=here)

    def rows(self) -> tuple[SheetRow, ...]:
        signs = ("", "") if self.follows else ("[✔] ", "[ ] ") if self.many else ("(•) ", "( ) ")
        return tuple(
            SheetRow(
                f"{letter(place)} {signs[0] if id_ in self.chosen else signs[1]}",
                text,
                id_ in self.chosen,
                place == self.cursor,
                markdown=not self.follows,
            )
            for place, (id_, text) in enumerate(self.options)
        )


@dataclass(frozen=True, slots=True)
class TypedSheet(Sheet):
    """A number or a few words are typed; `unit` stands behind them."""

    line: LineEdit = EMPTY
    unit: str = ""

    def pressed(self, key: str, character: str | None) -> Sheet | None:
        line = self.line.pressed(key, character)
        return replace(self, line=line) if line is not None else None

    def pasted(self, text: str) -> Sheet | None:
        return replace(self, line=self.line.typed(text))

    def answer(self) -> Answer:
        return Typed(text=self.line.text)

    def rows(self) -> tuple[SheetRow, ...]:
        unit = (SheetRow("  ", f"in {self.unit}", legend=True),) if self.unit else ()
        return (SheetRow("", self.line.text, here=True, at=self.line.at), *unit)


@dataclass(frozen=True, slots=True)
class MatchSheet(Sheet):
    """Each item gets a target by its letter, or by turning through them."""

    items: tuple[Named, ...]
    targets: tuple[Named, ...]
    given: tuple[tuple[str, str], ...] = ()
    cursor: int = 0

    def pressed(self, key: str, character: str | None) -> Sheet | None:
        here, ids = self.items[self.cursor][0], tuple(id_ for id_, _ in self.targets)
        place = choice_of(key, len(ids))
        if place is not None:
            return self._with(here, ids[place], 1) if place < len(ids) else self
        if step := step_of(key):
            return replace(self, cursor=max(0, min(len(self.items) - 1, self.cursor + step)))
        match key:
            case "right" | "space" | "l":
                return self._with(here, turned(ids, dict(self.given).get(here, ""), 1))
            case "left" | "h":
                return self._with(here, turned(ids, dict(self.given).get(here, ""), -1))
            case "backspace" | "delete":
                return replace(self, given=tuple(pair for pair in self.given if pair[0] != here))
        return None

    def clicked(self, row: int) -> Sheet:
        if row < len(self.items):
            return replace(self, cursor=row)
        place = row - len(self.items)
        return self._with(self.items[self.cursor][0], self.targets[place][0], 1) if place < len(self.targets) else self

    def _with(self, item: str, target: str, on: int = 0) -> MatchSheet:
        given = tuple({**dict(self.given), item: target}.items())
        return replace(self, given=given, cursor=min(len(self.items) - 1, self.cursor + on))

    def answer(self) -> Answer:
        return Matched(targets=dict(self.given))

    def rows(self) -> tuple[SheetRow, ...]:
        ids, given = [id_ for id_, _ in self.targets], dict(self.given)
        items = tuple(
            SheetRow(
                f"({letter(ids.index(given[id_])) if id_ in given else ' '}) ", text, id_ in given, place == self.cursor, markdown=True
            )
            for place, (id_, text) in enumerate(self.items)
        )
        return (
            *items,
            *(SheetRow(f"  {letter(place)} ", text, legend=True, markdown=True) for place, (_, text) in enumerate(self.targets)),
        )


@dataclass(frozen=True, slots=True)
class OrderSheet(Sheet):
    """Items are moved: space takes one and puts it down, a digit sends it to that place."""

    items: tuple[Named, ...]
    cursor: int = 0
    held: bool = False

    def pressed(self, key: str, character: str | None) -> Sheet | None:
        if step := step_of(key):
            if self.held:
                return self._moved(self.cursor + step)
            return replace(self, cursor=max(0, min(len(self.items) - 1, self.cursor + step)))
        match key:
            case "space":
                return replace(self, held=not self.held)
            case "shift+down" | "J":
                return self._moved(self.cursor + 1)
            case "shift+up" | "K":
                return self._moved(self.cursor - 1)
        return self._moved(int(key) - 1) if len(key) == 1 and key in "123456789" else None

    def clicked(self, row: int) -> Sheet:
        return replace(self._moved(row), held=False) if self.held else replace(self, cursor=row, held=True)

    def _moved(self, to: int) -> OrderSheet:
        to = max(0, min(len(self.items) - 1, to))
        rest = [item for place, item in enumerate(self.items) if place != self.cursor]
        return replace(self, items=(*rest[:to], self.items[self.cursor], *rest[to:]), cursor=to)

    def answer(self) -> Answer:
        return Ordered(items=tuple(id_ for id_, _ in self.items))

    def rows(self) -> tuple[SheetRow, ...]:
        return tuple(
            SheetRow(
                f"{place + 1} {'↑↓ ' if self.held and place == self.cursor else '   '}",
                text,
                self.held and place == self.cursor,
                place == self.cursor,
                markdown=True,
            )
            for place, (_, text) in enumerate(self.items)
        )
