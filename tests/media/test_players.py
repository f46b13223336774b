"""Where a video shows on a laptop (VID-1)."""

from collections.abc import Mapping

import pytest

from trainhub_tui.media.players import How, flags_for, how_here


@pytest.mark.parametrize(
    ("environment", "platform", "how"),
    [
        ({"DISPLAY": ":0"}, "linux", How.WINDOW),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", How.WINDOW),
        ({}, "darwin", How.WINDOW),
        ({"TERM": "xterm-256color"}, "linux", How.TERMINAL),
    ],
)
def test_a_window_where_there_is_a_display_else_the_terminal(environment: Mapping[str, str], platform: str, how: How) -> None:
    """VID-1."""
    assert how_here(environment, platform, True) is how
    assert how_here(environment, platform, False) is How.OUTSIDE


@pytest.mark.parametrize(
    ("environment", "drivers"),
    [
        ({"TERM": "xterm-256color"}, "--vo=tct"),
        ({"TERM": "xterm-kitty"}, "--vo=kitty,tct"),
        ({"TERM": "foot"}, "--vo=sixel,tct"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "--vo=sixel,tct"),
        ({"TERM": "xterm-kitty", "TMUX": "/run/tmux"}, "--vo=tct"),
    ],
)
def test_real_pixels_where_the_terminal_draws_them_else_blocks(environment: Mapping[str, str], drivers: str) -> None:
    """VID-1: in the terminal where it can."""
    assert flags_for(How.TERMINAL, environment) == (drivers,)
