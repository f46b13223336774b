"""The keys of a dialog, in a line: what each does, by key and by mouse."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widgets import Static

from trainhub_tui import palette, verbs


class KeyHint(NamedTuple):
    """A key in Textual's name, what it does in a word, and the action of the dialog that does it."""

    key: str
    label: str
    action: str


class KeyLine(Static):
    """See the module."""

    DEFAULT_CSS = "KeyLine { width: 1fr; height: auto; }"

    def __init__(self, hints: Sequence[KeyHint], gap: str = "   ", id: str | None = None) -> None:  # Textual's name
        super().__init__(id=id)
        self._hints, self._gap = tuple(hints), gap

    def on_mount(self) -> None:
        ascii_only = self.app.has_class(palette.ASCII_CLASS)
        words = (
            palette.key_hint(verbs.shown(it.key, ascii_only=ascii_only), it.label).stylize(Style.from_meta({"does": it.action}))
            for it in self._hints
        )
        self.update(Content(self._gap).join(words))

    async def on_click(self, event: Click) -> None:
        if action := event.style.meta.get("does"):
            event.stop()
            await self.app.run_action(action, self.screen)
