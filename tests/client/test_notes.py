"""A note written on the laptop goes through the outbox to a real server and comes back as the server keeps it (LEARN-2)."""

from pathlib import Path

from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind
from trainhub_core.operations import RemoveNote, SaveNote
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths


def test_a_note_is_shown_at_once_sent_once_and_kept_with_its_other_text(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = Hub.open(Paths.under(tmp_path), Config(zone="Europe/Berlin", name="Ada Partner"))
    hub.sync_now()
    lesson = next(iter(hub.catalogue().courses.values())).lessons[0]
    now = hub.now()
    anchor = Anchor(quote="Ask first.", start=3)
    note = Note(id="note-1", kind=NoteKind.LESSON, object=lesson.id, title=lesson.title, anchor=anchor, body="One", made=now, at=now)
    hub.do(SaveNote(note=note))
    hub.do(SaveNote(note=note.model_copy(update={"body": "Two", "colour": Colour.BLUE})))
    shown = hub.state().notes["note-1"]
    assert (shown.body, [it.body for it in shown.revisions]) == ("Two", ["One"])
    assert hub.sync_now().pending == 0
    kept = hub.state().notes["note-1"]
    assert (kept.body, kept.colour, [it.body for it in kept.revisions]) == ("Two", Colour.BLUE, ["One"])
    hub.do(RemoveNote(note_id="note-1", at=hub.now()))
    hub.sync_now()
    assert hub.outbox() == []
    assert not hub.state().notes["note-1"].on
    hub.close()
