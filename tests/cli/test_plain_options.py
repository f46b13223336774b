"""The options of the app are read without the parser, and mean what the parser says (issue 2, start-up)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.parser import choices_from
from trainhub_tui.cli.plain_options import plain_options

SERVER = "https://training.example.org"


def _parsed(words: Sequence[str]) -> Choices:
    return replace(choices_from(words), given={})


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--demo"],
        ["--offline", "--server", SERVER],
        ["--theme", "light", "--server", SERVER, "--demo"],
        ["--server", "https://other.example.org", "--server", SERVER],
        ["--demo", "--demo"],
    ],
)
def test_options_mean_what_the_parser_says(words: list[str]) -> None:
    assert plain_options(words) == _parsed(words)


def test_the_order_of_options_does_not_matter() -> None:
    for parts in permutations([["--demo"], ["--offline"], ["--theme", "dark"], ["--server", SERVER]]):
        words = [word for part in parts for word in part]
        assert plain_options(words) == Choices(server=SERVER, offline=True, demo=True, theme="dark") == _parsed(words)


@pytest.mark.parametrize(
    "words",
    [
        ["courses"],
        ["--demo", "courses", "list"],
        ["--json"],
        ["--help"],
        ["--version"],
        ["--server"],
        ["--server", ""],
        ["--server", "--demo"],
        [f"--server={SERVER}"],
        ["--theme", "pink"],
        ["--dem"],
        ["--", "--demo"],
    ],
)
def test_everything_else_is_the_parsers(words: list[str]) -> None:
    assert plain_options(words) is None
