"""What is opened and left again faster than messages travel."""

from pathlib import Path

import pytest
from textual.events import Key

from tests.app.driving import story
from tests.app.sections import at_page, settle
from tests.app.staged import staged


@pytest.mark.parametrize(
    ("page", "keys"), [(("learn",), ()), (("library",), ("j",)), (("path", "partner-success"), ()), (("webinars",), ())]
)
def test_a_section_s_key_right_behind_enter_leaves_nothing_on_top(tmp_path: Path, page: tuple[str, ...], keys: tuple[str, ...]) -> None:
    """LOOK-3: keys act in the order they were pressed."""

    @story
    async def told() -> None:
        async with at_page(staged(home=tmp_path), *keys, page=page) as pilot:
            for key in ("enter", "5"):
                pilot.app.post_message(Key(key, None))
            await settle(pilot)
            assert [type(screen).__name__ for screen in pilot.app.screen_stack] == ["Home", "AchievementsScreen"]

    told()
