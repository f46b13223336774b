"""Everything that has a title, as a source of the index: courses with their lessons, paths, webinars, resources, collections, bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.wire import Kind
from trainhub_core.rules.record import zone_of
from trainhub_core.views.library import size_label
from trainhub_tui.search.passages import Passage
from trainhub_tui.search.source import Knows, mark_of


class Titles:
    """A group for each object, by its kind and id. Its mark is when the cache last changed it, so that no other is looked at for it."""

    NAME: ClassVar[str] = "titles"

    def __init__(self, hub: Knows) -> None:
        self._stamps = hub.snapshot.stamps()  # first: an object that changes meanwhile has an old mark, and is read once more
        self._zone = hub.zone
        self._catalogue = catalogue = hub.catalogue()
        self._bookmarks = {f"{mark.kind}/{mark.object}/{mark.offset or 0}": mark for mark in hub.state().bookmarks.values() if mark.on}
        filled = {it.collection for it in catalogue.library.values()}
        self._things: Mapping[Kind, Mapping[str, object]] = {
            Kind.COURSE: catalogue.courses,
            Kind.PATH: catalogue.paths,
            Kind.WEBINAR: catalogue.webinars,
            Kind.RESOURCE: catalogue.library,
            Kind.COLLECTION: {id_: it for id_, it in catalogue.collections.items() if id_ in filled},
        }
        skills = mark_of([(it.id, it.title) for it in catalogue.skills.values()])
        self._beside = {Kind.COURSE: skills, Kind.WEBINAR: self._zone}

    def marks(self) -> Mapping[str, str]:
        marks = {f"bookmark/{key}": mark_of(mark) for key, mark in self._bookmarks.items()}
        for kind, things in self._things.items():
            beside = self._beside.get(kind, "")
            for id_ in things:
                marks[f"{kind}/{id_}"] = f"{self._stamps.get((kind, id_), '')}/{beside}"
        return marks

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        kind, _, id_ = group.partition("/")
        match kind:
            case "bookmark":
                yield _marked(self._bookmarks[id_])
            case Kind.COURSE:
                yield from self._course(self._catalogue.courses[id_])
            case Kind.PATH:
                path = self._catalogue.paths[id_]
                yield Passage("path", "path", path.id, path.title, f"{len(path.courses)} modules", body=path.summary)
            case Kind.WEBINAR:
                webinar = self._catalogue.webinars[id_]
                detail = f"{webinar.presenter}, {webinar.starts.astimezone(zone_of(self._zone)):%d %b %Y}"
                yield Passage("webinar", "webinar", webinar.id, webinar.title, detail, webinar.presenter, body=webinar.summary)
            case Kind.RESOURCE:
                resource = self._catalogue.library[id_]
                detail = f"{resource.format}, {size_label(resource.size)}"
                yield Passage("resource", "document", resource.id, resource.title, detail, resource.format, body=resource.summary)
            case Kind.COLLECTION:
                collection = self._catalogue.collections[id_]
                yield Passage("collection", "collection", collection.id, collection.title, collection.unit)

    def _course(self, course: Course) -> Iterator[Passage]:
        yield Passage("course", "course", course.id, course.title, course.topic, course.topic, body=self._page_of(course))
        for lesson in course.lessons:
            yield Passage("lesson", "lesson", lesson.id, lesson.title, course.title, course.title)

    def _page_of(self, course: Course) -> str:
        """What a course's page says of it: its summary, its modules, its skills."""
        known = self._catalogue.skills
        skills = [known[it.skill].title for it in course.skills if it.skill in known]
        modules = [module.title for module in course.modules]
        named = [f"{name}: {', '.join(titles)}." for name, titles in (("Modules", modules), ("Skills", skills)) if titles]
        return "\n".join([course.summary, *named])


def _marked(mark: Bookmark) -> Passage:
    page = "document" if mark.kind is BookmarkKind.RESOURCE else str(mark.kind)
    return Passage("bookmark", page, mark.object, mark.title or mark.object, str(mark.kind), offset=mark.offset or None)
