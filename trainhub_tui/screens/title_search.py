"""Search over titles: courses, lessons, webinars, resources, bookmarks. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import BookmarkKind, LearnerState
from trainhub_core.views.library import size_label
from trainhub_tui.palette import DOT
from trainhub_tui.widgets.row_model import Cell, Column, Row

MOST = 200
COLUMNS = (Column("Title", 26, share=3), Column("Kind", 10), Column("More", 20, share=1, drop=1))


@dataclass(frozen=True, slots=True)
class Found:
    """Something with a title. `page` and `of` say what to open, `offset` where in it; `kind` is its word for people."""

    page: str
    of: str
    title: str
    kind: str
    detail: str = ""
    offset: int | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.of}/{self.offset or 0}"


def everything(catalogue: Catalogue, state: LearnerState) -> Iterator[Found]:
    """All that can be found, in the order equally good hits are shown."""
    for course in catalogue.courses.values():
        yield Found("course", course.id, course.title, "course", course.topic)
    for path in catalogue.paths.values():
        yield Found("path", path.id, path.title, "path", f"{len(path.courses)} modules")
    for webinar in catalogue.webinars.values():
        yield Found("webinar", webinar.id, webinar.title, "webinar", webinar.presenter)
    for resource in catalogue.resources.values():
        yield Found("document", resource.id, resource.title, "resource", f"{resource.format}{DOT}{size_label(resource.size)}")
    for collection in catalogue.collections.values():
        yield Found("collection", collection.id, collection.title, "collection", collection.unit)
    for course in catalogue.courses.values():
        for lesson in course.lessons:
            yield Found("lesson", lesson.id, lesson.title, "lesson", course.title)
    for mark in state.bookmarks.values():
        if mark.on:
            page = "document" if mark.kind is BookmarkKind.RESOURCE else str(mark.kind)
            yield Found(page, mark.object, mark.title or mark.object, "bookmark", str(mark.kind), mark.offset)


def search(catalogue: Catalogue, state: LearnerState, query: str) -> tuple[Found, ...]:
    """Titles that hold every word of the query; those that begin with it first, then words that do."""
    words = query.casefold().split()
    if not words:
        return ()
    hits = [(rank, found) for found in everything(catalogue, state) if (rank := _rank(found.title.casefold(), words)) is not None]
    return tuple(found for _, found in sorted(hits, key=lambda hit: hit[0])[:MOST])


def _rank(title: str, words: list[str]) -> int | None:
    if not all(word in title for word in words):
        return None
    if title.startswith(words[0]):
        return 0
    return 1 if all(f" {word}" in f" {title}" for word in words) else 2


def found_list(found: Iterable[Found]) -> list[Row]:
    """What was found, as rows."""
    rows = []
    for it in found:
        title, kind, detail = Cell(it.title), Cell(it.kind, "muted"), Cell(it.detail, "muted")
        rows.append(Row(it.id, (title, kind, detail), ((title,), (kind, detail))))
    return rows
