"""A lesson that hands out a file of the library: fetched with d, done once it is here and was opened (COURSE-4)."""

from typing import ClassVar

from trainhub_core.models.catalogue import LessonKind
from trainhub_core.models.library import Resource
from trainhub_core.views.library import size_label
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.document_words import away
from trainhub_tui.screens.lesson_page import LessonPage


class LessonFile(LessonPage):
    """The part of a lesson's page that has to do with its file."""

    VERBS: ClassVar[tuple[str, ...]] = ("download",)
    was_opened = False

    @property
    def file(self) -> Resource | None:
        """The file of the lesson; None where it has none."""
        lesson = self.lesson
        of = lesson.media if lesson and lesson.kind is LessonKind.DOWNLOAD else None
        return self.known.catalogue.resources.get(of) if of else None

    @property
    def verb_ids(self) -> tuple[str, ...]:
        return super().verb_ids if self.file else tuple(it for it in super().verb_ids if it != "download")

    def file_words(self) -> str:
        """What the page says of the file."""
        file = self.file
        return f"{file.title}, {file.format}, {size_label(file.size)}." if file else ""

    def can_download(self) -> str | None:
        if self.file is None:
            return "This lesson has no file; its text comes with every sync."
        return f"{self.file.title} is on this laptop already; enter opens it." if self.hub.file_of(self.file.id) else None

    def verb_download(self) -> None:
        if file := self.file:
            self.work(lambda: self.hub.download(file.id), f"Downloading {file.title} ({size_label(file.size)}).")

    def why_not_opened(self) -> str | None:
        """Why there is nothing to open: the file is not here, and cannot come now."""
        file = self.file
        is_away = file and self.hub.status().kind in (SyncKind.OFFLINE, SyncKind.TROUBLE) and self.hub.file_of(file.id) is None
        return away(file) if file and is_away else None

    def open_file(self) -> None:
        """Open the file on a page of its own, which fetches it where it is not here."""
        if file := self.file:
            self.was_opened = True
            self.app.open("document", file.id)

    def has_come_and_gone(self) -> bool:
        """Whether the file is here and its page was opened and left, told once."""
        was, self.was_opened = self.was_opened, False
        return bool(was and self.file and self.hub.file_of(self.file.id))
