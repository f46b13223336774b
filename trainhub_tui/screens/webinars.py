"""Webinars: what is coming and what has been, in the learner's zone (WEB-1 to WEB-3)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.views import WebinarRow
from trainhub_core.views.dashboard import past, upcoming
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.screens.times import zone_label
from trainhub_tui.screens.webinar_acts import WebinarActs
from trainhub_tui.screens.webinar_rows import COLUMNS, webinar_list
from trainhub_tui.screens.webinar_words import webinar_detail
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.tab_strip import TabStrip

TICK_SECONDS = 20
TABS = (("upcoming", "Upcoming"), ("past", "Past"))


class WebinarsScreen(WebinarActs, ListPage):
    """Two lists in one; the countdown follows the clock."""

    SECTION = "webinars"
    TITLE = "Webinars"
    CSS_PATH = ["../styles/lists.tcss", "../styles/webinars.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter", "next-tab", "previous-tab")
    tab: str = "upcoming"

    def compose_page(self) -> Iterable[Widget]:
        yield TabStrip(TABS)
        yield FilterBar("Filter by topic or presenter")
        with Horizontal(id="body"):
            yield RowList(COLUMNS, header=True, card_lines=3, mark_width=2, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")

    def on_mount(self) -> None:
        self.set_interval(TICK_SECONDS, self._tick)

    @property
    def webinar_row(self) -> WebinarRow | None:
        return self.row_of(self.key)

    # --- showing
    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        self.known = found
        self.show_list()
        self.show_frame()

    def _tick(self) -> None:
        if self.is_current:
            self.show_list()

    def show_list(self) -> None:
        known, now, zone = self.known, self.hub.now(), self.hub.zone
        chosen = past if self.tab == "past" else upcoming
        rows = chosen(known.catalogue, known.state, now) if known.state else ()
        words = self.filter_text.casefold().split()
        kept = [row for row in rows if all(word in f"{row.webinar.title} {row.webinar.presenter}".casefold() for word in words)]
        nothing = "No webinars yet that have ended." if self.tab == "past" else "No webinars are planned. ctrl+r looks again."
        quoted = f'"{self.filter_text}"' if self.filter_text else ""
        self.put(webinar_list(kept, zone, now), known.nothing_yet("Webinars") or self.empty_sentence(nothing, quoted))
        self.query_one(TabStrip).show(self.tab, zone_label(zone))
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.webinar_row
        words = webinar_detail(row, self.hub.zone, self.hub.now()) if row else Content("")
        self.query_one("#detail-words", Static).update(words)

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_detail()
        self.show_frame()

    # --- verbs
    def on_row_list_opened(self, message: RowList.Opened) -> None:
        self.app.open("webinar", message.key)

    def show_tab(self, tab: str) -> None:
        """Show another list."""
        self.tab = tab
        self.show_list()

    def on_tab_strip_chosen(self, message: TabStrip.Chosen) -> None:
        self.show_tab(message.tab)

    def verb_next_tab(self) -> None:
        self.show_tab(self.query_one(TabStrip).turned(1))

    def verb_previous_tab(self) -> None:
        self.show_tab(self.query_one(TabStrip).turned(-1))
