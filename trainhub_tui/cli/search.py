"""trainhub search and trainhub bookmarks."""

from collections.abc import Iterator, Mapping

from trainhub_core.catalogue import Catalogue
from trainhub_tui.cli.answer import Answer, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import moment_words


def search(session: Session) -> Answer:
    """What has every word in its title, whatever their case."""
    words = [word.casefold() for word in session.choices.texts("words")]
    hits = [it for it in _titles(session.catalogue()) if all(word in it[1].casefold() for word in words)]
    facts = page_of({"kind": kind, "id": each, "title": title} for kind, title, each in hits)
    table = Table(("Title", "Kind", "Id"), [(title, kind, each) for kind, title, each in hits], "No title has these words.")
    return Answer(facts, (table,))


def bookmarks(session: Session) -> Answer:
    kept = sorted((it for it in session.state().bookmarks.values() if it.on), key=lambda it: (it.at, it.id), reverse=True)
    rows = [(it.title or it.object, it.kind, moment_words(it.at, session.hub.zone), it.object) for it in kept]
    table = Table(("Title", "Kind", "Set", "Id"), rows, "No bookmarks yet.", spare=("Set", "Kind"))
    return Answer(page_of(facts_of(it) for it in kept), (table,))


def _titles(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """Kind, title and id of everything with a title."""
    for course in catalogue.courses.values():
        yield "course", course.title, course.id
        yield from (("lesson", lesson.title, lesson.id) for lesson in course.lessons)
    yield from (("path", it.title, it.id) for it in catalogue.paths.values())
    yield from (("webinar", it.title, it.id) for it in catalogue.webinars.values())
    yield from (("collection", it.title, it.id) for it in catalogue.collections.values())
    yield from (("resource", it.title, it.id) for it in catalogue.resources.values())


HANDLERS: Mapping[str, Handler] = {"search": search, "bookmarks": bookmarks}
