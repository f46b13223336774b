"""trainhub notes: seen, exported and brought back (LEARN-2)."""

import json
from pathlib import Path

from tests.builders import NOW
from tests.cli.scripted import CommandLine
from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind, Revision
from trainhub_core.models.wire import Page

NOTE = Note(
    id="note-1",
    kind=NoteKind.LESSON,
    object="negotiation/one",
    title="Lesson one",
    anchor=Anchor(quote="Ask **well**.", prefix="# Asking\n\n", start=10),
    colour=Colour.GREEN,
    body="Slowly, too.",
    made=NOW,
    at=NOW,
    revisions=(Revision(body="Slowly.", at=NOW),),
)


def test_notes_are_listed_with_their_passages(trainhub: CommandLine) -> None:
    """LEARN-2."""
    trainhub.facts = (*trainhub.facts, NOTE)
    plain = trainhub("notes", "--plain").out
    assert "Slowly, too." in plain and "Ask well." in plain and "green" in plain
    assert Page[Note].model_validate_json(trainhub("notes", "--json").out).items == (NOTE,)


def test_notes_whose_passage_is_gone_come_first_and_say_so(trainhub: CommandLine) -> None:
    """LEARN-2: in the list, in JSON and in Markdown, in the words of the app."""
    anchor = Anchor(quote="Never ask.", start=3)
    trainhub.facts = (*trainhub.facts, NOTE, NOTE.model_copy(update={"id": "note-2", "object": "withdrawn/one", "anchor": anchor}))
    plain = trainhub("notes", "--plain").out
    assert plain.index("No longer in their text") < plain.index("Never ask.") < plain.index("In their text") < plain.index("Ask well.")
    told = json.loads(trainhub("notes", "--json").out)["items"]
    assert [(it["id"], it["orphaned"]) for it in told] == [("note-2", True), ("note-1", False)]
    markdown = trainhub("notes", "export").out
    assert markdown.index("## No longer in their text") < markdown.index("> Never ask.") < markdown.index("## Negotiation")


def test_an_export_is_markdown_or_annotations(trainhub: CommandLine) -> None:
    """LEARN-2."""
    trainhub.facts = (*trainhub.facts, NOTE)
    out = trainhub("notes", "export").out
    assert "## Negotiation\n\n### Lesson one\n\n> Ask **well**.\n\nSlowly, too." in out
    assert json.loads(trainhub("notes", "export", "--format", "annotations").out)["total"] == 1


def test_what_was_exported_comes_back_on_another_laptop_once(trainhub: CommandLine, tmp_path: Path) -> None:
    """LEARN-2: without loss; offline it waits in the outbox."""
    everybody = trainhub.facts
    trainhub.facts = (*everybody, NOTE)
    file = tmp_path / "notes.json"
    file.write_text(trainhub("notes", "export", "--format", "annotations").out, "utf-8")
    assert trainhub("notes", "import", str(file)).out.strip() == "Everything in this file is here already."
    trainhub.facts, trainhub.folder = everybody, tmp_path / "another"
    brought = trainhub("notes", "import", str(file), "--offline", "--json").facts
    assert (brought["state"], brought["brought"]) == ("queued", 1)
    assert Page[Note].model_validate_json(trainhub("notes", "--json", "--offline").out).items == (NOTE,)
    assert trainhub("notes", "import", str(file), "--offline", "--json").facts["brought"] == 0


def test_what_cannot_be_brought_in_is_refused_with_a_sentence(trainhub: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    for content, sentence in (("{}", "This is no collection of Web Annotations."), ("# Notes", "It is no JSON.")):
        file.write_text(content)
        run = trainhub("notes", "import", str(file))
        assert run.status == 1 and run.err.startswith(sentence)
    assert "cannot be read" in trainhub("notes", "import", str(tmp_path / "nothing")).err
