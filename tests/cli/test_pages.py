"""docs/CLI.md is what the table of commands says."""

from pathlib import Path

from tests.cli.every_command import full_names
from trainhub_tui.cli.pages import page
from trainhub_tui.cli.table import OPTIONS

PAGE = Path(__file__).parents[2] / "docs" / "CLI.md"


def test_the_page_tells_every_command_and_option() -> None:
    text = page()
    for name in full_names():
        assert f"trainhub {name[0]}" in text and name[-1] in text
    assert all(f"`{option.name}" in text for option in OPTIONS)


def test_the_page_in_the_repository_is_fresh() -> None:
    """Run `make pages` when this fails."""
    assert PAGE.read_text("utf-8") == page()
