"""Search over every title: courses, lessons, webinars, resources, bookmarks; results as you type."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.screens.title_search import COLUMNS, Found, found_list, search
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList


class SearchScreen(ListPage):
    """A field and what it finds."""

    TITLE = "Search"
    CSS_PATH = ["../styles/lists.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter",)
    AUTO_FOCUS = ""
    known: Known = Known()
    _found: tuple[Found, ...] = ()

    def compose_page(self) -> Iterable[Widget]:
        yield FilterBar("Title of a course, lesson, webinar, document or bookmark")
        yield RowList(COLUMNS, card_lines=2, card_below=50, id="list")

    def focus_first(self) -> None:
        self.query_one(FilterBar).open()

    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        self.known = found
        self.show_list()

    def show_list(self) -> None:
        state = self.known.state
        self._found = search(self.known.catalogue, state, self.filter_text) if state else ()
        words = self.filter_text
        self.put(
            found_list(self._found), f'No title has "{words}" in it. esc clears.' if words else "Type a word of the title you look for."
        )
        self.query_one(FilterBar).say(f"{len(self._found)} found" if words else "")

    def submit_filter(self) -> None:
        """Enter opens the first hit, or the one the arrows have gone to."""
        if self.list.key:
            self.list.action_open()
        else:
            super().submit_filter()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        hit = next((it for it in self._found if it.id == message.key), None)
        if hit:
            self.app.open(hit.page, hit.of, *([str(hit.offset)] if hit.offset else []))

    def step_back(self) -> bool:
        """Clear what was typed first, then leave the page."""
        bar = self.query_one(FilterBar)
        if not self.filter_text:
            return False
        bar.close()
        bar.open()
        return True
