"""Notes as a page shows them: grouped by what they are on, those that lost their place first (LEARN-2)."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.notes import Colour, Note, NoteKind
from trainhub_core.text import alphabetical

ORPHANED = "No longer in their text"
NEWEST, NO_COLOUR = "Newest first", "no colour"
SORTS = ("course", "newest", "colour")
"""How notes are put in order: by what they are on, by their last change, by colour; within a group by place, but for the newest."""
_MARKUP = re.compile(r"\]\([^)\n]*\)|^[ \t]*(?:#{1,6}|>|[-*+]|\d+\.)[ \t]+|[*`\[\]]|(?<!\w)_|_(?!\w)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes of one course or document, in the order of the text; `orphaned` for those whose passage is not there any more."""

    title: str
    notes: tuple[Note, ...]
    orphaned: bool = False


def orphans_name(kind: NoteKind, object_id: str) -> str:
    """The name under which a laptop remembers which notes of a text have lost their passage, as ids."""
    return f"orphans/{kind}/{object_id}"


def shown_quote(note: Note) -> str:
    """The passage without the markup of its source, on one line."""
    return " ".join(_MARKUP.sub("", note.anchor.quote).split())


def first_words(body: str) -> str:
    """The first line of a text with anything in it."""
    return next((line.strip() for line in body.splitlines() if line.strip()), "")


def place_words(note: Note) -> str:
    """Where in its object a note stands, where that has a number: `page 3`, `1:05`, `1:02:03`."""
    if note.anchor.second is not None:
        minutes, second = divmod(note.anchor.second, 60)
        hours, minute = divmod(minutes, 60)
        return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
    return f"page {note.anchor.page}" if note.anchor.page is not None else ""


def is_gone(note: Note, catalogue: Catalogue) -> bool:
    """Whether what the note is on is not offered any more."""
    if note.kind is NoteKind.RESOURCE:
        return note.object not in catalogue.resources
    course = catalogue.courses.get(note.object.partition("/")[0])
    return course is None or all(lesson.id != note.object for lesson in course.all_lessons)


def note_groups(
    notes: Iterable[Note], catalogue: Catalogue, lost: Collection[str] = (), text: str = "", sort: str = SORTS[0]
) -> Sequence[NoteGroup]:
    """Standing notes that have all words of `text`, in one of the `SORTS`; `lost` are the ids of those known to have lost their passage."""
    words = text.casefold().split()
    orphans: list[Note] = []
    by_title: dict[str, list[Note]] = {}
    for note in notes:
        if not note.on or not all(word in f"{note.title} {note.anchor.quote} {note.body} {note.colour or ''}".casefold() for word in words):
            continue
        if note.id in lost or is_gone(note, catalogue):
            orphans.append(note)
        else:
            by_title.setdefault(_group_of(note, catalogue, sort), []).append(note)
    by_place = partial(_order, catalogue=catalogue)
    key = _newest if sort == "newest" else by_place
    groups = [NoteGroup(title, tuple(sorted(by_title[title], key=key))) for title in _titles(by_title, sort)]
    first = [NoteGroup(ORPHANED, tuple(sorted(orphans, key=lambda it: (alphabetical(it.title), it.at, it.id))), True)] if orphans else []
    return [*first, *groups]


def notes_markdown(groups: Iterable[NoteGroup]) -> str:
    """All of it as Markdown to keep."""
    lines = ["# Notes and highlights", ""]
    for group in groups:
        lines += [f"## {group.title}", ""]
        title = ""
        for note in group.notes:
            if note.title not in (title, group.title):
                title = note.title
                lines += [f"### {title}", ""]
            if note.anchor.quote:
                lines += [*(f"> {line}".rstrip() for line in note.anchor.quote.splitlines()), ""]
            if note.body:
                lines += [note.body, ""]
            for revision in note.revisions:
                lines += [f"*Before, {revision.at:%Y-%m-%d %H:%M} UTC:*", "", revision.body, ""]
            said = (note.colour or "", place_words(note), f"{note.at:%Y-%m-%d %H:%M} UTC")
            lines += [f"*{' · '.join(it for it in said if it)}*", ""]
    return "\n".join(lines)


def _group_of(note: Note, catalogue: Catalogue, sort: str) -> str:
    match sort:
        case "newest":
            return NEWEST
        case "colour":
            return (note.colour or NO_COLOUR).capitalize()
        case _:
            return _title(note, catalogue)


def _titles(found: Iterable[str], sort: str) -> Sequence[str]:
    """The order of the groups: colours as the keys have them, everything else by title."""
    colours = [colour.capitalize() for colour in (*Colour, NO_COLOUR)]
    return sorted(found, key=colours.index) if sort == "colour" else sorted(found, key=lambda it: (alphabetical(it), it))


def _newest(note: Note) -> tuple[float, int, str]:
    return -note.at.timestamp(), 0, note.id


def _title(note: Note, catalogue: Catalogue) -> str:
    if note.kind is NoteKind.RESOURCE:
        return catalogue.resources[note.object].title
    return catalogue.courses[note.object.partition("/")[0]].title


def _order(note: Note, catalogue: Catalogue) -> tuple[float, int, str]:
    course = catalogue.courses.get(note.object.partition("/")[0])
    lessons = [lesson.id for lesson in course.all_lessons] if course else []
    place = note.anchor.start if note.anchor.start is not None else note.anchor.second or 0
    return (lessons.index(note.object) if note.object in lessons else 0, place, note.id)
