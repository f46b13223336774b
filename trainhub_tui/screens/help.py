"""`?`: the keys that work on the page at hand, and why some cannot act now."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widget import Widget

from trainhub_tui import palette, verbs
from trainhub_tui.screens.page import Page, verb_bindings
from trainhub_tui.screens.shell import Shell


class Help(ModalScreen[None]):
    """See the module."""

    app = getters.app(Shell)
    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *verb_bindings(("back", "help", "down", "up", "page-down", "page-up", "top", "bottom")),
        Binding("q,enter", "verb('back')", show=False),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield _Words(next((screen for screen in reversed(self.app.screen_stack) if isinstance(screen, Page)), None))

    def on_mount(self) -> None:
        self.query_one("#keys").border_title = Content("Keys that work here")
        self.query_one("#keys").border_subtitle = Content("esc goes back")

    def on_click(self, event: Click) -> None:
        """Beside the keys, or on the line that says how to go back."""
        keys = self.query_one("#keys").region
        if not keys.contains(event.screen_x, event.screen_y) or event.screen_y == keys.bottom - 1:
            self.dismiss()

    def action_verb(self, verb_id: str) -> None:
        keys = self.query_one("#keys", VerticalScroll)
        match verb_id:
            case "down":
                keys.scroll_down(animate=False)
            case "up":
                keys.scroll_up(animate=False)
            case "page-down":
                keys.scroll_page_down(animate=False)
            case "page-up":
                keys.scroll_page_up(animate=False)
            case "top":
                keys.scroll_home(animate=False)
            case "bottom":
                keys.scroll_end(animate=False)
            case _:
                self.dismiss()


class _Words(Widget):
    """The lines, wrapped to the width there is."""

    def __init__(self, page: Page | None) -> None:
        super().__init__()
        self._page = page

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return self._words(width).plain.count("\n") + 1

    def render(self) -> Content:
        return self._words(self.size.width)

    def _words(self, width: int) -> Content:
        return help_words(self._page, width) if self._page else Content("")


def help_words(page: Page, width: int) -> Content:
    """The page's verbs by group: keys, what they do, and the reason where one cannot act now."""
    lines: list[Content] = []
    here = [verbs.VERBS[verb_id] for verb_id in (*page.verb_ids, "commands")]
    for group in verbs.GROUPS:
        members = [verb for verb in here if verb.group == group]
        if members:
            lines += [Content(""), Content.styled(group, palette.TITLE)] if lines else [Content.styled(group, palette.TITLE)]
            lines += [line for verb in members for line in _verb(verb, page, width)]
    return Content("\n").join(lines)


def _verb(verb: verbs.Verb, page: Page, width: int) -> list[Content]:
    keys = " ".join(verbs.shown(key, ascii_only=page.app.config.ascii) for key in verbs.keys_of(verb, page.app.keys))
    key_width = 14
    reason = page.why_not(verb.id)
    told = Content(verb.help)
    words = told.wrap(max(16, width - key_width))
    if reason:
        words += [Content.styled(line.plain, palette.MUTED) for line in Content(f"Not now: {reason}").wrap(max(16, width - key_width))]
    heads = [palette.fitted(keys, key_width, palette.KEY), *[Content(" " * key_width)] * (len(words) - 1)]
    return [Content.assemble(head, word) for head, word in zip(heads, words, strict=True)]
