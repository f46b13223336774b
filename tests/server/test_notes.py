"""Notes at the server: the last text counts, the other stays; removed ones come back. Both engines."""

from datetime import timedelta

import pytest

from tests.server.programme import NOW
from tests.server.reading_whole import read_whole
from tests.server.running import Server, problem
from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind
from trainhub_core.operations import RemoveNote, SaveNote

pytestmark = pytest.mark.anyio
PLACE = Anchor(quote="Ask first.", prefix="# One\n\n", start=7)


def note(body: str, minutes: int = 0, **more: object) -> Note:
    told = {"id": "note-1", "kind": NoteKind.LESSON, "object": "first-steps/l1", "anchor": PLACE, **more}
    return Note.model_validate({**told, "body": body, "made": NOW - timedelta(hours=1), "at": NOW + timedelta(minutes=minutes)})


async def test_the_last_text_by_order_of_arrival_counts_and_the_other_is_kept(server: Server) -> None:
    """LEARN-2; rules.md: note = last writer by server order, whatever the devices' clocks say."""
    ana = await server.partner("Ana")
    await ana.done(SaveNote(note=note("From the laptop", -5)))
    receipt = await ana.done(SaveNote(note=note("From the train", -30)))
    assert [change.kind for change in receipt.changes] == ["note"]
    [kept] = (await ana.get("notes")).json()["items"]
    assert kept["body"] == "From the train"
    assert [it["body"] for it in kept["revisions"]] == ["From the laptop"]
    assert kept["anchor"]["quote"] == "Ask first."


async def test_saving_the_same_again_leaves_no_revision(server: Server) -> None:
    """LEARN-2."""
    ana = await server.partner("Ana")
    for colour in (None, Colour.GREEN, Colour.GREEN):
        await ana.done(SaveNote(note=note("Words", colour=colour)))
    [kept] = (await ana.get("notes")).json()["items"]
    assert (kept["colour"], kept["revisions"]) == ("green", [])


async def test_a_removed_note_is_gone_from_the_list_and_comes_back_whole(server: Server) -> None:
    """LEARN-2; rules.md: a removed one can come back."""
    ana = await server.partner("Ana")
    await ana.done(SaveNote(note=note("One")))
    await ana.done(RemoveNote(note_id="note-1", at=NOW))
    assert (await ana.get("notes")).json()["items"] == []
    await ana.done(SaveNote(note=note("Two")))
    [kept] = (await ana.get("notes")).json()["items"]
    assert (kept["body"], [it["body"] for it in kept["revisions"]]) == ("Two", ["One"])


async def test_notes_are_listed_by_what_they_are_on_and_outlive_it(server: Server) -> None:
    """LEARN-2: never lost, also when the lesson is gone."""
    ana = await server.partner("Ana")
    await ana.done(SaveNote(note=note("Here")))
    await ana.done(SaveNote(note=note("Gone", id="note-2", object="no-such/lesson")))
    assert [it["body"] for it in (await ana.get("notes", object="no-such/lesson")).json()["items"]] == ["Gone"]
    assert (await ana.get("notes")).json()["total"] == 2


async def test_a_page_of_notes_is_read_and_no_more(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-2; reliability.md, Server: the latest first, to the part of a second, without those that were removed."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    moments = [0, 0.5, 0.25, 1, 2, 3.000001, 3]
    for number, second in enumerate(moments):
        told = note(f"{second}", id=f"note-{number}").model_copy(update={"at": NOW - timedelta(minutes=1) + timedelta(seconds=second)})
        await ana.done(SaveNote(note=told))
    await ana.done(RemoveNote(note_id="note-4", at=NOW))
    await ben.done(SaveNote(note=note("Ben's")))
    read = read_whole(monkeypatch, Note)
    pages = [(await ana.get("notes", limit="3", offset=offset)).json() for offset in ("0", "3", "6")]
    assert [[it["body"] for it in page["items"]] for page in pages] == [["3.000001", "3", "1"], ["0.5", "0.25", "0"], []]
    assert [(page["total"], page["next"]) for page in pages] == [(6, 3), (6, None), (6, None)]
    assert len(read) == 6


async def test_a_note_that_is_not_there_cannot_be_removed(server: Server) -> None:
    ana = await server.partner("Ana")
    refusal = problem(await ana.do(RemoveNote(note_id="nothing", at=NOW)))
    assert (refusal.status, refusal.detail) == (404, "There is no such note.")
