"""One learning path: its modules with their states and reasons, a bar, and Continue (PATH-1 to PATH-5)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.catalogue import Course
from trainhub_core.models.views import PathCard
from trainhub_core.views.courses import pace_of, path_card
from trainhub_tui.screens import learn_rows
from trainhub_tui.screens.course_acts import CourseActs
from trainhub_tui.screens.course_words import course_detail, path_head
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.widgets.row_list import RowList


class PathScreen(CourseActs, ListPage):
    """The page of one path."""

    SECTION = "learn"
    CSS_PATH = ["../styles/lists.tcss", "../styles/learn.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, path_id: str) -> None:
        super().__init__()
        self.path_id = path_id
        self._card: PathCard | None = None

    def compose_page(self) -> Iterable[Widget]:
        yield Static(id="head")
        with Horizontal(id="body"):
            yield RowList(learn_rows.MODULE_COLUMNS, card_lines=3, mark_width=2, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")

    def page_title(self) -> str:
        return self._card.title if self._card else "Path"

    @property
    def course(self) -> Course | None:
        return self.known.catalogue.courses.get(self.key)

    def refresh_view(self) -> None:
        self.load(lambda: self._read(), self._show)

    def _read(self) -> tuple[Known, PathCard | None]:
        known = read(self.hub)
        path = known.catalogue.paths.get(self.path_id)
        if path is None or known.state is None:
            return known, None
        record = known.state.record
        return known, path_card(path, known.catalogue, record, pace_of(known.catalogue, record))

    def _show(self, found: tuple[Known, PathCard | None]) -> None:
        self.known, self._card = found
        self.show_list()
        self.show_frame()

    def show_list(self) -> None:
        card = self._card
        if card is None:
            self.put([], self.known.nothing_yet("Paths") or "This path is not offered any more. esc goes back.")
            return
        self.query_one("#head", Static).update(path_head(card, self.size.width))
        self.list.rearrange(learn_rows.module_columns(self.size.width))
        self.put(learn_rows.module_list(card, self.size.width), "This path has no modules yet. esc goes back.")
        self._show_detail()

    def _show_detail(self) -> None:
        row = next((it for it in self._card.modules if it.id == self.key), None) if self._card else None
        catalogue = self.known.catalogue
        needs = self.course.after if self.course else ()
        titles = [catalogue.courses[need.course_id].title for need in needs if need.course_id in catalogue.courses]
        self.query_one("#detail-words", Static).update(course_detail(row, titles, catalogue) if row else Content(""))

    def on_resize(self) -> None:
        self.leave_room_for_list()
        self.show_list()

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_detail()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        self.app.open("course", message.key)

    def can_continue(self) -> str | None:
        if self._card and self._card.next:
            return None
        return (
            f"{self._card.title} is complete."
            if self._card and self._card.percent == 100
            else "Nothing of this path is open now; w says why."
        )

    def verb_continue(self) -> None:
        if self._card and self._card.next:
            self.app.open("lesson", self._card.next.lesson_id)

    def why(self) -> str:
        row = next((it for it in self._card.modules if it.id == self.key), None) if self._card else None
        return f"{row.title}: {row.why or row.state}." if row else ""

    def label(self, verb_id: str) -> str:
        return "Leave" if verb_id == "enrol" and self.is_enrolled else super().label(verb_id)
