"""At 40 columns the footer keeps what a page is for (LOOK-2, LOOK-3)."""

from pathlib import Path

import pytest

from tests.app.driving import story
from tests.app.sections import at_page, page_of
from tests.app.staged import staged

MAIN = {
    ("home",): ("⏎ Open", "c Continue"),
    ("learn",): ("⏎ Open", "c Continue"),  # what is chosen at first is locked
    ("path", "partner-success"): ("⏎ Open", "e Enrol"),
    ("course", "referral-strategies"): ("⏎ Open", "e Enrol"),
    ("webinars",): ("⏎ Open", "r Register"),
    ("library",): ("⏎ Open", "d Download"),
    ("offline",): ("ctrl+f Search", "ctrl+r Sync"),  # nothing is here yet
    ("bookmarks",): ("/ Filter", "ctrl+f Search"),
    ("notes",): ("/ Filter", "s Sort"),
    ("search",): ("] Kind", "esc Back"),
}


@pytest.mark.parametrize("page", MAIN, ids=" ".join)
def test_the_main_verbs_stay_at_40_columns(tmp_path: Path, page: tuple[str, ...]) -> None:
    """LOOK-3: whatever else goes, they and the page of keys, or the way out, stay."""

    @story
    async def told() -> None:
        async with at_page(staged(home=tmp_path), page=page, size=(40, 24)) as pilot:
            footer = page_of(pilot).splitlines()[-1]
            assert all(words in footer for words in (*MAIN[page], "?" if page != ("search",) else "esc")), footer

    told()
