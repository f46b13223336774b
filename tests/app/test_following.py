"""LIB-4: links of a text by keys: chosen, shown, followed, copied, and the way back."""

from pathlib import Path

import pytest

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, page_of
from tests.app.staged import StagedHub, staged
from trainhub_tui.app import TrainhubApp
from trainhub_tui.screens.document import DocumentScreen

PAGE = ("document", "partner-handbook")
TEXT = (
    "# Handbook\n\nSee [the plan](#the-plan), [the site](https://example.com/a?b=c), [a file](other.md) or [us](mailto:a@example.com).\n\n"
    + "\n\n".join("Words to read. " * 60 for _ in range(9))
    + "\n\n## The plan\n\nHere it is.\n\n"
    + "Words after. " * 900
)


def here(home: Path, text: str = TEXT) -> StagedHub:
    hub = staged(home=home)
    hub.has_come("partner-handbook", text.encode())
    return hub


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the opener."""
    found: list[str] = []
    monkeypatch.setattr(TrainhubApp, "open_outside", lambda _, target: found.append(target))
    return found


@story
async def test_a_link_into_the_text_leads_there_and_back(tmp_path: Path) -> None:
    """LIB-4."""
    async with at_page(here(tmp_path), "a", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "Leads to another place in this text" in page_of(pilot) and "⏎ Follow" in page_of(pilot)
        await press(pilot, "enter")
        assert "Here it is." in page_of(pilot) and "Handbook" not in line_of(pilot, "See the plan")
        assert "bksp Back to link" in page_of(pilot)
        await press(pilot, "backspace")
        assert "See the plan" in page_of(pilot) and "bksp" not in page_of(pilot)
        await press(pilot, "backspace")
        assert "No link was followed in this text, so there is no place to go back to." in said(pilot.app)


@story
async def test_an_address_is_shown_before_it_is_opened_by_the_one_opener(tmp_path: Path, opened: list[str]) -> None:
    """LIB-4, reliability: what a link says is not what it is."""

    async def none_but_one() -> None:
        async with at_page(here(tmp_path), "a", "a", page=PAGE) as pilot:
            assert isinstance(pilot.app, TrainhubApp)
            assert "https://example.com/a?b=c" in line_of(pilot, "Follow") and opened == []
            await press(pilot, "enter")
            assert opened == ["https://example.com/a?b=c"]
            assert "Opened outside: https://example.com/a?b=c" in said(pilot.app)

    await none_but_one()


@story
async def test_a_file_beside_the_text_and_a_mail_address_are_sentences(tmp_path: Path, opened: list[str]) -> None:
    """LIB-4."""
    async with at_page(here(tmp_path), "a", "a", "a", "enter", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "(other.md), which is not here. y copies its name." in said(pilot.app)[0]
        await press(pilot, "a", "enter")
        assert said(pilot.app) == ["This is a mail address: a@example.com. y copies it."] and opened == []


@story
async def test_y_copies_the_chosen_link_and_escape_lets_it_go(tmp_path: Path) -> None:
    """LIB-4."""
    async with at_page(here(tmp_path), "y", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "a chooses a link first; then it can be copied." in said(pilot.app)
        await press(pilot, "a", "a", "y")
        assert pilot.app.clipboard == "https://example.com/a?b=c"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DocumentScreen) and "Follow" not in page_of(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, DocumentScreen)


@story
async def test_a_text_without_links_names_no_key_for_them_and_says_so(tmp_path: Path) -> None:
    """LIB-4, LOOK-3: brackets alone are no link."""
    text = "# Plain\n\n- [ ] Nothing but [words]\n\n```\n[not](a-link)\n```\n"
    async with at_page(here(tmp_path, text), "a", page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["This text has no links."] and "a Link" not in page_of(pilot)
        await press(pilot, "A")
        assert said(pilot.app) == ["This text has no links."], "the last word alone stands there"


@story
async def test_the_key_of_links_finds_one_wherever_one_reads(tmp_path: Path) -> None:
    """LIB-4, LOOK-3: the footer names it, so below the last link it goes to that one; beyond it there is a sentence."""
    async with at_page(here(tmp_path), page=PAGE) as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        assert "a Link" in page_of(pilot)
        await press(pilot, "G", "a")
        assert "This is a mail" not in page_of(pilot) and "mailto:a@example.com" in page_of(pilot)
        await press(pilot, "a")
        assert said(pilot.app) == ["This is the last link."]


@story
async def test_the_links_of_a_long_text_are_known_once_it_is_whole(tmp_path: Path) -> None:
    """LIB-4: the first pages have none."""
    text = "# Long\n\n" + "Words to read.\n\n" * 9_000 + "[Here](https://example.com)\n"
    async with at_page(here(tmp_path, text), page=PAGE) as pilot:
        assert "a Link" in page_of(pilot)
