"""What pages with lists and texts have in common: moving in the pane that has the focus, panes, continue, search."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.events import DescendantFocus
from textual.widget import Widget

from trainhub_core.models.views import Dashboard
from trainhub_tui import verbs
from trainhub_tui.screens.page import Page
from trainhub_tui.widgets.question import Question
from trainhub_tui.widgets.reader import Reader
from trainhub_tui.widgets.row_list import RowList

MOVES: Mapping[str, tuple[str, str, str]] = {
    "down": ("cursor_down", "line_down", "scroll_down"),
    "up": ("cursor_up", "line_up", "scroll_up"),
    "top": ("first", "home", "scroll_home"),
    "bottom": ("last", "end", "scroll_end"),
    "page-down": ("page_down", "page_down", "page_down"),
    "page-up": ("page_up", "page_up", "page_up"),
    "half-down": ("half_page_down", "half_page_down", "page_down"),
    "half-up": ("half_page_up", "half_page_up", "page_up"),
}
"""Each verb as an action of a list, of a reader, of anything that scrolls."""


class MovingPage(Page):
    """See the module. `pane` says which widget moves while none of the panes has the focus (a field has it)."""

    _known_home: tuple[int, Dashboard | None] | None = None
    VERBS: ClassVar[tuple[str, ...]] = (*MOVES, "next-pane", "previous-pane", "continue", "search", "bookmarks", "notes")

    def footer_hints(self) -> list[tuple[str, str, str]]:
        here = [it for it in self.verb_ids if verbs.VERBS[it].footer and self.is_in_footer(it)]
        return [(verb.id, self.key_of(verb.id), self.label(verb.id)) for verb in verbs.footer_verbs(here)]

    def is_in_footer(self, verb_id: str) -> bool:
        """Whether a verb has a place in the footer now: it can act; continue has one where learning is, why where there is a reason."""
        if verb_id == "why":
            return bool(self.why())
        return (verb_id != "continue" or self.SECTION == "learn") and self.why_not(verb_id) is None

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self.show_footer()

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self.show_footer()

    def pane(self) -> Widget | None:
        """The pane that moving verbs act on when the focus is in none."""
        return next(iter(self.query(RowList)), None)

    def moving(self) -> Widget | None:
        """The widget that moving verbs act on."""
        return self.focused if isinstance(self.focused, RowList | Reader | VerticalScroll) else self.pane()

    def move(self, verb_id: str) -> None:
        """Do a moving verb in the pane at hand."""
        pane = self.moving()
        if pane is None:
            return
        of_list, of_reader, of_other = MOVES[verb_id]
        name = of_list if isinstance(pane, RowList) else of_reader if isinstance(pane, Reader) else of_other
        act: Callable[[], None] = getattr(pane, f"action_{name}")
        act()

    def ask(self, sentence: str, yes: str, act: Callable[[], None]) -> None:
        """Ask before something is undone; act when the answer is yes."""
        self.app.push_screen(Question(sentence, yes), lambda answer: act() if answer else None)

    def verb_down(self) -> None:
        self.move("down")

    def verb_up(self) -> None:
        self.move("up")

    def verb_top(self) -> None:
        self.move("top")

    def verb_bottom(self) -> None:
        self.move("bottom")

    def verb_page_down(self) -> None:
        self.move("page-down")

    def verb_page_up(self) -> None:
        self.move("page-up")

    def verb_half_down(self) -> None:
        self.move("half-down")

    def verb_half_up(self) -> None:
        self.move("half-up")

    def verb_next_pane(self) -> None:
        self.focus_next()

    def verb_previous_pane(self) -> None:
        self.focus_previous()

    def _home(self) -> Dashboard | None:
        """Home, asked for once for each change of the hub: footers ask with every row."""
        if self._known_home is None or self._known_home[0] != self.app.generation:
            self._known_home = (self.app.generation, self.hub.home(at_once=True))
        return self._known_home[1]

    def can_continue(self) -> str | None:
        home = self._home()
        if home is None:
            return "Nothing is known yet; ctrl+r fetches it."
        return None if home.next else "Everything that is open to you is done. 2 shows all courses."

    def verb_continue(self) -> None:
        home = self.hub.home(at_once=True)
        if home and home.next:
            self.app.open("lesson", home.next.lesson_id)

    def verb_search(self) -> None:
        self.app.open("search")

    def verb_bookmarks(self) -> None:
        self.app.open("bookmarks")

    def verb_notes(self) -> None:
        self.app.open("notes")
