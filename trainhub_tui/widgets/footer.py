"""The bottom line: at most seven verbs that act here, most used first, always in the same order."""

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from trainhub_tui import palette

STAY = 2
"""Verbs that are shown however narrow it is."""
LAST = ("help", "quit")
"""What stands at the end; where none of it is, the way out does."""


class VerbChosen(Message):
    """A verb of the footer was clicked."""

    def __init__(self, verb_id: str) -> None:
        super().__init__()
        self.verb_id = verb_id


class Footer(Widget):
    """See the module. Each hint is a verb, its key and its label."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; width: 1fr; background: $background; text-wrap: nowrap; }
    """

    _hints: tuple[tuple[str, str, str], ...] = ()

    def show(self, hints: Sequence[tuple[str, str, str]]) -> None:
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render(self) -> Content:
        shown = Content("  ").join(palette.key_hint(key, label) for _, key, label in self._fitting())
        return palette.fit(Content.assemble(" ", shown), self.size.width)

    def _fitting(self) -> list[tuple[str, str, str]]:
        """The hints that fit: the last ones go first, then quit and the keys page; the first two stay."""
        hints = list(self._hints)
        last = LAST if any(hint[0] in LAST for hint in hints) else ("back",)
        while len(hints) > STAY and 1 + sum(len(key) + len(label) + 3 for _, key, label in hints) - 2 > self.size.width:
            others = [hint for hint in hints if hint[0] not in last]
            hints.remove(others[-1] if len(others) > STAY else hints[-1])
        return hints

    def on_click(self, event: Click) -> None:
        start = 1
        for verb_id, key, label in self._fitting():
            end = start + len(key) + 1 + len(label)
            if start <= event.x < end:
                self.post_message(VerbChosen(verb_id))
                return
            start = end + 2
