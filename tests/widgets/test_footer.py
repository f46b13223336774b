"""The bottom line keeps the two most used verbs however narrow it is (LOOK-4)."""

import pytest
from textual.app import App, ComposeResult

from tests.app.driving import story
from trainhub_tui.widgets.footer import Footer

HINTS = (
    ("open", "⏎", "Open"),
    ("highlight", "v", "Highlight this"),
    ("note", "n", "Note on it"),
    ("bookmark", "b", "Bookmark"),
    ("help", "?", "Keys"),
    ("quit", "q", "Quit"),
)


class Footed(App[None]):
    """A footer alone."""

    def compose(self) -> ComposeResult:
        yield Footer()


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (100, ["open", "highlight", "note", "bookmark", "help", "quit"]),
        (60, ["open", "highlight", "note", "help", "quit"]),
        (46, ["open", "highlight", "help", "quit"]),
        (40, ["open", "highlight", "help"]),
        (30, ["open", "highlight"]),
        (20, ["open", "highlight"]),
    ],
)
@story
async def test_verbs_go_from_the_end_then_quit_and_keys_and_two_stay(width: int, shown: list[str]) -> None:
    app = Footed()
    async with app.run_test(size=(width, 4)):
        footer = app.query_one(Footer)
        footer.show(HINTS)
        assert [hint[0] for hint in footer._fitting()] == shown
