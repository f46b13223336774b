"""Highlights and notes in a text: selecting a passage, keeping it, writing on it (LEARN-2)."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from trainhub_core.identity import uuid7
from trainhub_core.models.learning import BookmarkKind
from trainhub_core.models.notes import MOST_QUOTED, Colour, Note, NoteKind
from trainhub_core.operations import RemoveNote
from trainhub_core.rules.anchors import anchor_of, located
from trainhub_core.views.notes import first_words, orphans_name
from trainhub_tui import palette
from trainhub_tui.media.document import Document
from trainhub_tui.media.document_page import page_at
from trainhub_tui.screens.note_writing import NoteWriting
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.widgets.reader_marked import MarkedReader
from trainhub_tui.widgets.reader_markers import Marker

COLOURS: Mapping[str, Colour] = dict(zip(("home", "learn", "webinars", "library"), Colour, strict=True))
"""The keys 1 to 4, by the verbs they have elsewhere."""
WAYS: Mapping[str, tuple[str, int]] = {
    "down": ("line", 1),
    "up": ("line", -1),
    "right": ("word", 1),
    "left": ("word", -1),
    "sentence-on": ("sentence", 1),
    "sentence-back": ("sentence", -1),
}
"""How far each moving verb takes the end of a selection."""
SELECT_FIRST = "v begins to select; then it moves by words and sentences."


class Marking(NoteWriting):
    """The part of a reading page that marks. Subclasses say in `mark_of` what is read and have the line `#news`."""

    VERBS: ClassVar[tuple[str, ...]] = ("highlight", "note", "remove", "left", "right", "sentence-on", "sentence-back")
    _colour = Colour.YELLOW
    _of: tuple[BookmarkKind, str, str] | None = None
    """What the text is that is shown, which `mark_of` may be ahead of."""

    @property
    def reader(self) -> MarkedReader:
        """The text."""
        return self.query_one(MarkedReader)

    def mark_of(self) -> tuple[BookmarkKind, str, str] | None:
        """What a bookmark or a note is set on: its kind, id and title."""
        return None

    # --- what is marked already
    def on_hub_changed(self, _: HubChanged) -> None:
        self.show_markers()

    def begin_marking(self) -> None:
        """Another text has come."""
        self._of = self.mark_of()
        self.reader.markers = ()
        self.show_markers()

    def show_markers(self) -> None:
        """Find the passages of all notes on this text and draw them. In a thread: a passage that changed takes long to find."""
        of, document = self._of, self.reader.document
        if of and document.text:
            self.run_worker(partial(self._find_markers, NoteKind(of[0].value), of[1], document), thread=True, group="markers")

    def _find_markers(self, kind: NoteKind, object_id: str, document: Document) -> None:
        notes = [it for it in self.hub.state().notes.values() if it.on and it.kind is kind and it.object == object_id]
        found, lost = [], []
        for note in notes:
            passage = located(document.text, note.anchor)
            if passage:
                found.append(Marker(note.id, passage.start, passage.end, note.colour or "plain", bool(note.body)))
            elif note.anchor.quote:
                lost.append(note.id)
        if document.complete:
            name, value = orphans_name(kind, object_id), " ".join(sorted(lost))
            if (self.hub.remembered(name) or "") != value:
                self.hub.remember(name, value)
        self.app.call_from_thread(self._show_markers, object_id, tuple(sorted(found, key=lambda it: it.start)))

    def _show_markers(self, object_id: str, markers: tuple[Marker, ...]) -> None:
        if self.is_attached and self._of and self._of[1] == object_id:
            self.reader.markers = markers

    # --- selecting
    @property
    def is_selecting(self) -> bool:
        """Whether the keys move the end of a selection."""
        return self.reader.selection is not None and self.focused in (self.reader, None)

    @property
    def _chosen_marker(self) -> Marker | None:
        """The highlight that what is selected lies in."""
        return self.reader.marker_at(*self.reader.range) if self.reader.range else None

    def end_selecting(self) -> bool:
        """Let the selection go; False when there is none."""
        was_selecting = self.reader.selection is not None
        self.reader.end()
        return was_selecting

    async def action_verb(self, verb_id: str) -> None:
        if not self.is_selecting:
            await super().action_verb(verb_id)
        elif verb_id in WAYS:
            by, way = WAYS[verb_id]
            {"word": self.reader.extend_word, "line": self.reader.extend_line, "sentence": self.reader.extend_sentence}[by](way)
        elif verb_id in COLOURS:
            self._colour = COLOURS[verb_id]
            self._keep(self._colour)
        elif verb_id == "open":
            if marker := self._chosen_marker:
                self._write(self._note_of(marker))
            else:
                self._keep(self._colour)
        else:
            await super().action_verb(verb_id)

    def on_marked_reader_selection_changed(self) -> None:
        self.show_frame()
        marker = self._chosen_marker
        note = self._note_of(marker) if marker else None
        sign = (f"{palette.MARKS['note'].symbol} ", palette.PROGRESS)
        words = Content.assemble(sign, first_words(note.body)) if note and note.body else ""
        news = self.query_one("#news", Static)
        news.update(words)
        news.display = bool(words)

    def footer_hints(self) -> list[tuple[str, str, str]]:
        if not self.is_attached or not self.is_selecting:
            return super().footer_hints()
        colours = f"{self.key_of('home')}–{self.key_of('library')}"
        marker = self._chosen_marker
        return [
            ("open", self.key_of("open"), "Note" if marker else "Keep"),
            *([("remove", self.key_of("remove"), "Remove")] if marker else [("note", self.key_of("note"), "Note")]),
            ("highlight", self.key_of("highlight"), "Start here"),
            ("sentence-on", self.key_of("sentence-on"), "Sentence"),
            ("home", colours, "Colour"),
            ("back", self.key_of("back"), "Let go"),
        ]

    # --- verbs
    def can_highlight(self) -> str | None:
        return None if self._of and self.reader.document.text else "There is no text to mark."

    def verb_highlight(self) -> None:
        if not self.reader.begin():
            self.say("There are no words here to mark.", "warning")
        self.reader.focus()

    def can_note(self) -> str | None:
        return self.can_highlight()

    def verb_note(self) -> None:
        """On what is selected; else on the highlight at the top of the screen, or on the first sentence there."""
        marker = self._chosen_marker if self.reader.selection else self.reader.marker_on_top
        place = self.reader.range or self.reader.sentence_here
        if marker:
            self._write(self._note_of(marker))
        elif place:
            self._write(self._new_note(*place))

    def can_remove(self) -> str | None:
        if self._chosen_marker:
            return None
        other = getattr(super(), "can_remove", None)
        return other() if other else "Go to a highlight with v first; delete removes it there."

    def verb_remove(self) -> None:
        marker = self._chosen_marker
        if marker is None:
            getattr(super(), "verb_remove")()  # noqa: B009  # a document that is read may be removed
            return
        self.ask("Remove this highlight and its note? What was written stays in your record.", "Remove", partial(self._remove, marker.id))

    def _remove(self, note_id: str) -> None:
        self.end_selecting()
        self.do(RemoveNote(note_id=note_id, at=self.hub.now()), "Removed.")

    def can_left(self) -> str | None:
        return None if self.reader.has_wide_lines else SELECT_FIRST

    def verb_left(self) -> None:
        """Moves code and tables that are wider than the screen."""
        self.reader.look_aside(-1)

    can_right = can_left

    def verb_right(self) -> None:
        if not self.reader.look_aside(1):
            self.say("This is the right edge.")

    def can_sentence_on(self) -> str | None:
        return SELECT_FIRST

    def verb_sentence_on(self) -> None:
        """Moves while selecting alone."""

    can_sentence_back = can_sentence_on
    verb_sentence_back = verb_sentence_on

    # --- keeping
    def _note_of(self, marker: Marker) -> Note | None:
        return self.hub.state().notes.get(marker.id)

    def _new_note(self, start: int, end: int, colour: Colour | None = None) -> Note | None:
        """A note on a stretch of the text; None where it is too long, which is said."""
        of, document = self._of, self.reader.document
        if of is None:
            return None
        if end - start > MOST_QUOTED:
            self.say(f"A highlight may have {MOST_QUOTED} characters at most; choose a shorter passage.", "warning")
            return None
        now = self.hub.now()
        anchor = anchor_of(document.text, start, end, page_at(document, start))
        return Note(id=uuid7(now), kind=NoteKind(of[0].value), object=of[1], title=of[2], anchor=anchor, colour=colour, made=now, at=now)

    def _keep(self, colour: Colour) -> None:
        """Highlight what is selected; the highlight it lies in takes the colour."""
        place, marker = self.reader.range, self._chosen_marker
        if place is None:
            return
        known = self._note_of(marker) if marker else None
        note = known.model_copy(update={"colour": colour}) if known else self._new_note(*place, colour)
        if note:
            self.end_selecting()
            self.save_note(note, f"Highlighted in {colour}.")

    def _write(self, note: Note | None) -> None:
        if note:
            self.end_selecting()
            self.write_note(note)
