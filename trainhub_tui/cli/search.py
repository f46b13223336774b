"""trainhub search and trainhub bookmarks."""

from collections.abc import Mapping

from trainhub_tui.cli.answer import Answer, Json, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import moment_words
from trainhub_tui.search.asking import Hit
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
    rows = [(_title(it["title"], it["heading"]), str(it["kind"]), _where(it), str(it["text"])[:SHOWN], str(it["id"])) for it in items]
    empty = "No title has these words." if found.titles_alone else "Nothing has these words."
    return Answer(page_of(items), (Table(("Title", "Kind", "Place", "Text", "Id"), rows, empty, spare=("Text", "Place", "Kind")),))


def bookmarks(session: Session) -> Answer:
    kept = sorted((it for it in session.state().bookmarks.values() if it.on), key=lambda it: (it.at, it.id), reverse=True)
    rows = [(it.title or it.object, it.kind, moment_words(it.at, session.hub.zone), it.object) for it in kept]
    table = Table(("Title", "Kind", "Set", "Id"), rows, "No bookmarks yet.", spare=("Set", "Kind"))
    return Answer(page_of(facts_of(it) for it in kept), (table,))


def _facts(hit: Hit, line: Snippet) -> dict[str, Json]:
    it = hit.passage
    place = it.place(line.at or 0)
    offset, second = (None, place) if it.timed else (place, None)
    return {
        "kind": it.kind,
        "id": it.of,
        "part": it.part or None,
        "title": it.title,
        "heading": it.heading,
        "offset": offset,
        "line": None if it.line is None else it.line + line.lines,
        "page": it.leaf,
        "second": second,
        "text": line.text,
    }


def _title(title: Json, heading: Json) -> str:
    return f"{title}: {heading}" if heading else str(title)


def _where(facts: Mapping[str, Json]) -> str:
    """The second, page or line as words."""
    if isinstance(second := facts["second"], int):
        return f"{second // 60}:{second % 60:02}"
    return next((f"{name} {facts[name]}" for name in ("page", "line") if facts[name] is not None), "")


HANDLERS: Mapping[str, Handler] = {"search": search, "bookmarks": bookmarks}
