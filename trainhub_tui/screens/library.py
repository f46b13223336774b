"""The resource library: three groups of documents and collections, what of it is on this laptop (LIB-1, LIB-2, LIB-6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.library import Resource
from trainhub_core.text import alphabetical
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.library_rows import (
    COLLECTION,
    COLUMNS,
    GROUP,
    SORT_WORDS,
    SORTS,
    LibraryFilter,
    library_rows,
    resource_row,
    resources_of,
)
from trainhub_tui.screens.library_rows import (
    chosen as fitting,
)
from trainhub_tui.screens.library_words import collection_detail, popular, resource_detail
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.screens.resource_acts import MOVING, POLL_SECONDS, ResourceActs
from trainhub_tui.widgets.choices import ChoiceGroup, Choices
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Row


class LibraryScreen(ResourceActs, ListPage):
    """The whole library, what of it belongs to a category, or one collection."""

    SECTION = "library"
    CSS_PATH = ["../styles/lists.tcss", "../styles/library.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter", "filters", "sort")

    def __init__(self, category: str = "", collection: str = "") -> None:
        super().__init__()
        self.collection = collection
        self.wanted = LibraryFilter(category=category)
        self.sort = SORTS[0]

    def compose_page(self) -> Iterable[Widget]:
        yield Static(id="head")
        yield FilterBar("Filter by title or format")
        with Horizontal(id="body"):
            yield RowList(COLUMNS, header=True, card_lines=3, mark_width=2, id="list")
            yield Choices(id="choices")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")

    def on_mount(self) -> None:
        self.set_interval(POLL_SECONDS, self._poll)

    def page_title(self) -> str:
        collection = self.known.catalogue.collections.get(self.collection)
        return collection.title if collection else "Resource library"

    # --- showing
    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        is_first = not self.known.catalogue.library
        self.known = found
        self.read_downloads()
        self.show_list()
        if is_first and self.key.startswith(GROUP):
            self.list.action_cursor_down()
        self.show_frame()

    def _poll(self) -> None:
        """Progress in the rows, while there is any."""
        if self.is_current and any(it.state in MOVING for it in self.downloads.values()) and self.read_downloads():
            self.show_list()

    def show_list(self) -> None:
        wanted = replace(self.wanted, text=self.filter_text)
        rows = self._rows(wanted)
        filtered = wanted.sentence(self.known.catalogue)
        nothing = "Nothing in this collection yet." if self.collection else "The library is empty. ctrl+r looks again."
        self.put(rows, self.known.nothing_yet("Resources") or self.empty_sentence(nothing, filtered))
        self._show_head(filtered)
        self._show_detail()

    def _rows(self, wanted: LibraryFilter) -> list[Row]:
        catalogue = self.known.catalogue
        if not self.collection:
            return library_rows(catalogue, self.downloads, wanted, self.sort)
        return [resource_row(it, self.downloads.get(it.id)) for it in self._in_collection(wanted)]

    def _in_collection(self, wanted: LibraryFilter) -> Sequence[Resource]:
        return [it for it in fitting(self.known.catalogue, self.downloads, wanted, self.sort) if it.collection == self.collection]

    def _show_head(self, filtered: str) -> None:
        words = [f"by {SORT_WORDS[self.sort]}" if self.sort != SORTS[0] else "", filtered and f"only {filtered}"]
        said = ", ".join(word for word in words if word)
        count = len(self.known.catalogue.library)
        first = said or (popular(self.known.catalogue) if not self.collection and count else "")
        head = self.query_one("#head", Static)
        head.update(Content(first))
        head.display = bool(first)

    def _show_detail(self) -> None:
        self.query_one("#detail-words", Static).update(self._detail())

    def _detail(self) -> Content:
        catalogue = self.known.catalogue
        if self.one and self.key == self.one.id:
            return resource_detail(self.one, catalogue, self.downloads.get(self.one.id))
        collection = catalogue.collections.get(self.key.removeprefix(COLLECTION))
        return collection_detail(collection, self.chosen, self.downloads) if collection else Content("")

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_detail()

    # --- what is chosen
    @property
    def chosen(self) -> Sequence[Resource]:
        catalogue = self.known.catalogue
        if self.key.startswith(COLLECTION):
            return resources_of(catalogue, self.key.removeprefix(COLLECTION))
        return [catalogue.library[self.key]] if self.key in catalogue.library else []

    @property
    def around(self) -> Sequence[Resource]:
        of = self.collection or (self.one.collection if self.one else None)
        return resources_of(self.known.catalogue, of) if of else self.chosen

    # --- verbs
    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if message.key.startswith(COLLECTION):
            self.app.open("collection", message.key.removeprefix(COLLECTION))
        elif message.key.startswith(GROUP):
            group = message.key.removeprefix(GROUP)
            self.wanted = LibraryFilter(group="" if self.wanted.group == group else group)
            self.show_list()
        else:
            self.app.open("document", message.key)

    def verb_sort(self) -> None:
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self.show_list()

    def verb_filters(self) -> None:
        if self.query_one(Choices).display:
            self.step_back()
            return
        self.open_choices(self._groups(), self._chosen_filters())

    def _groups(self) -> tuple[ChoiceGroup, ...]:
        catalogue = self.known.catalogue
        formats = sorted({it.format for it in catalogue.library.values()}, key=lambda it: (alphabetical(it), it))
        groups = (ChoiceGroup("group", "Group", tuple((it.id, it.title) for it in catalogue.groups.values())),)
        return (
            *(() if self.collection else groups),
            ChoiceGroup("format", "Format", tuple((it, it) for it in formats)),
            ChoiceGroup("here", "Place", (("yes", "On this laptop"),)),
        )

    def _chosen_filters(self) -> Mapping[str, str]:
        found = {"group": self.wanted.group, "format": self.wanted.format, "here": "yes" if self.wanted.here else ""}
        return {name: value for name, value in found.items() if value}

    def on_choices_changed(self, message: Choices.Changed) -> None:
        got = message.chosen
        self.wanted = replace(self.wanted, group=got.get("group", ""), format=got.get("format", ""), here="here" in got)
        self.show_list()

    def clear_filters(self) -> bool:
        if not self.wanted.is_on and self.sort == SORTS[0]:
            return False
        self.wanted, self.sort = LibraryFilter(), SORTS[0]
        self.show_list()
        return True


class CollectionScreen(LibraryScreen):
    """The page of one collection."""

    def __init__(self, collection: str) -> None:
        super().__init__(collection=collection)
