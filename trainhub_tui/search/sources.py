"""What is looked through, source by source. A new source (a forum) is a class beside these and a line in `SOURCES`.

A source names its groups (a lesson, a file) with a mark each; only groups whose mark has changed are read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import BookmarkKind, LearnerState
from trainhub_core.rules.record import zone_of
from trainhub_core.views.library import size_label
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import markdown_document, open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.search.asked import question_passages
from trainhub_tui.search.passages import Passage, sections
from trainhub_tui.search.source import Knows, Source, mark_of, mark_of_file
from trainhub_tui.search.spoken import Transcripts
from trainhub_tui.search.written import Notes


class Titles:
    """Everything that has a title: courses, paths, lessons, webinars, resources, collections, bookmarks."""

    NAME: ClassVar[str] = "titles"

    def __init__(self, hub: Knows) -> None:
        self._things = {f"{it.kind}/{it.of}/{it.offset or 0}": it for it in _things(hub.catalogue(), hub.state(), hub.zone)}

    def marks(self) -> Mapping[str, str]:
        return {group: mark_of(thing) for group, thing in self._things.items()}

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        yield self._things[group]


class LessonTexts:
    """The lessons whose text is on this laptop, by heading, and the questions of their practice quizzes."""

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
            yield Passage("lesson", "lesson", group, title, course, title, heading, section.body, section.offset, line=section.line)
        if text and text.quiz:
            yield from question_passages(text.quiz, group, title, course)


class Documents:
    """The files on this laptop, by heading and page; risky formats are read in the child process, like everywhere."""

    NAME: ClassVar[str] = "documents"

    def __init__(self, hub: Knows) -> None:
        resources = hub.catalogue().resources
        spoken = {it.captions for it in resources.values()}
        files = {it.resource_id: it.file for it in hub.downloads() if it.resource_id not in spoken}
        self._files = {of: (resources[of], file) for of, file in files.items() if file and of in resources}

    def marks(self) -> Mapping[str, str]:
        marks = {group: mark_of_file(file) for group, (_, file) in self._files.items()}
        return {group: f"{mark}/{self._files[group]}" for group, mark in marks.items() if mark}

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
            words = (resource.title, resource.format, resource.title, heading, section.body)
            yield Passage("resource", "document", group, *words, section.offset, line=section.line, leaf=section.page)


SOURCES: Mapping[str, Callable[[Knows], Source]] = {it.NAME: it for it in (Titles, Notes, LessonTexts, Transcripts, Documents)}
"""Every source, those first that are quickly read."""


def _things(catalogue: Catalogue, state: LearnerState, zone: str) -> Iterator[Passage]:
    for course in catalogue.courses.values():
        yield Passage("course", "course", course.id, course.title, course.topic, course.topic, body=_page_of(course, catalogue))
        for lesson in course.lessons:
            yield Passage("lesson", "lesson", lesson.id, lesson.title, course.title, course.title)
    for path in catalogue.paths.values():
        yield Passage("path", "path", path.id, path.title, f"{len(path.courses)} modules", body=path.summary)
    for webinar in catalogue.webinars.values():
        detail = f"{webinar.presenter}, {webinar.starts.astimezone(zone_of(zone)):%d %b %Y}"
        yield Passage("webinar", "webinar", webinar.id, webinar.title, detail, webinar.presenter, body=webinar.summary)
    for resource in catalogue.library.values():
        detail = f"{resource.format}, {size_label(resource.size)}"
        yield Passage("resource", "document", resource.id, resource.title, detail, resource.format, body=resource.summary)
    filled = {it.collection for it in catalogue.library.values()}
    for collection in (it for it in catalogue.collections.values() if it.id in filled):
        yield Passage("collection", "collection", collection.id, collection.title, collection.unit)
    for mark in state.bookmarks.values():
        if mark.on:
            page = "document" if mark.kind is BookmarkKind.RESOURCE else str(mark.kind)
            yield Passage("bookmark", page, mark.object, mark.title or mark.object, str(mark.kind), offset=mark.offset or None)


def _page_of(course: Course, catalogue: Catalogue) -> str:
    """What a course's page says of it: its summary, its modules, its skills."""
    skills = [catalogue.skills[it.skill].title for it in course.skills if it.skill in catalogue.skills]
    modules = [module.title for module in course.modules]
    named = [f"{name}: {', '.join(titles)}." for name, titles in (("Modules", modules), ("Skills", skills)) if titles]
    return "\n".join([course.summary, *named])
