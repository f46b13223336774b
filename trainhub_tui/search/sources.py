"""What is looked through, source by source. A new source (a forum) is a class beside these and a line in `SOURCES`.

A source names its groups (a lesson, a file) with a mark each; only groups whose mark has changed are read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import markdown_document, open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.search.asked import question_passages
from trainhub_tui.search.passages import Passage, sections
from trainhub_tui.search.source import Knows, Source, mark_of_file
from trainhub_tui.search.spoken import Transcripts
from trainhub_tui.search.titled import Titles
from trainhub_tui.search.written import Notes


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
