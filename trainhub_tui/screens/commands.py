"""ctrl+p: every command by name, those of the page at hand first."""

from collections.abc import Callable, Iterable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input

from trainhub_tui import verbs
from trainhub_tui.screens.page import Page
from trainhub_tui.screens.shell import Shell
from trainhub_tui.theme import THEME_NAMES

_MOVING = "Move"


class Commands(Provider):
    """The verbs of the page, the sections, and the themes."""

    async def startup(self) -> None:
        """No cursor of trainhub blinks: that wakes the machine twice a second."""
        for field in self.app.screen.query(Input):
            field.cursor_blink = False

    async def discover(self) -> Hits:
        for name, told, command in self._commands():
            yield DiscoveryHit(name, command, help=told)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, told, command in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), command, help=told, text=name)

    def _commands(self) -> Iterable[tuple[str, str, Callable[[], object]]]:
        page = self.screen
        if not isinstance(page, Page):
            return
        for verb_id in page.verb_ids:
            verb = verbs.VERBS[verb_id]
            if verb.group != _MOVING and verb_id != "back":
                yield (
                    f"{page.label(verb_id)} ({page.key_of(verb_id)})",
                    verb.help,
                    partial(page.action_verb, verb_id),
                )
        for name in THEME_NAMES:
            yield f"Theme: {name}", "Change the colours.", partial(_change_theme, page.app, name)


def _change_theme(app: Shell, name: str) -> None:
    app.set_config(theme=name)
