"""Search over everything (LEARN-5): titles and texts on this laptop, results as you type, straight to the very place."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Key
from textual.widget import Widget
from textual.widgets import Input

from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.screens.page import verb_bindings
from trainhub_tui.screens.search_rows import KINDS, FoundRows, count_words, empty_words, news
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import PAGE, RowList
from trainhub_tui.widgets.row_model import Column
from trainhub_tui.widgets.tab_strip import TabStrip

ALWAYS = 10_000
BRACKETS = ("left_square_bracket", "right_square_bracket")
"""No part of a word, so that they turn to another kind in the field too."""
TYPING = ("open", "next-tab", "next-pane", "back", "sync")
"""What has a key that types no word."""
ELSEWHERE = ("search", "why")
"""What is in the footer of other pages and says nothing here."""


def _while_typing(verb_ids: Iterable[str]) -> list[BindingType]:
    """Bindings that come before the field's own."""
    return [replace(it, priority=True) for it in verb_bindings(verb_ids) if isinstance(it, Binding)]


class SearchScreen(ListPage):
    """A field, what it finds, and of which kind."""

    TITLE = "Search"
    CSS_PATH = ["../styles/lists.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter", "next-tab", "previous-tab")
    BINDINGS: ClassVar[list[BindingType]] = _while_typing(("next-tab", "previous-tab"))
    AUTO_FOCUS = ""
    kind: str = "all"
    rows: FoundRows | None = None
    _asked: tuple[str, str] = ("", "all")
    _answered: tuple[str, str] = ("", "all")
    _open_first: bool = False
    _opening: bool = True

    def compose_page(self) -> Iterable[Widget]:
        yield FilterBar("Words of a title or a text", leaves=BRACKETS)
        yield TabStrip([(kind, name) for kind, (name, _) in KINDS.items()])
        yield RowList((Column("Found", 26, share=1),), card_lines=2, card_below=ALWAYS, id="list")

    def focus_first(self) -> None:
        self.query_one(FilterBar).open()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What is typed before the field has the focus goes into it all the same."""
        return self._opening and key not in BRACKETS and character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        if event.character and self.check_consume_key(event.key, event.character):
            self.query_one(Input).insert_text_at_cursor(event.character)
            event.stop().prevent_default()

    def refresh_view(self) -> None:
        self.show_list()

    def show_list(self) -> None:
        asked = self._asked = (self.filter_text, self.kind)
        self.query_one(TabStrip).show(self.kind)
        self.load(lambda: self._find(asked), self._show)

    def _find(self, asked: tuple[str, str]) -> tuple[tuple[str, str], FoundRows]:
        """In a thread: the answer, with what its first rows say."""
        typed, kind = asked
        rows = FoundRows(self.hub.search.find(typed, KINDS[kind][1]), self.hub.search.snippets)
        rows.page(0, PAGE)
        return asked, rows

    def _show(self, answer: tuple[tuple[str, str], FoundRows]) -> None:
        before, (self._answered, self.rows) = self._answered, answer
        typed, kind = self._answered
        found = self.rows.found
        self.list.empty = empty_words(typed, found, KINDS[kind][0] if kind != "all" else "")
        self.list.update(self.rows)
        if before != self._answered:
            self.list.action_first()
        self.query_one(FilterBar).say(count_words(found) + news(found))
        self.show_footer()
        if self._open_first:
            self._open_first = False
            self.submit_filter()

    # --- the footer
    def footer_hints(self) -> list[tuple[str, str, str]]:
        if not isinstance(self.focused, Input):
            return [hint for hint in super().footer_hints() if hint[0] not in ELSEWHERE]
        return [(it, self.key_of(it), self.label(it)) for it in TYPING if self.why_not(it) is None]

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self._opening = False
        self.show_frame()

    # --- kinds
    def label(self, verb_id: str) -> str:
        return {"filter": "Words", "next-tab": "Kind", "next-pane": "Results"}.get(verb_id) or super().label(verb_id)

    def verb_next_tab(self) -> None:
        self._turn_to(self.query_one(TabStrip).turned(1))

    def verb_previous_tab(self) -> None:
        self._turn_to(self.query_one(TabStrip).turned(-1))

    def on_tab_strip_chosen(self, message: TabStrip.Chosen) -> None:
        self._turn_to(message.tab)

    def _turn_to(self, kind: str) -> None:
        self.kind = kind
        self.show_list()

    def verb_search(self) -> None:
        self.verb_filter()

    # --- opening
    def submit_filter(self) -> None:
        """Enter opens the first hit of what was typed, or the one the arrows have gone to."""
        if self._asked != self._answered:
            self._open_first = True
        elif self.list.key:
            self.list.action_open()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if self.rows is not None and self.rows.index_of(message.key) is not None:
            self.app.open(*self.rows.place(message.key))

    def step_back(self) -> bool:
        """Clear what was typed first, then the kind, then leave the page."""
        bar = self.query_one(FilterBar)
        if bar.text.strip():  # as it stands now: the page is told of it a moment later, and a key pressed twice would count once
            bar.close()
            bar.open()
            return True
        if self.kind != "all":
            self._turn_to("all")
            return True
        return False
