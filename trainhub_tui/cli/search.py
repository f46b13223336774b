"""trainhub search and trainhub bookmarks."""

from collections.abc import Mapping

from trainhub_tui.cli.answer import Answer, Json, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import moment_words
from trainhub_tui.search.asking import Hit
from trainhub_tui.search.passages import Passage
from trainhub_tui.search.words import Snippet

SHOWN = 100
"""Characters of a text in a table."""


def search(session: Session) -> Answer:
    """Titles and texts on this computer that have every word (LEARN-5)."""
    session.home()
    search = session.hub.search
    search.catch_up()
    kind = session.choices.text("kind")
    found = search.find(" ".join(session.choices.texts("words")), (kind,) if kind else ())
    lines = search.snippets(found.hits, found)
    items = [_facts(hit, lines.get(hit.id, Snippet(""))) for hit in found.hits]
    rows = [(_title(hit.passage), hit.passage.kind, lines.get(hit.id, Snippet("")).text[:SHOWN], hit.passage.of) for hit in found.hits]
    empty = "No title has these words." if found.titles_alone else "Nothing has these words."
    return Answer(page_of(items), (Table(("Title", "Kind", "Text", "Id"), rows, empty, spare=("Text", "Kind")),))


def bookmarks(session: Session) -> Answer:
    kept = sorted((it for it in session.state().bookmarks.values() if it.on), key=lambda it: (it.at, it.id), reverse=True)
    rows = [(it.title or it.object, it.kind, moment_words(it.at, session.hub.zone), it.object) for it in kept]
    table = Table(("Title", "Kind", "Set", "Id"), rows, "No bookmarks yet.", spare=("Set", "Kind"))
    return Answer(page_of(facts_of(it) for it in kept), (table,))


def _facts(hit: Hit, line: Snippet) -> dict[str, Json]:
    it = hit.passage
    offset = None if it.offset is None else it.offset + (line.at or 0)
    return {"kind": it.kind, "id": it.of, "title": it.title, "heading": it.heading, "offset": offset, "text": line.text}


def _title(passage: Passage) -> str:
    return f"{passage.title}: {passage.heading}" if passage.heading else passage.title


HANDLERS: Mapping[str, Handler] = {"search": search, "bookmarks": bookmarks}
