"""Pictures of search at four sizes, and of every designed state (LEARN-5, LOOK-2)."""

from pathlib import Path

import pytest

from tests.app.staged import StagedHub
from tests.app.test_section_snapshots import Compare, busy_hub, pictured

SIZES = ((40, 30), (80, 24), (120, 40), (200, 60))
STATES = {
    "found": tuple("say what"),
    "results": (*"lesson", "tab", "j"),
    "filtered": (*"lesson", "]", "]"),
    "nothing": tuple("zzz"),
    "nothing-of-the-kind": (*"anchor", "]", "]", "]"),
    "empty": (),
}


def searched(home: Path) -> StagedHub:
    hub = busy_hub(home)
    hub.search.catch_up()
    return hub


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_search(snap_compare: Compare, tmp_path: Path, state: str, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, searched(tmp_path), size, ("search",), *STATES[state])


def test_search_with_titles_alone(snap_compare: Compare, tmp_path: Path) -> None:
    hub = searched(tmp_path)
    hub.search.index.full_text = False
    assert pictured(snap_compare, hub, (80, 24), ("search",), *"les")
