"""LEARN-5: whoever types faster than a page opens loses nothing: it comes to the field, whole and in its order."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.driving import _through, press, settle, story
from tests.app.sections import at_page
from tests.app.test_search import known
from trainhub_tui.screens.home import Home
from trainhub_tui.screens.learn import LearnScreen
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.screens.search import SearchScreen


def type_at_once(pilot: Pilot[int], *keys: str) -> None:
    """All of them at the app before it has looked at the first."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))


async def typed(pilot: Pilot[int]) -> str:
    """What stands in the field of the page once all keys have come."""
    await settle(pilot)
    await settle(pilot)
    await _through(pilot.app.screen.query_one(Input))
    await settle(pilot)
    return pilot.app.screen.query_one(Input).value


@pytest.mark.parametrize("section", ["2", "3", "4"])
@story
async def test_search_asked_for_while_a_section_opens(tmp_path: Path, section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The section has a hidden filter, which must not take them."""
    async with at_page(known(tmp_path), "1") as pilot:
        opened = pilot.app.open  # type: ignore[attr-defined]  # the pilot's app is ours

        def while_it_opens(name: str, *args: str) -> None:
            if name != "search":
                type_at_once(pilot, "ctrl+f", *"quartz")
            opened(name, *args)

        monkeypatch.setattr(pilot.app, "open", while_it_opens)
        type_at_once(pilot, section)
        assert await typed(pilot) == "quartz"
        assert isinstance(pilot.app.screen, SearchScreen)


@pytest.mark.parametrize("place", ["1", "2"])
@story
async def test_letters_taken_back_right_behind_the_key(tmp_path: Path, place: str) -> None:
    """What types no letter keeps its place among the letters."""
    async with at_page(known(tmp_path), place) as pilot:
        type_at_once(pilot, "ctrl+f", *"quarks", "backspace", "backspace", *"tz", "left", "left", "left", "x")
        assert await typed(pilot) == "quaxrtz"


@story
async def test_a_hidden_filter_takes_no_keys(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "2") as pilot:
        assert isinstance(pilot.app.screen, LearnScreen)
        field = pilot.app.screen.query_one(Input)
        hidden = field.focusable
        pilot.app.screen.verb_filter()
        assert (hidden, field.focusable, pilot.app.focused) == (False, True, field)


@pytest.mark.parametrize("turns", range(8))
@story
async def test_keys_of_sections_act_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
    """LOOK-3: none is overtaken by one pressed on the page that opens, wherever it is when that page does."""
    async with at_page(known(tmp_path), *"2341") as pilot:
        typed: list[str] = []
        went: list[str] = []
        opened = pilot.app.open  # type: ignore[attr-defined]  # the pilot's app is ours

        def type_now(key: str, section: str) -> None:
            typed.append(section)
            type_at_once(pilot, key)

        def while_it_opens(name: str, *args: str) -> None:
            opened(name, *args)
            went.append(name)
            if name == "webinars":
                pilot.app.screen.set_focus(None)  # a short way for its keys
                type_now("4", "library")

        monkeypatch.setattr(pilot.app, "open", while_it_opens)
        type_now("3", "webinars")
        for _ in range(turns):
            await asyncio.sleep(0)
        type_now("2", "learn")
        for _ in range(4):
            await settle(pilot)
        assert went == typed


@story
async def test_escape_pressed_twice_clears_what_was_typed_and_leaves(tmp_path: Path) -> None:
    """LEARN-5: the second one comes before the page was told that its field is empty, and counts."""
    async with at_page(known(tmp_path), "2", "ctrl+f", *"quartz") as pilot:
        type_at_once(pilot, "escape", "escape")
        await settle(pilot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, LearnScreen)


def chosen(pilot: Pilot[int]) -> str | None:
    """The key of what is chosen in the list of the page."""
    page = pilot.app.screen
    assert isinstance(page, ListPage)
    return page.list.key


@pytest.mark.parametrize("keys", ["2jjj", "4j", "3j4jjk", "2j82"])
@story
async def test_what_is_typed_while_a_list_opens_moves_in_it(tmp_path: Path, keys: str) -> None:
    """LOOK-3: from the row that it begins with, in its order, none lost: as if each key had waited for the one before."""
    async with at_page(known(tmp_path / "slow"), "1") as pilot:
        await press(pilot, *keys)
        slowly = chosen(pilot)
    async with at_page(known(tmp_path / "quick"), "1") as pilot:
        type_at_once(pilot, *keys)
        await settle(pilot)
        await settle(pilot)
        assert chosen(pilot) == slowly


@story
async def test_enter_right_behind_a_section_opens_what_it_begins_with(tmp_path: Path) -> None:
    """LOOK-3."""
    async with at_page(known(tmp_path), "1") as pilot:
        type_at_once(pilot, "2", "down", "enter")
        await settle(pilot)
        await settle(pilot)
        assert not isinstance(pilot.app.screen, LearnScreen | Home)
