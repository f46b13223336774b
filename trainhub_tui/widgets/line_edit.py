"""A line being typed: text and the place in it, as a value."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 400


@dataclass(frozen=True, slots=True)
class LineEdit:
    """`at` is where the next character goes."""

    text: str = ""
    at: int = 0

    def pressed(self, key: str, character: str | None) -> LineEdit | None:
        """The line after a key; None for a key that is not one of typing."""
        match key:
            case "backspace":
                return LineEdit(self.text[: max(0, self.at - 1)] + self.text[self.at :], max(0, self.at - 1))
            case "delete":
                return LineEdit(self.text[: self.at] + self.text[self.at + 1 :], self.at)
            case "left":
                return LineEdit(self.text, max(0, self.at - 1))
            case "right":
                return LineEdit(self.text, min(len(self.text), self.at + 1))
            case "home" | "ctrl+a":
                return LineEdit(self.text, 0)
            case "end" | "ctrl+e":
                return LineEdit(self.text, len(self.text))
            case "ctrl+u":
                return LineEdit(self.text[self.at :], 0)
        return self.typed(character) if character and character.isprintable() else None

    def typed(self, text: str) -> LineEdit:
        """The line with this text put in, as much as there is room for."""
        fitting = text[: LONGEST - len(self.text)]
        return LineEdit(self.text[: self.at] + fitting + self.text[self.at :], self.at + len(fitting))


EMPTY = LineEdit()
