"""A document of the library, full screen: fetched when it is not here, read, its place remembered (LIB-3, LIB-4)."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.events import ScreenSuspend
from textual.widgets import Static
from textual.worker import get_current_worker

from trainhub_core.models.learning import BookmarkKind
from trainhub_core.models.library import HLS, Resource
from trainhub_tui import palette
from trainhub_tui.media import kinds
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.screens.document_words import gone, on_its_way, refused
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.lesson_words import heading_rows
from trainhub_tui.screens.page_pictures import PagePictures
from trainhub_tui.screens.resource_acts import POLL_SECONDS, ResourceActs
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.reader import Reader
from trainhub_tui.widgets.row_model import Rows

KEEP_SECONDS = 30


class DocumentScreen(PagePictures, ResourceActs):
    """The page of one resource."""

    SECTION = "library"
    VERBS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, resource_id: str, offset: str = "", looked_for: str = "") -> None:
        """`offset` is the place to begin at; without it, where the document was left. `looked_for`: words to mark."""
        super().__init__()
        self.looked_for = looked_for
        self.resource_id = resource_id
        self._offset = int(offset) if offset.isdigit() else None
        self._wanted_place = 0
        self._last_place: int | None = None
        self._opened: Path | None = None
        self._asked = False
        self._refusal = ""

    def on_mount(self) -> None:
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(KEEP_SECONDS, self._keep_place)

    def page_title(self) -> str:
        resource = self.resource
        return resource.title if resource else "Document"

    @property
    def resource(self) -> Resource | None:
        """What is read."""
        return self.known.catalogue.resources.get(self.resource_id)

    @property
    def chosen(self) -> Sequence[Resource]:
        return [self.resource] if self.resource else []

    @property
    def page_file(self) -> Path | None:
        return self._opened

    # --- from nothing to a text
    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        self.known = found
        if self.resource and _is_video(self.resource):
            self._to_video()
            return
        self.read_downloads()
        self.show_frame()
        self._proceed()

    def _to_video(self) -> None:
        """A video has a page of its own."""
        if self.is_current:
            self.app.pop_screen()
            self.app.open("video", self.resource_id, *([str(self._offset)] if self._offset is not None else []))

    def _poll(self) -> None:
        if self._opened is None and self.is_current and self.resource and self.read_downloads():
            self._proceed()

    def _proceed(self) -> None:
        """Open the file when it is here; fetch it, or say what stands in the way, when it is not."""
        resource = self.resource
        if resource is None:
            self.show_state(gone("This document is not offered any more."))
            return
        file = self.hub.file_of(resource.id)
        if file is not None:
            if file != self._opened:
                self._open(file, resource)
            return
        download = self.downloads.get(resource.id)
        if download is None and not self._asked and not self.is_offline:
            self._asked = True
            self.work(lambda: self.hub.download(resource.id))
        self.show_state(on_its_way(resource, download, offline=self.is_offline))

    def _open(self, file: Path, resource: Resource) -> None:
        self._opened = file
        remembered = self.hub.remembered(f"place/resource/{resource.id}") or ""
        self._wanted_place = self._offset if self._offset is not None else int(remembered) if remembered.isdigit() else 0
        self.show_state(Content(palette.UNKNOWN))
        reader, fine = self.reader, self.fineness(resource.name, resource.media_type)
        self.run_worker(lambda: self._read(file, resource, reader, fine), thread=True, group="open", exclusive=True)

    def _read(self, file: Path, resource: Resource, reader: Reader, fine: int) -> None:
        """In a thread: the document so far, again and again until it is whole."""
        worker = get_current_worker()
        first = True
        pieces = open_growing(file, resource.name, resource.media_type, fine)
        try:
            for document in pieces:
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._show_document, document, first)
                if first:
                    reader.wait_for_paint()  # the rest is read once the first page is seen
                first = False
        except CannotOpen as refusal:
            self.app.call_from_thread(self._show_refusal, refusal)
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()

    def _show_document(self, document: Document, first: bool) -> None:
        if not self.is_attached:
            return
        if self._page:
            self._text, self._pages = document, len(document.places)
        elif first:
            self.load_text(document, self._wanted_place)
        else:
            was_waiting = self._last_place is None and self._wanted_place > 0  # what was there may all have been on the screen
            self.reader.extend(document)
            if was_waiting:
                self.reader.go_to(self._wanted_place)
            if document.complete:
                self.show_markers()
                self.look_for_links(document)
                self.mark_looked_for()
                self.find_again()
        self.contents.update(Rows(heading_rows(document.contents)))
        self._show_foot()

    def _show_refusal(self, refusal: CannotOpen) -> None:
        if not self.is_attached:
            return
        if refusal.pages:
            self.show_pages(refusal.pages, self._wanted_place)
        else:
            self._refusal = refusal.sentence
            self.show_state(refused(refusal.sentence, again=False))

    def page_turned(self) -> None:
        self._last_place = self.place_of_page() if self._page else self.reader.place
        self._show_foot()

    def _show_foot(self) -> None:
        document, resource = self.reader.document, self.resource
        if resource is None:
            return
        if self._page:
            self.query_one("#foot", Static).update(Content.styled(f" {resource.format}{palette.DOT}{self.page_words}", palette.MUTED))
            return
        share = f"{int(100 * self.reader.share_read)} %" if document.complete else "more is being read …"
        heading = self.heading_at(self.reader.place)
        words = [resource.format, share, heading.title if heading else "", document.note]
        self.query_one("#foot", Static).update(Content.styled(" " + palette.DOT.join(word for word in words if word), palette.MUTED))

    # --- the place
    def on_reader_moved(self, message: Reader.Moved) -> None:
        if self._page or not message.reader.document.text:
            return
        if message.reader.document.complete or message.reader.place > self._wanted_place:
            self._last_place = message.reader.place
        self._show_foot()
        self.follow_contents()

    def _keep_place(self) -> None:
        """Remember where the document was left, on this laptop alone."""
        if self._last_place is None:
            return
        name, value = f"place/resource/{self.resource_id}", str(self._last_place)
        try:
            if self.hub.remembered(name) != value:
                self.hub.remember(name, value)
        except Trouble as trouble:
            self.say(str(trouble), "error")

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        self._keep_place()

    def on_unmount(self) -> None:
        self._keep_place()

    # --- verbs
    def can_filter(self) -> str | None:
        is_being_read = self._opened is not None and not self._refusal and not self._page
        return None if is_being_read else super().can_filter()

    def mark_of(self) -> tuple[BookmarkKind, str, str] | None:
        return (BookmarkKind.RESOURCE, self.resource_id, self.resource.title) if self.resource else None

    def why(self) -> str:
        return self._refusal


def _is_video(resource: Resource) -> bool:
    """Whether it is for the page that plays."""
    claimed = kinds.claimed(resource.name, resource.media_type)
    return resource.url is not None or resource.format == HLS or claimed is kinds.VIDEO
