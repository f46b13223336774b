"""The gallery of cards: rows as even as can be, moving between rows of other lengths (ACH-1, LOOK-2)."""

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.app.driving import story
from trainhub_tui.widgets.goal_cards import HEIGHT, GoalCard, GoalCards, GoalShelf


class Gallery(App[None]):
    """Two shelves, of four and of five cards."""

    def compose(self) -> ComposeResult:
        yield GoalCards()

    def on_mount(self) -> None:
        self.query_one(GoalCards).show([_shelf("a", 4), _shelf("b", 5)])


def _shelf(name: str, count: int) -> GoalShelf:
    return GoalShelf(name, "", tuple(GoalCard(f"{name}{at}", f"{name}{at}", "level", "L", (), "") for at in range(1, count + 1)))


def _rows(pilot: Pilot[None]) -> list[list[str]]:
    """The titles that stand side by side, row for row."""
    lines = pilot.app.query_one(GoalCards).render().plain.splitlines()
    return [line.replace("╭", " ").replace("╮", " ").replace("─", " ").split() for line in lines if line.startswith("╭")]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, ["a1 a2", "a3 a4", "b1 b2", "b3 b4", "b5"]),
        (120, ["a1 a2", "a3 a4", "b1 b2 b3", "b4 b5"]),
        (150, ["a1 a2 a3 a4", "b1 b2 b3", "b4 b5"]),
        (200, ["a1 a2 a3 a4", "b1 b2 b3 b4 b5"]),
    ],
)
def test_no_card_stands_alone_where_the_rows_can_be_even(width: int, expected: list[str]) -> None:
    """LOOK-2."""

    @story
    async def told() -> None:
        async with Gallery().run_test(size=(width, 60)) as pilot:
            assert _rows(pilot) == [row.split() for row in expected]

    told()


@story
async def test_the_cursor_keeps_its_side_from_row_to_row_and_the_mouse_finds_every_card() -> None:
    """LOOK-3: two cards above three: the right one is above the middle."""
    async with Gallery().run_test(size=(120, 60)) as pilot:
        cards = pilot.app.query_one(GoalCards)
        for key, x, y in (("a2", 119, 1), ("a3", 1, 1 + HEIGHT), ("b2", 60, 3 + 2 * HEIGHT), ("b5", 60, 3 + 3 * HEIGHT)):
            await pilot.click(GoalCards, offset=(x, y))
            assert cards.key == key
        await pilot.click(GoalCards, offset=(100, 3 + 3 * HEIGHT))
        assert cards.key == "b5", "there is no card"
        seen = [cards.key]
        while cards.step_row(-1):
            seen.append(cards.key)
        assert seen == ["b5", "b2", "a3", "a1"]
        assert [cards.top_of_cursor()] == [1]
