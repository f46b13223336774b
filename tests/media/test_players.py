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


@pytest.mark.parametrize(
    ("chosen", "how", "drivers"),
    [
        ("auto", How.WINDOW, "--vo=sixel,tct"),
        ("blocks", How.TERMINAL, "--vo=tct"),
        ("kitty", How.TERMINAL, "--vo=kitty,tct"),
        ("sixel", How.TERMINAL, "--vo=sixel,tct"),
    ],
)
def test_the_learner_may_choose_the_terminal_and_how_it_draws(chosen: str, how: How, drivers: str) -> None:
    """VID-1: a window is shown where there can be one, whatever else is wished for."""
    environment = {"DISPLAY": ":0", "TERM": "foot"}
    assert how_here(environment, "linux", True, chosen) is how
    assert flags_for(How.TERMINAL, environment, chosen) == (drivers,)
    assert how_here(environment, "linux", False, chosen) is How.OUTSIDE


def test_streams_are_trusted_by_the_certificates_that_the_app_trusts() -> None:
    """VID-1."""
    flags = flags_for(How.WINDOW, {"SSL_CERT_FILE": "/etc/hub.pem"})
    assert flags == ("--force-window=yes", "--tls-ca-file=/etc/hub.pem")
