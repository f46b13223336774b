"""Highlights of a lesson whose course is published anew: a real hub and its real server (LEARN-2, CONT-3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from trainhub_content.creating import create
from trainhub_content.packaging import build
from trainhub_core.models.notes import Colour, Note, NoteKind
from trainhub_core.operations import SaveNote
from trainhub_core.rules.anchors import anchor_of
from trainhub_core.views.notes import ORPHANED, note_groups
from trainhub_tui.authoring import Authoring
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.note_places import places_of
from trainhub_tui.paths import Paths

LESSON = "first-meetings/how-this-course-is-written"
FILE = "first-steps/how-this-course-is-written.md"
BEFORE = "A first meeting is short. Prepare it on paper, and leave the paper at home."
PASSAGE = "Ask what they have tried before, and listen until they have told you all of it."
AFTER = "Then say in one sentence what you heard, and ask whether that is right."
OTHER = "Promise one thing, and give it a date."
TEXT = f"{BEFORE}\n\n{PASSAGE} {AFTER}\n\n{OTHER}\n"
EDITS = {
    "nothing": (TEXT, PASSAGE),
    "before it": (f"What follows is new.\n\nSo is this paragraph.\n\n{TEXT}", PASSAGE),
    "after it": (f"{TEXT}\n\nA last word was added.\n", PASSAGE),
    "its line breaks": (TEXT.replace("before, and listen", "before,\nand listen"), PASSAGE),
    "its place": (f"{OTHER}\n\n{BEFORE}\n\n{AFTER}\n\n{PASSAGE}\n", PASSAGE),
    "a word inside": (TEXT.replace("tried before", "tried already"), PASSAGE.replace("tried before", "tried already")),
    "a copy before it": (f"{PASSAGE}\n\nThat is said once more below.\n\n{TEXT}", PASSAGE),
    "all of it": (f"{BEFORE}\n\nBring a friend instead; two of you see more than one.\n\n{OTHER}\n", None),
}
"""What an author changes, the text that comes of it, and the passage as it stands there; None where it is there no more."""


class Author:
    """Writes one lesson and publishes its course from this laptop."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        self._hub, self._folder, self._number = hub, folder, 0
        create(folder, "First meetings")
        self._front = (folder / FILE).read_text("utf-8").partition("\n---\n")[0] + "\n---\n"

    def publish(self, text: str) -> str:
        """The whole of the lesson's text as the laptop has it after the next sync."""
        self._number += 1
        (self._folder / FILE).write_text(f"{self._front}# How this course is written\n\n{text}", "utf-8")
        course = self._folder / "course.yaml"
        lines = [it for it in course.read_text("utf-8").splitlines() if not it.startswith("version:")]
        course.write_text("\n".join([*lines, f"version: {self._number}", ""]), "utf-8")
        package = self._folder.parent / f"{self._number}.zip"
        build(self._folder, package)
        sent = Authoring(self._hub.reach).send(package)
        Authoring(self._hub.reach).publish(sent.sha256)
        self._hub.sync_now()
        return self._hub.fetch_lesson_text(LESSON).text


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A learner who is the author too, with the hub on this computer."""
    opened = Hub.open(Paths.under(tmp_path / "home"), Config(zone="Europe/Berlin", name="Ada Partner"))
    opened.sync_now()
    yield opened
    opened.close()


def words(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def highlighted(hub: Hub, text: str) -> Note:
    """The passage, highlighted in blue with a word on it, and sent."""
    start = text.index(PASSAGE)
    anchor, now = anchor_of(text, start, start + len(PASSAGE)), hub.now()
    told = {"id": "note-1", "kind": NoteKind.LESSON, "object": LESSON, "title": "How", "anchor": anchor, "made": now, "at": now}
    note = Note.model_validate({**told, "colour": Colour.BLUE, "body": "With Ana"})
    hub.do(SaveNote(note=note))
    assert hub.sync_now().pending == 0
    return note


def test_a_highlight_finds_its_passage_in_the_new_version_or_is_kept_as_an_orphan(hub: Hub, tmp_path: Path) -> None:
    """LEARN-2, CONT-3: edits before, inside and after the passage; what is nowhere any more is listed with its quote, never lost."""
    author = Author(hub, tmp_path / "first-meetings")
    note = highlighted(hub, author.publish(TEXT))
    for what, (edited, passage) in EDITS.items():
        text = author.publish(edited)
        kept = hub.state().notes[note.id]
        assert (kept.anchor, kept.colour, kept.body) == (note.anchor, Colour.BLUE, "With Ana"), what
        lost, places = places_of(hub, [kept])
        groups = note_groups([kept], hub.catalogue(), lost=lost)
        if passage is None:
            assert (lost, places) == (frozenset({note.id}), {}), what
            assert [(it.title, it.orphaned, it.notes[0].anchor.quote) for it in groups] == [(ORPHANED, True, PASSAGE)]
        else:
            assert not lost and words(text[places[note.id] :]).startswith(passage), what
            assert [it.orphaned for it in groups] == [False], what
    text = author.publish(TEXT)
    assert places_of(hub, [note]) == (frozenset(), {note.id: text.index(PASSAGE)}), "it came back, and its highlight with it"
