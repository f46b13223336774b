"""One webinar: when, with whom, seats, and what the learner holds of it (WEB-1, WEB-2)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.views import WebinarRow
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.webinar_acts import WebinarActs
from trainhub_tui.screens.webinar_words import webinar_detail

TICK_SECONDS = 20


class WebinarScreen(WebinarActs):
    """The page of one webinar."""

    SECTION = "webinars"
    CSS_PATH = ["../styles/lists.tcss", "../styles/webinars.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, webinar_id: str) -> None:
        super().__init__()
        self.webinar_id = webinar_id

    def compose_page(self) -> Iterable[Widget]:
        with VerticalScroll(classes="pane", id="words"):
            yield Static(id="page-words")

    def on_mount(self) -> None:
        self.pane().focus()
        self.set_interval(TICK_SECONDS, self._show_words)

    def pane(self) -> Widget:
        return self.query_one("#words")

    def page_title(self) -> str:
        row = self.webinar_row
        return row.webinar.title if row else "Webinar"

    @property
    def webinar_row(self) -> WebinarRow | None:
        return self.row_of(self.webinar_id)

    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        self.known = found
        self._show_words()
        self.show_frame()

    def _show_words(self) -> None:
        row = self.webinar_row
        words = (
            webinar_detail(row, self.hub.zone, self.hub.now()) if row else Content("This webinar is not offered any more. esc goes back.")
        )
        self.query_one("#page-words", Static).update(words if self.known.state else Content("—"))
