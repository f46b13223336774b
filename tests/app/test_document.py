"""A document: fetched when it is not here, read, its place and bookmarks kept; what cannot be opened says why."""

from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from tests.app.driving import press, story
from tests.app.sections import at_page, page_of, settle, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import GUIDE
from trainhub_tui.facts import DownloadState, SyncKind
from trainhub_tui.media.sources import markdown_document
from trainhub_tui.screens.document import DocumentScreen

LONG = ("# Handbook\n\n" + "\n\n".join(f"## Chapter {n}\n\n" + "Words to read. " * 80 for n in range(1, 12))).encode()
PAGE = ("document", "partner-handbook")


def here(home: Path, content: bytes = LONG) -> StagedHub:
    hub = staged(home=home)
    hub.has_come("partner-handbook", content)
    return hub


def screen_of(pilot: Pilot[int]) -> DocumentScreen:
    assert isinstance(pilot.app.screen, DocumentScreen)
    return pilot.app.screen


@story
async def test_a_document_that_is_here_opens_with_its_contents(tmp_path: Path) -> None:
    """LIB-3, LIB-4."""
    async with at_page(here(tmp_path), "4", "enter") as pilot:
        page = page_of(pilot)
        assert "Words to read." in page
        assert "Chapter 7" in page


@story
async def test_the_place_is_remembered_on_this_laptop(tmp_path: Path) -> None:
    """LIB-4."""
    hub = here(tmp_path)
    async with at_page(hub, *["pagedown"] * 3, page=PAGE) as pilot:
        place = screen_of(pilot).reader.place
        await press(pilot, "escape")
        assert hub.remembered("place/resource/partner-handbook") == str(place)
        pilot.app.open(*PAGE)  # type: ignore[attr-defined]
        await settle(pilot)
        assert screen_of(pilot).reader.place == place > 0


@story
async def test_a_document_that_is_not_here_is_fetched_with_progress_and_then_opens(tmp_path: Path) -> None:
    """LIB-2, LIB-3."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "4", "enter") as pilot:
        assert hub.asked == [("download", "partner-handbook")]
        hub.set_download("partner-handbook", DownloadState.RUNNING, 23)
        screen_of(pilot)._poll()
        await pilot.pause()
        assert "Fetching Partner Handbook" in words_of(pilot)
        assert "41 %" in words_of(pilot)
        hub.has_come("partner-handbook", GUIDE)
        screen_of(pilot)._poll()
        await settle(pilot)
        assert "Ask every happy client for one name." in page_of(pilot)


@story
async def test_offline_a_document_that_is_not_here_says_so_and_is_not_asked_for(tmp_path: Path) -> None:
    """LIB-3, LOOK-4."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, page=PAGE) as pilot:
        assert "Partner Handbook is not on this laptop, and the network is away. d fetches it when it is back." in words_of(pilot)
        assert hub.asked == []
        await press(pilot, "d")
        assert hub.asked == [("download", "partner-handbook")]


@story
async def test_a_failed_download_gives_its_reason_and_the_key_to_try_again(tmp_path: Path) -> None:
    """LIB-2, LOOK-4."""
    hub = staged(home=tmp_path)
    hub.set_download("partner-handbook", DownloadState.FAILED, sentence="The file that came is not the one that was promised.")
    async with at_page(hub, page=PAGE) as pilot:
        assert "The file that came is not the one that was promised." in words_of(pilot)
        assert "d Try again" in words_of(pilot)


@story
async def test_a_file_that_cannot_be_opened_is_a_sentence_and_the_app_goes_on(tmp_path: Path) -> None:
    """LIB-3, LOOK-4."""
    async with at_page(here(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(500)), page=PAGE) as pilot:
        assert "o to open it in the default program." in words_of(pilot)
        await press(pilot, "escape", "4")
        assert "Documents & Guides" in page_of(pilot)


@story
async def test_bookmarks_are_set_in_the_text_and_shown_in_it(tmp_path: Path) -> None:
    """LEARN-1, LIB-4."""
    hub = here(tmp_path)
    async with at_page(hub, "pagedown", "b", page=PAGE) as pilot:
        [mark] = hub.state().bookmarks.values()
        assert (mark.object, mark.offset) == ("partner-handbook", screen_of(pilot).reader.place)
        assert "★" in page_of(pilot)


@story
async def test_a_resource_that_is_gone_says_so(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(staged(home=tmp_path), page=("document", "nowhere")) as pilot:
        assert "This document is not offered any more." in words_of(pilot)


@story
async def test_what_is_searched_for_is_found_in_what_comes_later_too(tmp_path: Path) -> None:
    """LIB-4: a search may begin before the text is there, and while more of it is being read."""
    hub = staged(home=tmp_path)
    async with at_page(hub, page=PAGE) as pilot:
        screen = screen_of(pilot)
        screen._opened = tmp_path
        await press(pilot, "slash", *"deal")
        part = replace(markdown_document("Words.\n\nDeal.\n", "a.md"), complete=False)
        screen._show_document(part, True)
        await settle(pilot)
        assert "1 found so far" in page_of(pilot)
        await press(pilot, "s")
        assert "/ deals" in page_of(pilot) and "not found so far" in page_of(pilot), "what is typed goes on"
        whole = markdown_document("Words.\n\nDeal.\n\nTwo deals.\n", "a.md")
        screen._show_document(whole, False)
        await settle(pilot)
        assert "1 found · ⏎ next" in page_of(pilot)
