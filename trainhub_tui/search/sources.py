"""What is looked through, source by source. A new source (notes, transcripts, a forum) is a class here and a line in `SOURCES`.

A source names its groups (a lesson, a file) with a mark each; only groups whose mark has changed are read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import ClassVar, Protocol

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import BookmarkKind, LearnerState
from trainhub_core.models.texts import LessonText
from trainhub_core.views.library import size_label
from trainhub_tui.cache.snapshot import Snapshot
from trainhub_tui.facts import Download
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import markdown_document, open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.search.passages import Passage, sections


class Knows(Protocol):
    """The part of the hub that sources read."""

    @property
    def snapshot(self) -> Snapshot: ...
    def catalogue(self) -> Catalogue: ...
    def state(self) -> LearnerState: ...
    def downloads(self) -> Sequence[Download]: ...
    def lesson_text(self, lesson_id: str) -> LessonText | None: ...


class Source(Protocol):
    """Made anew for each time the index is brought up to date."""

    NAME: ClassVar[str]

    def marks(self) -> Mapping[str, str]:
        """Every group there is now, with a mark that changes when its passages do."""
        ...

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        """The passages of a group, read now; cut short once `stop` says so."""
        ...


class Titles:
    """Everything that has a title: courses, paths, lessons, webinars, resources, collections, bookmarks."""

    NAME: ClassVar[str] = "titles"

    def __init__(self, hub: Knows) -> None:
        self._things = {f"{it.kind}/{it.of}/{it.offset or 0}": it for it in _things(hub.catalogue(), hub.state())}

    def marks(self) -> Mapping[str, str]:
        return {group: blake2b(repr(thing).encode("utf-8", "replace"), digest_size=12).hexdigest() for group, thing in self._things.items()}

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        yield self._things[group]


class LessonTexts:
    """The lessons whose text is on this laptop, by heading."""

    NAME: ClassVar[str] = "lessons"

    def __init__(self, hub: Knows) -> None:
        self._hub = hub
        courses = hub.catalogue().courses.values()
        self._lessons = {it.id: (it.title, course.title) for course in courses for it in course.lessons}

    def marks(self) -> Mapping[str, str]:
        kept = self._hub.snapshot.text_versions()
        return {lesson_id: f"{mark}/{self._lessons[lesson_id]}" for lesson_id, mark in kept.items() if lesson_id in self._lessons}

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        text = self._hub.lesson_text(group)
        title, course = self._lessons[group]
        for section in sections(markdown_document(text.text, title)) if text else ():
            heading = "" if section.heading == title else section.heading
            yield Passage("lesson", "lesson", group, title, course, title, heading, section.body, section.offset)


class Documents:
    """The files on this laptop, by heading and page; risky formats are read in the child process, like everywhere."""

    NAME: ClassVar[str] = "documents"

    def __init__(self, hub: Knows) -> None:
        resources = hub.catalogue().resources
        self._files = {
            it.resource_id: (resources[it.resource_id], it.file) for it in hub.downloads() if it.file and it.resource_id in resources
        }

    def marks(self) -> Mapping[str, str]:
        marks = {}
        for group, (resource, file) in self._files.items():
            try:
                status = file.stat()
            except OSError:
                continue  # removed this moment
            marks[group] = f"{file.name}/{status.st_size}/{status.st_mtime_ns}/{resource.title}/{resource.format}"
        return marks

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        resource, file = self._files[group]
        document: Document | None = None
        pieces = open_growing(file, resource.name, resource.media_type)
        try:
            for so_far in pieces:
                document = so_far
                if stop():
                    return
        except CannotOpen:
            pass  # its page says why; what was read before is found
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()
        for section in sections(document) if document else ():
            heading = "" if section.heading == resource.title else section.heading
            yield Passage(
                "resource", "document", group, resource.title, resource.format, resource.title, heading, section.body, section.offset
            )


SOURCES: tuple[Callable[[Knows], Source], ...] = (Titles, LessonTexts, Documents)
"""Every source, those first that are quickly read."""


def _things(catalogue: Catalogue, state: LearnerState) -> Iterator[Passage]:
    for course in catalogue.courses.values():
        yield Passage("course", "course", course.id, course.title, course.topic, course.topic, body=course.summary)
        for lesson in course.lessons:
            yield Passage("lesson", "lesson", lesson.id, lesson.title, course.title, course.title)
    for path in catalogue.paths.values():
        yield Passage("path", "path", path.id, path.title, f"{len(path.courses)} modules", body=path.summary)
    for webinar in catalogue.webinars.values():
        yield Passage("webinar", "webinar", webinar.id, webinar.title, webinar.presenter, webinar.presenter, body=webinar.summary)
    for resource in catalogue.library.values():
        detail = f"{resource.format}, {size_label(resource.size)}"
        yield Passage("resource", "document", resource.id, resource.title, detail, resource.format, body=resource.summary)
    for collection in catalogue.collections.values():
        yield Passage("collection", "collection", collection.id, collection.title, collection.unit)
    for mark in state.bookmarks.values():
        if mark.on:
            page = "document" if mark.kind is BookmarkKind.RESOURCE else str(mark.kind)
            yield Passage("bookmark", page, mark.object, mark.title or mark.object, str(mark.kind), offset=mark.offset or None)
