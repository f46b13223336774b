"""Where the passages of notes are now: in a lesson by its text here, in a document as it was last opened."""

from collections.abc import Iterable, Mapping

from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.rules.anchors import located
from trainhub_core.views.notes import orphans_name
from trainhub_tui.hub import Hub

Places = Mapping[str, int]
"""The offsets of passages by note id, as far as the texts are here."""


def places_of(hub: Hub, notes: Iterable[Note]) -> tuple[frozenset[str], Places]:
    """Which of these notes have lost their passage, and where the others have theirs. Not cheap: call it in a thread."""
    lost: set[str] = set()
    places: dict[str, int] = {}
    for note in notes:
        if not note.on:
            continue
        text = hub.lesson_text(note.object) if note.kind is NoteKind.LESSON else None
        passage = located(text.text, note.anchor) if text else None
        remembered = hub.remembered(orphans_name(note.kind, note.object)) or ""
        if passage:
            places[note.id] = passage.start
        elif bool(note.anchor.quote) if text else note.id in remembered.split():
            lost.add(note.id)
    return frozenset(lost), places


def place_of(note: Note, places: Places) -> int:
    """The place to open for a note: its passage, the second of a video, or where it was made."""
    made_at = note.anchor.second if note.anchor.second is not None else note.anchor.start or 0
    return places.get(note.id, made_at)
