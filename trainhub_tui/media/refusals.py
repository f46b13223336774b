"""Why a file cannot be opened."""

from __future__ import annotations

from trainhub_tui.media.kinds import Kind


class CannotOpen(Exception):
    """A file that cannot be shown; its text is the sentence to show. `kind` is what the file was found to be.

    `pages` is how many pages can be shown as pictures all the same."""

    def __init__(self, sentence: str, kind: Kind | None = None, pages: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.kind = kind
        self.pages = pages


OUTSIDE = "Press o to open it in the default program."
_WHY = {
    "password": "This {noun} needs a password. Press o to open it in the default program, which can ask for it.",
    "locked": "This {noun} is protected against copying. Press o to open it in the program it was bought for.",
    "broken": "This {noun} is damaged and cannot be read. Download it again, or press o to try the default program.",
    "bomb": "This {noun} unpacks to far more than a {noun} holds, so it is not opened. Ask its author for another copy.",
    "outside": "This {noun} has files in it that want to lie outside of it, so it is not opened. Ask its author for another copy.",
    "link": "This {noun} has links or devices in it, so it is not opened. Ask its author for another copy.",
    "entities": "This {noun} defines text that grows when it is read, so it is not opened. Ask its author for another copy.",
    "time": "Reading this {noun} takes too long. Press o to open it in the default program.",
    "size": "This {noun} is too long to be read here. Press o to open it in the default program.",
    "memory": "This {noun} needs too much memory to be read here. Press o to open it in the default program.",
    "nested": "This {noun} is too deeply nested to be read here. Press o to open it in the default program.",
    "pixels": "This {noun} is too large to be shown here. Press o to open it in the default program.",
    "empty": "There is nothing to read in this {noun}. Press o to open it in the default program.",
    "kind": "This is {name}, which cannot be read here. Press o to open it in the default program.",
    "unknown": "This kind of {noun} cannot be shown here. Press o to open it in the default program.",
}


def refusal(why: str, kind: Kind) -> CannotOpen:
    """The refusal for a fault in a file of some kind; of a fault nobody foresaw, that it is damaged."""
    noun = kind.name.removeprefix("a ").removeprefix("an ")
    return CannotOpen(_WHY.get(why, _WHY["broken"]).format(noun=noun, name=kind.name), kind)
