"""All notes and highlights, by course and document; those that lost their place first (LEARN-2)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.containers import Container, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.operations import RemoveNote
from trainhub_core.views.notes import SORTS, NoteGroup, first_words, note_groups, shown_quote
from trainhub_tui.note_places import Places, place_of, places_of
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.screens.note_writing import NoteWriting
from trainhub_tui.screens.notes_words import COLUMNS, note_detail, note_list
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList

PAGE_OF = {NoteKind.LESSON: "lesson", NoteKind.RESOURCE: "document"}


class NotesScreen(ListPage, NoteWriting):
    """The list, and beside or below it the whole of the note that is chosen."""

    TITLE = "Notes"
    CSS_PATH = ["../styles/lists.tcss", "../styles/notes.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("note", "filter", "sort", "remove")
    known: Known = Known()
    sort: str = SORTS[0]
    _wanted: str = ""
    _groups: Sequence[NoteGroup] = ()
    _lost: frozenset[str] = frozenset()
    _places: Places = {}

    def __init__(self, note_id: str = "") -> None:
        """`note_id` is the note to go to at first."""
        super().__init__()
        self._wanted = note_id

    def compose_page(self) -> Iterable[Widget]:
        yield FilterBar("Filter by words")
        with Container(id="body"):
            yield RowList(COLUMNS, header=True, card_lines=2, mark_width=2, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")

    # --- showing
    def refresh_view(self) -> None:
        self.load(lambda: (read(self.hub), *places_of(self.hub, self.hub.state().notes.values())), self._show)

    def _show(self, found: tuple[Known, frozenset[str], Places]) -> None:
        self.known, self._lost, self._places = found
        self.show_list()

    def show_list(self) -> None:
        notes = self.known.state.notes.values() if self.known.state else ()
        self._groups = note_groups(notes, self.known.catalogue, self._lost, self.filter_text, self.sort)
        nothing = "No notes yet. v marks a passage in a text, n writes on it."
        quoted = f'"{self.filter_text}"' if self.filter_text else ""
        self.put(note_list(self._groups, self.hub.now()), self.empty_sentence(nothing, quoted) if self.known.state else "—")
        if self._wanted and self._groups:
            self.list.go_to(self._wanted)
            self._wanted = ""
        if self.chosen is None and self._groups:
            self.list.go_to(self._groups[0].notes[0].id)
        self._show_detail()
        self.show_frame()

    @property
    def _chosen_group(self) -> NoteGroup | None:
        return next((group for group in self._groups if any(note.id == self.key for note in group.notes)), None)

    @property
    def chosen(self) -> Note | None:
        """The note under the cursor."""
        return next((note for group in self._groups for note in group.notes if note.id == self.key), None)

    def _show_detail(self) -> None:
        note, group = self.chosen, self._chosen_group
        self.query_one("#detail-words", Static).update(note_detail(note, group, self.hub.now()) if note and group else "")
        self.set_class(note is None, "-nothing")

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_detail()

    # --- verbs
    def on_row_list_opened(self, _: RowList.Opened) -> None:
        note, group = self.chosen, self._chosen_group
        if note is None:
            return
        if group and group.orphaned and note.id not in self._lost:
            self.say(f"{note.title or note.object} is not offered any more; the note stays here.", "warning")
            return
        self.app.open(PAGE_OF[note.kind], note.object, str(place_of(note, self._places)))

    def verb_sort(self) -> None:
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self.show_list()

    def clear_filters(self) -> bool:
        was_sorted, self.sort = self.sort != SORTS[0], SORTS[0]
        if was_sorted:
            self.show_list()
        return was_sorted

    def can_note(self) -> str | None:
        return None if self.chosen else "There is no note here."

    def verb_note(self) -> None:
        if note := self.chosen:
            self.write_note(note)

    def can_remove(self) -> str | None:
        return self.can_note()

    def verb_remove(self) -> None:
        if note := self.chosen:
            words = first_words(note.body) or shown_quote(note)
            operation = RemoveNote(note_id=note.id, at=self.hub.now())
            short = words if len(words) <= 60 else f"{words[:59]}…"
            self.ask(f"Remove “{short}”?", "Remove", lambda: self.do(operation, "Note removed."))
