"""Pages of a PDF as pictures: as they were printed, one at a time (LIB-3)."""

from pathlib import Path
from typing import ClassVar

from textual.events import Resize

from trainhub_tui import palette
from trainhub_tui.media import kinds
from trainhub_tui.media.document import Document
from trainhub_tui.media.document_page import page_at
from trainhub_tui.media.pictures import Picture
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.screens.lesson_words import PLACE
from trainhub_tui.screens.reading_page import ReadingPage

WIDEST = 200
"""Cells of the widest page."""
HALF_BLOCK = (1, 2)
"""Pixels of a cell where pictures are half blocks."""


class PagePictures(ReadingPage):
    """The part of a page for documents that shows printed pages. Subclasses say in `page_file` which file is read."""

    VERBS: ClassVar[tuple[str, ...]] = ("page-picture", "next-page", "previous-page", "zoom")
    _page = 0
    """The page whose picture is shown, 0 while the text is."""
    _pages = 0
    _whole = False
    _text: Document | None = None

    @property
    def page_file(self) -> Path | None:
        """The file that is read."""
        return None

    @property
    def page_words(self) -> str:
        """Which page is shown, for the foot."""
        turned = f"{palette.DOT}{self.key_of('page-picture')} shows its text" if self._text else ""
        return f"page {self._page} of {self._pages}{turned}"

    def show_pages(self, pages: int, page: int) -> None:
        """A file of page images alone."""
        self._text, self._pages = None, pages
        self._turn_to(max(1, min(pages, page)))

    def place_of_page(self) -> int:
        """What is remembered of the page: where its text begins, or its number where there is no text."""
        return self._text.places.get(f"page-{self._page}", 0) if self._text else self._page

    # --- from the file to the screen
    def _turn_to(self, page: int) -> None:
        """The reader must be seen before its width is known."""
        self._page = page
        self.show_text()
        self.call_after_refresh(self._ask_for, page)

    def _ask_for(self, page: int) -> None:
        file = self.page_file
        if file is None or page != self._page:
            return
        canvas = self.app.canvas()
        width, fine = min(WIDEST, self.reader.room), canvas.cell[0] if canvas else 1
        self.run_worker(lambda: self._draw(file, page, width, fine), thread=True, group="page", exclusive=True)

    def _draw(self, file: Path, page: int, width: int, fine: int) -> None:
        """In a thread: have a page drawn."""
        from trainhub_tui.media.picture_document import page_picture  # late: it brings the child process

        try:
            picture = page_picture(file, page, width, fine)
        except CannotOpen as refusal:
            self.app.call_from_thread(self.say, refusal.sentence, "warning")
        else:
            self.app.call_from_thread(self._show_picture, picture, page, width)

    def _show_picture(self, picture: Picture, page: int, width: int) -> None:
        from trainhub_tui.media.picture_document import page_document  # late: it brings the child process

        if not self.is_attached or page != self._page:
            return
        wide, high = canvas.cell if (canvas := self.app.canvas()) else HALF_BLOCK
        fitting = int((self.reader.size.height - 1) * high * picture.width / (wide * picture.height))
        self.reader.draw_with(self.app.canvas(), measure=max(1, min(width, fitting)) if self._whole else width)
        self.show_text()
        self.reader.load(page_document(picture, self.page_title()))
        self.reader.marks, self.reader.markers = frozenset(), ()
        self.reader.focus()
        self.show_frame()
        self.page_turned()

    def page_turned(self) -> None:
        """Another page is on the screen."""

    def on_resize(self, _: Resize) -> None:
        if self._page:
            self._turn_to(self._page)

    # --- between picture and text
    def can_page_picture(self) -> str | None:
        if self._page:
            return None if self._text else "This PDF has only page images; there is no text of it to show."
        is_pdf = self.reader.document.kind == kinds.PDF.id
        return None if is_pdf else "Only pages of PDFs can be shown as they were printed."

    def verb_page_picture(self) -> None:
        if self._page and self._text:
            place = self.place_of_page()
            self._page = 0
            self.load_text(self._text, place)
            self.page_turned()
        else:
            self._text = self.reader.document
            self._pages = len(self._text.places)
            self._turn_to(page_at(self._text, self.reader.place) or 1)

    def can_zoom(self) -> str | None:
        return None if self._page else f"{self.key_of('page-picture')} shows the page as a picture first."

    def verb_zoom(self) -> None:
        self._whole = not self._whole
        self._turn_to(self._page)

    # --- turning pages
    def _page_here(self) -> int:
        return self._page or page_at(self.reader.document, self.reader.place) or 1

    def _why_not_turned(self, step: int) -> str | None:
        pages = self._pages if self._page else len(self.reader.document.places)
        if f"page-{1}" not in self.reader.document.places and not self._page:
            return "This text has no pages."
        wanted = self._page_here() + step
        return None if 1 <= wanted <= pages else "This is the last page." if step > 0 else "This is the first page."

    def can_next_page(self) -> str | None:
        return self._why_not_turned(1)

    def can_previous_page(self) -> str | None:
        return self._why_not_turned(-1)

    def verb_next_page(self) -> None:
        self._turn(1)

    def verb_previous_page(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if self._page:
            self._turn_to(self._page + step)
        else:
            self.reader.go_to(self.reader.document.places[f"page-{self._page_here() + step}"])

    def open_row(self, key: str) -> None:
        if self._page and self._text and key.startswith(PLACE):
            self._turn_to(page_at(self._text, int(key.removeprefix(PLACE))) or 1)
            self.to_text()
        else:
            super().open_row(key)

    # --- the footer
    def is_in_footer(self, verb_id: str) -> bool:
        if not self.is_attached:
            return super().is_in_footer(verb_id)
        if verb_id in ("open", "filter", "highlight", "note", "bookmark", "next-link") and self._page:
            return False
        if verb_id in ("next-page", "zoom"):
            return bool(self._page) and self.why_not(verb_id) is None
        return super().is_in_footer(verb_id) and (verb_id != "page-picture" or self.can_page_picture() is None)

    def label(self, verb_id: str) -> str:
        return "Text" if verb_id == "page-picture" and self._page else super().label(verb_id)
