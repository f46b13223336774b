"""What becomes of a note that is written more than once, here and at the server. LEARN-2."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.models.notes import Note, NoteKind, Revision
from trainhub_core.operations import RemoveNote, SaveNote, operation_from
from trainhub_core.rules.notes import MOST_REVISIONS, saved

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOBODY = LearnerState(learner=Learner(id="me", name="Me"))


def note(body: str, minutes: int = 0, **more: object) -> Note:
    at = NOON + timedelta(minutes=minutes)
    told = {"id": "note-1", "kind": NoteKind.LESSON, "object": "course/lesson", "title": "Lesson", "made": at, "at": at, **more}
    return Note.model_validate({**told, "body": body})


def told(*notes: Note) -> Note:
    stored: Note | None = None
    for each in notes:
        stored = saved(stored, each)
    assert stored is not None
    return stored


def test_the_last_told_counts_and_the_others_are_kept_in_the_order_they_were_written() -> None:
    """rules.md: last writer by server order, the other text kept."""
    kept = told(note("one", 5), note("two", 9), note("three", 1))
    assert (kept.body, [it.body for it in kept.revisions]) == ("three", ["one", "two"])
    assert kept.made == NOON + timedelta(minutes=1)


@given(some.lists(some.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=8))
def test_telling_again_changes_nothing_and_no_text_is_lost(bodies: list[str]) -> None:
    kept = told(*(note(body, at) for at, body in enumerate(bodies)))
    assert saved(kept, kept) == kept
    assert {kept.body, *(it.body for it in kept.revisions)} - {""} == set(bodies) - {""}
    assert kept.body not in [it.body for it in kept.revisions]


def test_revisions_that_are_told_join_those_that_are_stored() -> None:
    """An import brings them along."""
    old = Revision(body="zero", at=NOON - timedelta(days=1))
    assert [it.body for it in told(note("one"), note("two", 1, revisions=(old,))).revisions] == ["zero", "one"]


def test_only_the_latest_texts_are_kept() -> None:
    kept = told(*(note(f"text {n}", n) for n in range(30)))
    assert [it.body for it in kept.revisions] == [f"text {n}" for n in range(29 - MOST_REVISIONS, 29)]


def test_a_removed_note_keeps_its_words_and_comes_back_with_them() -> None:
    """rules.md: a removed one can come back."""
    state = SaveNote(note=note("words")).applied(NOBODY)
    gone = RemoveNote(note_id="note-1", at=NOON).applied(state)
    assert (gone.notes["note-1"].on, gone.notes["note-1"].body) == (False, "words")
    back = SaveNote(note=note("others", 1)).applied(gone).notes["note-1"]
    assert (back.on, [it.body for it in back.revisions]) == (True, ["words"])


def test_removing_what_is_not_known_changes_nothing() -> None:
    assert RemoveNote(note_id="nothing", at=NOON).applied(NOBODY) == NOBODY


def test_operations_come_back_from_the_journal_and_say_what_they_are() -> None:
    for operation, sentence in (
        (SaveNote(note=note("words")), "Note on Lesson"),
        (SaveNote(note=note("")), "Highlight in Lesson"),
        (RemoveNote(note_id="note-1", at=NOON), "Remove a note"),
    ):
        assert operation_from(operation.frozen()) == operation
        assert (operation.sentence, operation.entity) == (sentence, "note/note-1")
