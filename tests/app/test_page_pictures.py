"""LIB-3: pages of a PDF as they were printed, page by page; files of page images alone open so."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, page_of, words_of
from tests.app.staged import StagedHub, staged
from trainhub_tui.app import TrainhubApp
from trainhub_tui.screens.document import DocumentScreen

PAGE = ("document", "partner-handbook")


def printed(pages: int = 3, *, words: bool = True) -> bytes:
    """A PDF with a black bar on each page, and words where they are wanted."""
    found = BytesIO()
    canvas = Canvas(found, pagesize=(400, 500), invariant=True)
    for page in range(1, pages + 1):
        canvas.rect(100, 100 * page, 200, 50, fill=1)
        if words:
            canvas.setFont("Helvetica", 12)
            canvas.drawString(40, 460, f"These are the words of page {page}.")
        canvas.showPage()
    canvas.save()
    return found.getvalue()


def scanned(pages: int = 2) -> bytes:
    found = BytesIO()
    sheets = [Image.new("RGB", (80, 100), (250, 200 - 100 * page, 0)) for page in range(pages)]
    sheets[0].save(found, "PDF", save_all=True, append_images=sheets[1:])
    return found.getvalue()


def here(home: Path, content: bytes) -> StagedHub:
    hub = staged(home=home)
    hub.has_come("partner-handbook", content)
    return hub


@story
async def test_a_page_is_shown_as_it_was_printed_and_its_text_again(tmp_path: Path) -> None:
    """LIB-3."""
    async with at_page(here(tmp_path, printed()), "i", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "▀▀▀▀" in page_of(pilot) and "page 1 of 3" in page_of(pilot) and "words of page" not in page_of(pilot)
        await press(pilot, "}", "}")
        assert "page 3 of 3" in page_of(pilot)
        await press(pilot, "}")
        assert "This is the last page." in said(pilot.app)
        await press(pilot, "i")
        assert "▀▀▀▀" not in page_of(pilot) and "These are the words of page 3." in page_of(pilot)


@story
async def test_a_file_of_page_images_opens_as_pages_and_keeps_the_page(tmp_path: Path) -> None:
    """LIB-3: a scan is not refused."""
    hub = here(tmp_path, scanned())
    async with at_page(hub, "}", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "page 2 of 2" in page_of(pilot) and "▀▀▀▀" in page_of(pilot)
        await press(pilot, "i")
        assert "This PDF has only page images; there is no text of it to show." in said(pilot.app)
        await press(pilot, "v")
        await press(pilot, "escape")
    assert hub.remembered("place/resource/partner-handbook") == "2"
    async with at_page(hub, page=PAGE) as pilot:
        assert "page 2 of 2" in words_of(pilot)


@story
async def test_zoom_turns_between_the_width_and_the_whole_page(tmp_path: Path) -> None:
    """LIB-3."""
    async with at_page(here(tmp_path, printed()), "Z", "i", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "i shows the page as a picture first." in said(pilot.app)
        wide = max(line.count("▀") for line in page_of(pilot).splitlines())
        await press(pilot, "Z")
        whole = max(line.count("▀") for line in page_of(pilot).splitlines())
        screen = pilot.app.screen
        assert isinstance(screen, DocumentScreen)
        assert 20 <= whole < wide and screen.reader._flow.height <= screen.reader.size.height


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_pages_are_turned_in_the_text_too(tmp_path: Path, size: tuple[int, int]) -> None:
    """LIB-3."""

    @story
    async def steps() -> None:
        async with at_page(here(tmp_path, printed(9)), "}", "}", page=PAGE, size=size) as pilot:
            assert line_of(pilot, "words of page 3") or line_of(pilot, "page 3")

    steps()


@story
async def test_what_has_no_pages_says_so(tmp_path: Path) -> None:
    """LIB-3."""
    async with at_page(here(tmp_path, b"# Plain\n\nWords."), "i", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "Only pages of PDFs can be shown as they were printed." in said(pilot.app)
        await press(pilot, "}")
        assert "This text has no pages." in said(pilot.app)
