"""All bookmarks; enter opens the place (LEARN-1)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.operations import SetBookmark
from trainhub_tui.screens.bookmark_rows import COLUMNS, bookmark_list
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList

PAGE_OF = {BookmarkKind.COURSE: "course", BookmarkKind.LESSON: "lesson", BookmarkKind.RESOURCE: "document"}


class BookmarksScreen(ListPage):
    """The list of all bookmarks, the latest first."""

    TITLE = "Bookmarks"
    CSS_PATH = ["../styles/lists.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter", "bookmark", "remove")
    known: Known = Known()

    def compose_page(self) -> Iterable[Widget]:
        yield FilterBar("Filter by title")
        yield RowList(COLUMNS, header=True, card_lines=2, mark_width=2, id="list")

    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        self.known = found
        self.show_list()

    def show_list(self) -> None:
        marks = self.known.state.bookmarks.values() if self.known.state else ()
        quoted = f'"{self.filter_text}"' if self.filter_text else ""
        nothing = "No bookmarks yet. b sets one on a course, a document or a place in a text."
        rows = bookmark_list(marks, self.known.catalogue, self.filter_text, self.hub.now())
        self.put(rows, self.empty_sentence(nothing, quoted) if self.known.state else "—")

    @property
    def chosen(self) -> Bookmark | None:
        """The bookmark under the cursor."""
        return self.known.state.bookmarks.get(self.key) if self.known.state else None

    def on_row_list_opened(self, _: RowList.Opened) -> None:
        mark = self.chosen
        if mark is None:
            return
        if mark.kind is BookmarkKind.COURSE or not mark.offset:
            self.app.open(PAGE_OF[mark.kind], mark.object)
        else:
            self.app.open(PAGE_OF[mark.kind], mark.object, str(mark.offset))

    def can_bookmark(self) -> str | None:
        return None if self.chosen else "There is no bookmark here."

    def verb_bookmark(self) -> None:
        """Take the bookmark away."""
        if mark := self.chosen:
            taken = mark.model_copy(update={"on": False, "at": self.hub.now()})
            self.do(SetBookmark(bookmark=taken), "Bookmark removed.")

    def can_remove(self) -> str | None:
        return self.can_bookmark()

    def verb_remove(self) -> None:
        if mark := self.chosen:
            self.ask(f"Remove the bookmark {mark.title or mark.object}?", "Remove", self.verb_bookmark)
