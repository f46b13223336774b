"""A page for reading: the text, its contents beside it, search in it, bookmarks in it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, Static

from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.operations import SetBookmark
from trainhub_tui.media import kinds
from trainhub_tui.media.document import Document, Heading
from trainhub_tui.screens.following import Following
from trainhub_tui.screens.lesson_words import PLACE
from trainhub_tui.screens.marking import Marking
from trainhub_tui.search.words import marks_in, words_of
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.reader_marked import MarkedReader
from trainhub_tui.widgets.reader_search import MOST, find_hits, in_address
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Column
from trainhub_tui.widgets.stated import Stated

SIDE_BY_SIDE = 100
"""Cells from which the contents stand beside the text; below, tab turns between them."""


FINEST = 8
WITH_PICTURES = tuple(it.id for it in (*kinds.PACKAGES, kinds.IMAGE))


class ReadingPage(Marking, Following):
    """Subclasses say what is read (`mark_of`) and load it into the reader."""

    CSS_PATH = ["../styles/lists.tcss", "../styles/reading.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("open", "filter", "bookmark")
    looked_for: str = ""
    """Words that the search page came with; they are marked until esc, or until another text is searched for."""

    def compose_page(self) -> Iterable[Widget]:
        with Horizontal(id="body"):
            yield RowList((Column("Contents", 10, share=1),), id="contents", empty="No headings.")
            yield MarkedReader(id="text")
            yield Stated(id="state")
        yield FilterBar("Search in this text")
        yield Static(id="link")
        yield Static(id="news")
        yield Static(id="foot")

    @property
    def contents(self) -> RowList:
        """The pane with the contents."""
        return self.query_one("#contents", RowList)

    def pane(self) -> Widget:
        return self.reader

    # --- states of the page
    def show_text(self) -> None:
        """The text is what is seen."""
        self.set_class(False, "-stated")
        self.show_footer()

    def show_state(self, words: Content) -> None:
        """Something else than a text is seen: why there is none, how far it is fetched."""
        self.set_class(True, "-stated")
        self.query_one(Stated).show(words)
        self.show_footer()

    def show_news(self, words: Content) -> None:
        """A line above the foot, in place; an empty one hides it."""
        news = self.query_one("#news", Static)
        news.update(words)
        news.display = bool(words.plain)

    # --- contents
    def heading_at(self, offset: int) -> Heading | None:
        """The heading that an offset stands under."""
        before = [heading for heading in self.reader.contents if heading.offset <= offset]
        return before[-1] if before else None

    def follow_contents(self) -> None:
        """Keep the cursor of the contents on the heading being read."""
        heading = self.heading_at(self.reader.place)
        if not self.contents.has_focus and not (heading and self.contents.go_to(f"{PLACE}{heading.offset}")):
            self.contents.go_to(self.key_of_text())

    def key_of_text(self) -> str:
        """The row of the contents that stands for the text before its first heading."""
        return ""

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        self.open_row(message.key)

    def open_row(self, key: str) -> None:
        """Go to what was chosen in the contents."""
        if key.startswith(PLACE):
            self.reader.go_to(int(key.removeprefix(PLACE)))
        self.to_text()

    def to_text(self) -> None:
        """Leave the contents."""
        self.remove_class("-contents")
        self.reader.focus()

    def verb_next_pane(self) -> None:
        if self.contents.has_focus:
            self.to_text()
        else:
            self.add_class("-contents")
            self.contents.focus()

    def verb_previous_pane(self) -> None:
        self.verb_next_pane()

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self.show_frame()  # what enter does depends on what has the keys

    def can_open(self) -> str | None:
        if self.has_class("-stated"):
            return "There is no text here now."
        if self.contents.has_focus or self.is_on_link or self.looked_for:
            return None
        return "tab goes to the contents and a to the next link; enter goes there."

    def verb_open(self) -> None:
        if self.is_on_link:
            self.reader.action_open_link()
        elif self.contents.has_focus:
            self.contents.action_open()
        else:
            self.reader.action_next_hit()

    # --- search
    def can_filter(self) -> str | None:
        return "There is no text here to search in." if self.has_class("-stated") else None

    def verb_filter(self) -> None:
        self.query_one(FilterBar).open()

    def label(self, verb_id: str) -> str:
        names = {"filter": "Find", "next-pane": "Contents", "open": "Next place" if self.looked_for else ""}
        return names.get(verb_id) or super().label(verb_id)

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        if self.looked_for and message.text == self.looked_for:
            return  # its places are marked already
        self.looked_for = ""
        self._say_found(self.reader.search(message.text), message.text)
        self.show_frame()

    def _say_found(self, count: int, text: str) -> None:
        so_far = "" if self.reader.document.complete else " so far"
        said = "" if not text else f"{count} found{so_far} · ⏎ next · esc" if count else f"not found{so_far} · esc"
        self.query_one(FilterBar).say(said)

    def find_again(self) -> None:
        """Find what stands in the search line in the text that has come since; the place stays where there was something to see."""
        text = self.query_one(FilterBar).text
        if text and not self.looked_for:
            if self.reader.hit_count:
                self.reader.mark(find_hits(self.reader.document.text, text).places)
            else:
                self.reader.search(text)
            self._say_found(self.reader.hit_count, text)

    def end_search(self) -> None:
        """Nothing is searched for any more."""
        self.looked_for = ""
        self.query_one(FilterBar).close()
        self.reader.search("")
        self.show_frame()

    def mark_looked_for(self) -> None:
        """Mark the words that the search page came with. In a thread: a text may be long."""
        if self.looked_for:
            find = partial(self._find_looked_for, self.reader.document.text, self.looked_for)
            self.run_worker(find, thread=True, group="places", exclusive=True)

    def _find_looked_for(self, text: str, looked_for: str) -> None:
        places = [it for it in marks_in(text, words_of(looked_for), MOST) if not in_address(text, it[0])]
        self.app.call_from_thread(self._show_looked_for, text, looked_for, places)

    def _show_looked_for(self, text: str, looked_for: str, places: Sequence[tuple[int, int]]) -> None:
        if self.is_attached and looked_for == self.looked_for and text is self.reader.document.text:
            self.reader.mark(places)
            self.query_one(FilterBar).show(looked_for)
            self._say_found(len(places), looked_for)
            self.show_frame()

    def on_filter_bar_submitted(self, _: FilterBar.Submitted) -> None:
        self.reader.action_next_hit()

    def verb_down(self) -> None:
        if isinstance(self.focused, Input):
            self.reader.action_next_hit()
        else:
            super().verb_down()

    def verb_up(self) -> None:
        if isinstance(self.focused, Input):
            self.reader.action_previous_hit()
        else:
            super().verb_up()

    def step_back(self) -> bool:
        if self.end_selecting():
            return True
        bar = self.query_one(FilterBar)
        if bar.is_open:
            self.end_search()
            self.reader.focus()
            return True
        if self.contents.has_focus:
            self.to_text()
            return True
        return self.let_go_of_link()

    # --- bookmarks
    def mark_of(self) -> tuple[BookmarkKind, str, str] | None:
        """What a bookmark is set on: its kind, id and title."""
        return None

    def marks_here(self) -> frozenset[int]:
        """The offsets of the bookmarks in this text."""
        of = self.mark_of()
        if of is None:
            return frozenset()
        marks = self.hub.state().bookmarks.values()
        return frozenset(it.offset for it in marks if it.on and it.kind is of[0] and it.object == of[1])

    def can_bookmark(self) -> str | None:
        return "There is no text to set a bookmark in." if self.reader.document.text == "" else None

    def verb_bookmark(self) -> None:
        """Set a bookmark at the first line on the screen, or take the one there away."""
        of = self.mark_of()
        if of is None:
            return
        kind, object_id, title = of
        place = self.reader.place
        on = place not in self.reader.marks
        heading = self.heading_at(place)
        words = f"{title}: {heading.title}" if heading and heading.title != title else title
        mark = Bookmark(kind=kind, object=object_id, offset=place, title=words, on=on, at=self.hub.now())
        self.do(SetBookmark(bookmark=mark), "Bookmark set; B shows all of them." if on else "Bookmark removed.")
        self.reader.marks = self.reader.marks | {place} if on else self.reader.marks - {place}

    def fineness(self, name: str, media_type: str = "") -> int:
        """Pixels of a picture that are wanted for the width of a cell, for a file of this name."""
        kind = kinds.claimed(name, media_type)
        has_any = kind is None or kind.id in WITH_PICTURES or kind is kinds.MARKDOWN
        canvas = self.app.canvas() if has_any and self.app.config.pictures != "off" else None
        return min(canvas.cell[0], FINEST) if canvas else 1

    @staticmethod
    def may_have_pictures(document: Document) -> bool:
        """Whether pictures are in a document, or may come; without any the terminal is not looked at."""
        return bool(document.pictures) or document.kind in WITH_PICTURES or "![" in document.text

    def load_text(self, document: Document, at: int) -> None:
        """Show a text at a place."""
        self.show_text()
        self.reader.ascii = self.app.config.ascii
        draws = self.app.config.pictures != "off"
        self.reader.draw_with(self.app.canvas() if draws and self.may_have_pictures(document) else None, pictures=draws)
        self.has_links = None
        self.reader.load(document, at)
        self.look_for_links(document)
        self.reader.marks = self.marks_here()
        self.begin_marking()
        self.mark_looked_for()
        self.find_again()
        if not isinstance(self.focused, Input):  # somebody types there what to find in it
            self.reader.focus()
