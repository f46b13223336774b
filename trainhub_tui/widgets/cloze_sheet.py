"""The gaps of a cloze being filled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trainhub_core.models.attempt import Answer, Filled
from trainhub_tui.widgets.line_edit import EMPTY, LineEdit
from trainhub_tui.widgets.sheets import NOTHING, Named, Sheet, SheetRow, choice_of, letter, turned


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap: something typed, or one of `options`."""

    id: str
    options: tuple[Named, ...] = ()
    line: LineEdit = EMPTY
    option: str = ""

    @property
    def filled(self) -> str:
        """What stands in it: the text, or the id of the option."""
        return self.option if self.options else self.line.text

    def pressed(self, key: str, character: str | None) -> Blank | None:
        """The gap after a key; None for one that means nothing in it."""
        if not self.options:
            line = self.line.pressed(key, character)
            return replace(self, line=line) if line is not None else None
        ids = tuple(id_ for id_, _ in self.options)
        place = choice_of(key, len(ids))
        if place is not None:
            return replace(self, option=ids[place]) if place < len(ids) else self
        match key:
            case "right" | "space":
                return replace(self, option=turned(ids, self.option, 1))
            case "left":
                return replace(self, option=turned(ids, self.option, -1))
            case "backspace" | "delete":
                return replace(self, option="")
        return None


@dataclass(frozen=True, slots=True)
class ClozeSheet(Sheet):
    """Tab and the arrows go from gap to gap."""

    blanks: tuple[Blank, ...]
    cursor: int = 0

    def pressed(self, key: str, character: str | None) -> Sheet | None:
        step = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1}.get(key, 0)
        if step:
            return replace(self, cursor=(self.cursor + step) % len(self.blanks))
        blank = self.blanks[self.cursor].pressed(key, character)
        return self._with(blank) if blank is not None else None

    def pasted(self, text: str) -> Sheet | None:
        blank = self.blanks[self.cursor]
        return None if blank.options else self._with(replace(blank, line=blank.line.typed(text)))

    def clicked(self, row: int) -> Sheet:
        return replace(self, cursor=row)

    def _with(self, blank: Blank) -> ClozeSheet:
        return replace(self, blanks=(*self.blanks[: self.cursor], blank, *self.blanks[self.cursor + 1 :]))

    def answer(self) -> Answer:
        return Filled(gaps={blank.id: blank.filled for blank in self.blanks if blank.filled})

    def rows(self) -> tuple[SheetRow, ...]:
        return tuple(self._row(place, blank) for place, blank in enumerate(self.blanks))

    def _row(self, place: int, blank: Blank) -> SheetRow:
        here = place == self.cursor
        if not blank.options:
            return SheetRow(f"({place + 1}) ", blank.line.text, bool(blank.line.text), here, blank.line.at if here else None)
        offered = " · ".join(f"{letter(at)} {text}" for at, (_, text) in enumerate(blank.options))
        chosen = dict(blank.options).get(blank.option, NOTHING)
        return SheetRow(f"({place + 1}) ", f"{chosen}   ({offered})", bool(blank.option), here)
