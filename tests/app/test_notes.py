"""Highlights and notes in the app, by keys and by mouse: what is seen, and what is written down (LEARN-2)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.app.driving import press, said, story
from tests.app.sections import at_page, journalled, page_of, settle, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import NOW, course, finished
from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind, Revision
from trainhub_core.operations import SaveNote
from trainhub_core.rules.anchors import anchor_of
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.reading_page import ReadingPage
from trainhub_tui.troubles import CannotSave
from trainhub_tui.widgets.note_editor import NoteEditor

LESSON = "client-communication/one"
TEXT = """# Asking well

Ask every **happy** client for one name. Say what you need. Then wait a week before you ask again.

- First, a list of names.
- Then, a call to each.

Nobody minds being asked once.
"""
PAGE = ("lesson", LESSON)
DOCUMENT = ("document", "partner-handbook")


def reading(home: Path, *notes: Note, text: str = TEXT, kind: SyncKind = SyncKind.SYNCED) -> StagedHub:
    hub = staged(*finished(course("referral-strategies", "Referral Strategies")), *notes, home=home, kind=kind)
    hub.snapshot.keep_texts("client-communication", '"e"', 1, [(LESSON, 1, text)])
    return hub


def note(body: str = "", quote: str = "Say what you need.", text: str = TEXT, **more: object) -> Note:
    at = text.index(quote)
    told = {
        "id": "note-1",
        "kind": NoteKind.LESSON,
        "object": LESSON,
        "title": "Lesson one",
        "colour": Colour.GREEN,
        "made": NOW,
        "at": NOW,
    }
    return Note.model_validate({**told, "anchor": anchor_of(text, at, at + len(quote)), **more, "body": body})


def page(pilot: Pilot[int]) -> ReadingPage:
    assert isinstance(pilot.app.screen, ReadingPage)
    return pilot.app.screen


def toasts(pilot: Pilot[int]) -> list[str]:
    assert isinstance(pilot.app, TrainhubApp)
    return said(pilot.app)


def marked(pilot: Pilot[int]) -> list[tuple[str, str]]:
    """What is drawn as marked, with its role."""
    text = page(pilot).reader.document.text
    return [(it.role, text[it.start : it.end]) for it in page(pilot).reader.markers]


def selected(pilot: Pilot[int]) -> str:
    start, end = page(pilot).reader.range or (0, 0)
    return page(pilot).reader.document.text[start:end]


def drawn_in(pilot: Pilot[int], role: str) -> str:
    """The text on the screen that lies under a marker of this role."""
    reader = page(pilot).reader
    rows = (reader._flow.line(reader._spot_on(row)) for row in range(reader._rows))
    return " ".join(run.text for line in rows if line for run in reader._runs(line) if run.face.marker == role)


@story
async def test_a_passage_is_selected_by_keys_and_kept_by_enter(tmp_path: Path) -> None:
    """LEARN-2: word, line and sentence; enter keeps it; offline it waits in the outbox and is drawn at once."""
    hub = reading(tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, "v", page=PAGE) as pilot:
        assert selected(pilot) == "Asking"
        assert "Let go" in page_of(pilot) and "1–4 Colour" in page_of(pilot)
        await press(pilot, "l")
        assert selected(pilot) == "Asking well"
        await press(pilot, "j", "v")
        assert selected(pilot) == "every"
        await press(pilot, "l", "l")
        assert selected(pilot) == "every **happy** client"
        await press(pilot, "right_parenthesis")
        assert selected(pilot) == "every **happy** client for one name."
        await press(pilot, "left_parenthesis", "right_parenthesis", "h", "enter")
        assert marked(pilot) == [("yellow", "every **happy** client for one")]
        assert drawn_in(pilot, "yellow").split() == ["every", "happy", "client", "for", "one"]
        assert toasts(pilot) == ["Highlighted in yellow."]
        assert journalled(hub)[-1] == "save-note"
        [kept] = hub.state().notes.values()
        assert (kept.object, kept.anchor.quote, kept.body) == (LESSON, "every **happy** client for one", "")
        assert page(pilot).reader.range is None


@story
async def test_the_keys_1_to_4_keep_it_in_a_colour_and_recolour_it(tmp_path: Path) -> None:
    """LEARN-2: four colours; outside of selecting the keys go to the sections."""
    hub = reading(tmp_path)
    async with at_page(hub, "v", "3", page=PAGE) as pilot:
        assert marked(pilot) == [("blue", "Asking")]
        await press(pilot, "v", "4")
        assert marked(pilot) == [("pink", "Asking")]
        assert len(hub.state().notes) == 1
        await press(pilot, "2")
        assert not isinstance(pilot.app.screen, ReadingPage)


@story
async def test_escape_lets_the_selection_go_and_stays(tmp_path: Path) -> None:
    async with at_page(reading(tmp_path), "v", "j", "escape", page=PAGE) as pilot:
        assert page(pilot).reader.range is None
        await press(pilot, "l")
        assert toasts(pilot) == ["v begins to select; then it moves by words and sentences."]


@story
async def test_a_note_is_written_on_what_is_selected_and_shows_in_the_gutter(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = reading(tmp_path)
    async with at_page(hub, "v", "l", "n", page=PAGE) as pilot:
        assert isinstance(pilot.app.screen, NoteEditor)
        assert "Asking well" in page_of(pilot)
        await press(pilot, *"my word", "ctrl+s")
        assert "✎" in page_of(pilot)
        [kept] = hub.state().notes.values()
        assert (kept.body, kept.anchor.quote) == ("my word", "Asking well")
        assert toasts(pilot) == ["Note kept; N shows all of them."]


@story
async def test_n_without_a_selection_takes_the_first_sentence_and_then_the_note_on_it(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = reading(tmp_path)
    async with at_page(hub, "n", *"one", "ctrl+s", page=PAGE) as pilot:
        await press(pilot, "n")
        assert pilot.app.screen.query_one(TextArea).text == "one"
        await press(pilot, *" two", "ctrl+s")
        [kept] = hub.state().notes.values()
        assert (kept.body, [it.body for it in kept.revisions]) == ("one two", ["one"])


@story
async def test_leaving_the_editor_asks_before_words_are_lost(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = reading(tmp_path)
    async with at_page(hub, "n", "x", "escape", page=PAGE) as pilot:
        assert "without what you wrote now?" in words_of(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, NoteEditor)
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, ReadingPage)
        assert hub.state().notes == {}


@story
async def test_what_cannot_be_kept_comes_back_into_the_editor(tmp_path: Path) -> None:
    """LEARN-2: a failed save keeps the draft."""
    hub = reading(tmp_path)
    async with at_page(hub, "n", *"words", page=PAGE) as pilot:

        def full(_: object) -> None:
            raise CannotSave("The disk is full.")

        hub.do = full  # type: ignore[assignment, method-assign]
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, NoteEditor)
        assert pilot.app.screen.query_one(TextArea).text == "words"


@story
async def test_the_mouse_selects_by_dragging(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = reading(tmp_path)
    async with at_page(hub, page=PAGE, size=(80, 24)) as pilot:
        reader = page(pilot).reader
        row = next(y for y in range(24) if "Ask every" in "".join(it.text for it in reader.render_line(y)))
        left = reader._left + 3
        await pilot.mouse_down(reader, offset=(left + 1, row + 1))
        await pilot.hover(reader, offset=(left + 12, row + 1))
        await pilot.mouse_up(reader, offset=(left + 12, row + 1))
        await settle(pilot)
        assert selected(pilot) == "Ask every **happy"
        await press(pilot, "2")
        assert marked(pilot) == [("green", "Ask every **happy")]


@story
async def test_a_drag_that_begins_beside_the_text_selects_from_the_first_word_it_meets(tmp_path: Path) -> None:
    """LEARN-2."""
    async with at_page(reading(tmp_path), page=PAGE, size=(80, 24)) as pilot:
        reader = page(pilot).reader
        row = next(y for y in range(24) if "Ask every" in "".join(it.text for it in reader.render_line(y)))
        left = reader._left + 3
        await pilot.mouse_down(reader, offset=(left + 1, row))
        await pilot.hover(reader, offset=(left + 1, row + 1))
        await pilot.hover(reader, offset=(left + 12, row + 1))
        await pilot.mouse_up(reader, offset=(left + 12, row + 1))
        await settle(pilot)
        assert selected(pilot) == "Ask every **happy"


@story
async def test_a_highlight_is_there_when_the_text_has_changed(tmp_path: Path) -> None:
    """LEARN-2: a new version of the text, another width."""
    changed = "# Asking well\n\nAn introduction.\n\n" + TEXT.partition("\n\n")[2].replace("Say what you need", "Say exactly what you need")
    async with at_page(reading(tmp_path, note(), text=changed), page=PAGE) as pilot:
        assert marked(pilot) == [("green", "Say exactly what you need.")]
        await pilot.resize_terminal(44, 24)
        await settle(pilot)
        assert drawn_in(pilot, "green").split() == ["Say", "exactly", "what", "you", "need."]


@story
async def test_moving_onto_a_note_shows_it_and_delete_removes_it_after_a_question(tmp_path: Path) -> None:
    """LEARN-2: delete with a question; what was written can come back."""
    hub = reading(tmp_path, note("Be brief.", quote="Asking well"))
    async with at_page(hub, "v", page=PAGE) as pilot:
        assert "✎ Be brief." in page_of(pilot)
        await press(pilot, "delete")
        assert "Remove this highlight and its note?" in words_of(pilot)
        await press(pilot, "enter")
        assert journalled(hub)[-1] == "remove-note"
        assert marked(pilot) == []
        assert hub.state().notes["note-1"].body == "Be brief."


@story
async def test_a_document_is_marked_like_a_lesson(tmp_path: Path) -> None:
    """LEARN-2, LIB-4."""
    hub = reading(tmp_path)
    hub.has_come("partner-handbook", TEXT.encode())
    async with at_page(hub, "v", "right_parenthesis", "enter", page=DOCUMENT) as pilot:
        [kept] = hub.state().notes.values()
        assert (kept.kind, kept.object, kept.title) == (NoteKind.RESOURCE, "partner-handbook", "Partner Handbook")
        assert marked(pilot) == [("yellow", "Asking well")]


@story
async def test_a_passage_of_a_pdf_knows_its_page(tmp_path: Path) -> None:
    """LEARN-2: page and quote."""
    from trainhub_content.pack import starter_pack
    from trainhub_core.models.library import Resource

    pdf = next(it for it in starter_pack().facts if isinstance(it, Resource) and it.media_type == "application/pdf")
    hub = staged(pdf, home=tmp_path)
    hub.has_come(pdf.id, starter_pack().open_file(pdf.sha256))
    async with at_page(hub, page=("document", pdf.id)) as pilot:
        document = page(pilot).reader.document
        second = next(it.start for it in document.pieces if any(getattr(block, "page", 0) == 2 for block in it.blocks))
        page(pilot).reader.go_to(second)
        await settle(pilot)
        await press(pilot, "v", "l", "l", "l", "enter")
        [kept] = hub.state().notes.values()
        assert kept.anchor.page == 2
        assert len(marked(pilot)) == 1


# --- the page of all notes


@story
async def test_all_notes_stand_on_one_page_the_orphans_first_and_enter_opens_the_place(tmp_path: Path) -> None:
    """LEARN-2: grouped by course and document; an orphan with its quote; its other text visible."""
    long = TEXT + "\n\nMore words. " * 200 + "\n\nThe last advice stands here.\n" + "\n\nAfter it. " * 60
    first = Revision(body="From the train", at=NOW)
    hub = reading(
        tmp_path,
        note("Do it.", "The last advice stands here.", long, id="note-2", revisions=(first,)),
        note("Still true.", id="note-3").model_copy(update={"anchor": Anchor(quote="It was said otherwise once.", start=3)}),
        note(id="note-4", quote="Nobody minds being asked once."),
        text=long,
    )
    async with at_page(hub, "N") as pilot:
        lines = page_of(pilot)
        order = [
            lines.index(words) for words in ("No longer in their text", "Still true.", "Client Communication", "Nobody minds", "Do it.")
        ]
        assert order == sorted(order)
        assert "“It was said otherwise once.”" in words_of(pilot)
        await press(pilot, "j", "j", "j")
        assert "Before, just now: From the train" in words_of(pilot)
        await press(pilot, "enter")
        assert "The last advice stands here." in page_of(pilot)
        assert page(pilot).reader.place > len(TEXT)


@story
async def test_notes_are_filtered_changed_and_removed_on_their_page(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = reading(tmp_path, note("Be brief."), note("Be kind.", id="note-2", quote="Nobody minds being asked once."))
    async with at_page(hub, "N", "slash", *"kind", "enter", "n", *" Always", "ctrl+s", page=()) as pilot:
        assert hub.state().notes["note-2"].body == "Be kind. Always"
        assert "Be brief." not in page_of(pilot)
        await press(pilot, "delete")
        assert "Remove “Be kind. Always”?" in words_of(pilot)
        await press(pilot, "enter")
        assert journalled(hub) == ["save-note", "remove-note"]
        assert 'Nothing matches "kind"' in words_of(pilot)


@story
async def test_notes_are_sorted_by_course_by_change_and_by_colour(tmp_path: Path) -> None:
    """LEARN-2: s turns, esc goes back to the order of the text; a colour is a word of the filter too."""
    later = note("Be kind.", "Nobody minds being asked once.", id="note-2", colour=Colour.PINK, at=NOW + timedelta(hours=1))
    async with at_page(reading(tmp_path, note("Be brief."), later), "N", page=()) as pilot:

        def order(*words: str) -> bool:
            lines = page_of(pilot)
            return [lines.index(it) for it in words] == sorted(lines.index(it) for it in words)

        assert order("Client Communication", "Be kind.", "Be brief.") or order("Client Communication", "Be brief.", "Be kind.")
        await press(pilot, "s")
        assert order("Newest first", "Be kind.", "Be brief.")
        await press(pilot, "s")
        assert order("Green", "Be brief.", "Pink", "Be kind.")
        await press(pilot, "escape")
        assert "Newest first" not in page_of(pilot) and "Client Communication" in page_of(pilot)
        await press(pilot, "slash", *"pink")
        assert "Be kind." in page_of(pilot) and "Be brief." not in page_of(pilot)


@story
async def test_a_note_on_what_is_not_offered_any_more_says_so(tmp_path: Path) -> None:
    """LEARN-2: never lost."""
    async with at_page(reading(tmp_path, note("Kept.", object="gone/lesson", title="An old lesson")), "N", "enter") as pilot:
        assert "No longer in their text" in page_of(pilot)
        assert toasts(pilot) == ["An old lesson is not offered any more; the note stays here."]


@story
async def test_an_empty_page_says_how_to_begin(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(reading(tmp_path), "N") as pilot:
        assert "No notes yet. v marks a passage in a text, n writes on it." in words_of(pilot)


@story
async def test_a_document_whose_passage_went_tells_the_page_of_notes(tmp_path: Path) -> None:
    """LEARN-2: what a document was found to lack when it was last opened is remembered."""
    hub = reading(tmp_path)
    hub.has_come("partner-handbook", TEXT.encode())
    lost = note("Words.", kind=NoteKind.RESOURCE, object="partner-handbook", title="Partner Handbook")
    hub.do(SaveNote(note=lost.model_copy(update={"anchor": Anchor(quote="A sentence that nobody wrote here at all.")})))
    async with at_page(hub, page=DOCUMENT) as pilot:
        await press(pilot, "N")
        assert "No longer in their text" in page_of(pilot)


@story
async def test_the_page_of_a_course_lists_its_notes(tmp_path: Path) -> None:
    """COURSE-2, LEARN-2."""
    async with at_page(reading(tmp_path, note("Be brief.")), page=("course", "client-communication")) as pilot:
        assert "✎ Be brief. note" in words_of(pilot)


# --- the learner's own editor


@contextmanager
def suspended() -> Iterator[None]:
    """Stands in for the terminal handed over: there is none in tests."""
    yield


@story
async def test_a_note_is_written_in_the_learner_s_editor(tmp_path: Path) -> None:
    """LEARN-2: $EDITOR while the app stands aside."""
    script = tmp_path / "editor.py"
    script.write_text("import sys, pathlib\nfile = pathlib.Path(sys.argv[1])\nfile.write_text(file.read_text() + ' and more\\n')\n")
    hub = reading(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDITOR", f"{sys.executable} {script}")
        patch.delenv("VISUAL", raising=False)
        patch.setattr(TrainhubApp, "suspend", lambda self: suspended())
        async with at_page(hub, "n", *"some", "ctrl+e", "ctrl+s", page=PAGE):
            [kept] = hub.state().notes.values()
            assert kept.body == "some and more"


@story
async def test_without_an_editor_or_a_terminal_to_hand_over_it_says_so(tmp_path: Path) -> None:
    """LEARN-2."""
    hub = reading(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("EDITOR", raising=False)
        patch.delenv("VISUAL", raising=False)
        async with at_page(hub, "n", "x", "ctrl+e", page=PAGE) as pilot:
            assert toasts(pilot)[-1] == "This terminal cannot be handed to another program; write here."
            patch.setattr(TrainhubApp, "suspend", lambda self: suspended())
            await press(pilot, "ctrl+e")
            assert toasts(pilot)[-1] == "No editor is set: name one in the environment variable EDITOR."
            assert pilot.app.screen.query_one(TextArea).text == "x"


@story
async def test_what_was_typed_just_before_the_key_that_keeps_it_is_kept(tmp_path: Path) -> None:
    """LEARN-2: keys that come in one go, as from a fast hand on a slow machine."""
    hub = reading(tmp_path)
    async with at_page(hub, "n", page=PAGE) as pilot:
        for key in (*"quick", "ctrl+s"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert [it.body for it in hub.state().notes.values()] == ["quick"]
