"""trainhub notes: all of them, as a list, as Markdown and as Web Annotations to keep, and back (LEARN-2)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from trainhub_core.annotations import NoAnnotations, annotations_of, notes_from
from trainhub_core.models.notes import Note
from trainhub_core.operations import SaveNote
from trainhub_core.rules.notes import saved
from trainhub_core.views.notes import ORPHANED, NoteGroup, first_words, note_groups, notes_markdown, place_words, shown_quote
from trainhub_tui.cli.answer import Answer, Heading, Json, Table, Verbatim
from trainhub_tui.cli.as_json import facts_of, json_text, page_of
from trainhub_tui.cli.changing import QUEUED, outcome, sent
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted, moment_words
from trainhub_tui.note_places import places_of

MOST_BYTES = 100_000_000


def list_notes(session: Session) -> Answer:
    """Those whose passage is gone come first, under the words that the app has for them."""
    groups = _grouped(session, session.state().notes.values())
    lost = [note for group in groups if group.orphaned for note in group.notes]
    others = [note for group in groups if not group.orphaned for note in group.notes]
    facts = page_of({**facts_of(note), "orphaned": note in lost} for note in (*lost, *others))
    if not lost:
        return Answer(facts, (_table(session, others),))
    rest = (Heading("In their text"), _table(session, others)) if others else ()
    return Answer(facts, (Heading(ORPHANED), _table(session, lost), *rest))


def _grouped(session: Session, notes: Iterable[Note]) -> Sequence[NoteGroup]:
    known = list(notes)
    return note_groups(known, session.catalogue(), places_of(session.hub, known)[0])


def _table(session: Session, notes: Iterable[Note]) -> Table:
    rows = [
        (first_words(it.body), shown_quote(it), it.title, place_words(it), it.colour or "", moment_words(it.at, session.hub.zone), it.id)
        for it in notes
    ]
    columns = ("Note", "Passage", "In", "Place", "Colour", "Changed", "Id")
    return Table(columns, rows, "No notes yet.", spare=("Id", "Place", "Colour", "Changed"))


def export(session: Session) -> Answer:
    """Web Annotations, or Markdown to read; with --json it is the annotations, whichever was asked for."""
    notes = sorted(session.state().notes.values(), key=lambda it: (it.made, it.id))
    facts: Json = annotations_of(notes)
    if session.choices.text("format") == "annotations":
        return Answer(facts, (Verbatim(json_text(facts)),))
    return Answer(facts, (Verbatim(notes_markdown(_grouped(session, notes))),))


def bring(session: Session) -> Answer:
    """What is here already is not told again."""
    told = _read(Path(session.choices.text("file")).expanduser())
    known = session.state().notes
    fresh = [note for note in told if not _is_known(known.get(note.id), note)]
    before = {waiting.key for waiting in session.hub.outbox()}
    for note in fresh:
        session.hub.do(SaveNote(note=note))
    mine = {waiting.key for waiting in session.hub.outbox()} - before
    words = counted(len(fresh), "note", "notes")
    facts: Mapping[str, Json] = {"read": len(told), "brought": len(fresh)}
    if not fresh:
        return outcome("done", "Everything in this file is here already.", facts)
    if session.hub.stays_off:
        return outcome("queued", f"{words} brought in: {QUEUED}.", facts)
    return sent(session, mine, words, lambda: f"{words} brought in.", lambda: facts)


def _is_known(known: Note | None, note: Note) -> bool:
    """Whether saving it would change nothing but the time of its last change."""
    return known is not None and saved(known, note).model_copy(update={"at": known.at}) == known


def _read(file: Path) -> list[Note]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refusal(f"{file} is too large to be an export of notes.")
        return list(notes_from(json.loads(file.read_bytes())))
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError, NoAnnotations) as error:
        why = str(error) if isinstance(error, NoAnnotations) else "It is no JSON."
        raise Refusal(f"{why} `trainhub notes export --format annotations` writes what can be brought in.", Status.REFUSED) from error


HANDLERS: Mapping[str, Handler] = {"notes list": list_notes, "notes export": export, "notes import": bring}
