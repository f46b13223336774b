"""The library: groups and collections, downloads with progress in the row, removal with a question."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, page_of, settle, words_of
from tests.app.staged import staged
from tests.builders import GUIDE, resource
from trainhub_core.models.library import Resource
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import DownloadState, SyncKind

SIZE = (80, 24)


def toasts(pilot: object) -> list[str]:
    app = getattr(pilot, "app", None)
    assert isinstance(app, TrainhubApp)
    return said(app)


def template(number: int) -> Resource:
    made = resource(f"proposal-{number}", f"Proposal {number}", collection="proposals", name=f"proposal-{number}.md")
    return made.model_copy(update={"group": "templates", "downloads": 10 * number})


TEMPLATES = tuple(template(number) for number in (1, 2, 3))


@story
async def test_groups_have_counts_and_documents_format_and_size(tmp_path: Path) -> None:
    """LIB-1."""
    async with at_page(staged(*TEMPLATES, home=tmp_path), "4", size=SIZE) as pilot:
        assert "Documents & Guides (2)" in page_of(pilot)
        assert "Tools & Templates (3)" in page_of(pilot)
        assert "Proposal Templates (3)" in page_of(pilot)
        row = line_of(pilot, "Pricing Guide")
        assert "Markdown" in row
        assert "320 kB" in row


@story
async def test_the_most_downloaded_are_named_and_sorting_shows_them_first(tmp_path: Path) -> None:
    """LIB-6."""
    async with at_page(staged(*TEMPLATES, home=tmp_path), "4", size=SIZE) as pilot:
        assert "Most downloaded: Proposal 3, Proposal 2, Proposal 1" in page_of(pilot)
        await press(pilot, "s", "s", "s")
        assert "by most downloaded" in page_of(pilot)
        page = page_of(pilot)
        assert page.index("Proposal 3") < page.index("Proposal 1") < page.index("Partner Handbook")


@story
async def test_a_download_shows_its_progress_in_the_row_and_then_that_it_is_here(tmp_path: Path) -> None:
    """LIB-2."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "4", "d", size=SIZE) as pilot:
        assert hub.asked == [("download", "partner-handbook")]
        assert toasts(pilot) == ["Downloading Partner Handbook (55 B)."]
        hub.set_download("partner-handbook", DownloadState.RUNNING, 23)
        getattr(pilot.app.screen, "_poll")()  # noqa: B009  # what the interval calls
        await pilot.pause()
        assert "↧ 41 %" in line_of(pilot, "Partner Handbook")
        hub.has_come("partner-handbook", GUIDE)
        getattr(pilot.app.screen, "_poll")()  # noqa: B009
        await pilot.pause()
        assert "↓ here" in line_of(pilot, "Partner Handbook")
        await press(pilot, "d")
        assert toasts(pilot)[-1] == "Partner Handbook is on this laptop already; enter opens it."


@story
async def test_a_whole_collection_is_downloaded_with_one_key(tmp_path: Path) -> None:
    """LIB-2."""
    hub = staged(*TEMPLATES, home=tmp_path)
    async with at_page(hub, "D", page=("collection", "proposals"), size=SIZE) as pilot:
        assert hub.asked == [("download", f"proposal-{number}") for number in (1, 2, 3)]
        assert "Downloading 3 files" in toasts(pilot)[0]
        assert "↧ waits" in line_of(pilot, "Proposal 2")


@story
async def test_removing_asks_first(tmp_path: Path) -> None:
    """LIB-5."""
    hub = staged(home=tmp_path)
    hub.has_come("partner-handbook", GUIDE)
    async with at_page(hub, "4", "delete", size=SIZE) as pilot:
        assert "Remove Partner Handbook (55 B) from this laptop?" in words_of(pilot)
        await press(pilot, "escape")
        assert hub.asked == []
        await press(pilot, "delete", "enter")
        assert hub.asked == [("remove", "partner-handbook")]
        assert "here" not in line_of(pilot, "Partner Handbook").replace("On this laptop", "")


@story
async def test_opening_outside_needs_the_file_and_says_so(tmp_path: Path) -> None:
    """LIB-3."""
    async with at_page(staged(home=tmp_path), "4", "o", size=SIZE) as pilot:
        assert toasts(pilot) == ["Partner Handbook is not on this laptop yet; d downloads it."]


@story
async def test_the_filter_finds_resources_inside_collections(tmp_path: Path) -> None:
    """LIB-1."""
    async with at_page(staged(*TEMPLATES, home=tmp_path), "4", "slash", *"proposal 2", size=SIZE) as pilot:
        assert "Proposal 2" in page_of(pilot)
        assert "Handbook" not in page_of(pilot)
        await press(pilot, *"zz")
        assert 'Nothing matches "proposal 2zz". esc clears.' in words_of(pilot)
        await press(pilot, "escape")
        assert "Partner Handbook" in page_of(pilot)


@story
async def test_only_what_is_here_can_be_shown(tmp_path: Path) -> None:
    """LIB-2: on a plane, what can be read."""
    hub = staged(*TEMPLATES, home=tmp_path, kind=SyncKind.OFFLINE)
    hub.has_come("proposal-2", GUIDE)
    async with at_page(hub, "4", "f", "G", "enter", "escape", size=SIZE) as pilot:
        page = page_of(pilot)
        assert "only on this laptop" in page
        assert "Proposal 2" in page
        assert "Partner Handbook" not in page
        await press(pilot, "escape")
        assert "Partner Handbook" in page_of(pilot)


@story
async def test_a_download_asked_for_offline_says_that_it_starts_later(tmp_path: Path) -> None:
    """LIB-2, LOOK-4."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, "4", "d", size=SIZE) as pilot:
        await settle(pilot)
        assert toasts(pilot) == ["Downloading Partner Handbook (55 B). It starts when the network is back."]
