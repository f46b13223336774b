"""Notes as rows of a list and as the words beside it. Pure."""

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.views.notes import NoteGroup, first_words, place_words, shown_quote
from trainhub_tui import palette
from trainhub_tui.palette import MARKS
from trainhub_tui.screens.webinar_rows import ago
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (
    Column("Passage and note", 30, share=3),
    Column("In", 16, share=1, drop=2),
    Column("Colour", 6, drop=3),
    Column("Changed", 11, drop=1),
)
GROUP = "group:"
WORDS = {NoteKind.LESSON: "Lesson", NoteKind.RESOURCE: "Document"}


def note_list(groups: Iterable[NoteGroup], now: datetime) -> list[Row]:
    """The groups with their notes, each known by its id, a group by `group:` and its title."""
    rows: list[Row] = []
    for group in groups:
        role = "under-way" if group.orphaned else "muted"
        title = Cell(group.title, role)
        rows.append(Row(f"{GROUP}{group.title}", (title, Cell(""), Cell(""), Cell("")), ((Cell(""),), (title,))))
        rows += [_row(note, group, now) for note in group.notes]
    return rows


def _row(note: Note, group: NoteGroup, now: datetime) -> Row:
    quote, body = shown_quote(note), first_words(note.body)
    inside = palette.DOT.join(it for it in (note.title if note.title != group.title else "", place_words(note)) if it)
    sign = Cell(MARKS["note"].symbol if note.body else " ", "progress")
    what = Cell(body or quote or note.title, "ink" if body else "text")
    colour, when = Cell(note.colour or "", "muted"), Cell(ago(note.at, now), "muted")
    quoted = Cell(f"“{quote}”" if quote else "", "muted")
    card = ((what,), (quoted if body and quote else when, Cell(inside, "muted")))
    return Row(note.id, (what, Cell(inside, "muted"), colour, when), card, (sign,))


def note_detail(note: Note, group: NoteGroup, now: datetime) -> Content:
    """The whole note: its passage, its words, and the words it had before."""
    where = palette.DOT.join(it for it in (WORDS[note.kind], place_words(note), note.colour or "", ago(note.at, now)) if it)
    lines = [Content.styled(note.title or note.object, palette.TITLE), Content.styled(where, palette.MUTED)]
    if group.orphaned:
        lines += [Content.styled("Its passage is not in the text any more. The words below are kept.", palette.UNDER_WAY)]
    if quote := shown_quote(note):
        lines += [Content(""), Content.styled(f"“{quote}”", f"italic {palette.INK}")]
    if note.body:
        lines += [Content(""), Content(note.body)]
    for revision in reversed(note.revisions):
        before = Content.styled(f"Before, {ago(revision.at, now)}:", palette.MUTED)
        lines += [Content(""), before, Content.styled(revision.body, palette.MUTED)]
    return Content("\n").join(lines)
