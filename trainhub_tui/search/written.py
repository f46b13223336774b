"""What the learner wrote and marked, found where its passage is now (LEARN-2, LEARN-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.rules.anchors import located
from trainhub_core.views.notes import is_gone, place_words, shown_quote
from trainhub_tui.search.passages import Passage
from trainhub_tui.search.source import Knows, mark_of

PAGE_OF: Mapping[NoteKind, str] = {NoteKind.LESSON: "lesson", NoteKind.RESOURCE: "document"}
"""The page that shows what a note is on."""


class Notes:
    """Standing notes and highlights: one's own words, then the passage."""

    NAME: ClassVar[str] = "notes"

    def __init__(self, hub: Knows) -> None:
        self._hub = hub
        self._catalogue = hub.catalogue()
        self._notes = {it.id: it for it in hub.state().notes.values() if it.on}

    def marks(self) -> Mapping[str, str]:
        """The note, the version of the text it is on, and whether that is offered."""
        texts = self._hub.snapshot.text_versions()
        return {it.id: mark_of((it, texts.get(it.object), is_gone(it, self._catalogue))) for it in self._notes.values()}

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        note = self._notes[group]
        body = "\n".join(words for words in (note.body.strip(), shown_quote(note)) if words)
        detail = " · ".join(words for words in (self._part_of(note), place_words(note)) if words)
        place = self._place(note)
        page, of = (PAGE_OF[note.kind], note.object) if place is not None else ("notes", note.id)
        words = (note.title or note.object, detail, note.title, "", body)
        stops, timed = ((0, place or 0),), note.anchor.second is not None
        yield Passage("note", page, of, *words, place, note.id, leaf=note.anchor.page, stops=stops, timed=timed)

    def _part_of(self, note: Note) -> str:
        course = self._catalogue.courses.get(note.object.partition("/")[0]) if note.kind is NoteKind.LESSON else None
        return course.title if course else ""

    def _place(self, note: Note) -> int | None:
        """The second or the offset of its passage; None where that is gone, so that the list of notes is its place."""
        if is_gone(note, self._catalogue):
            return None
        if note.anchor.second is not None:
            return note.anchor.second
        text = self._hub.lesson_text(note.object) if note.kind is NoteKind.LESSON and note.anchor.quote else None
        if text is None:
            return note.anchor.start or 0
        passage = located(text.text, note.anchor)
        return passage.start if passage else None
