"""How a video can be shown on this laptop: mpv in a window or in the terminal, else another program. Pure but for looking around."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from trainhub_tui.media.mpv import can_be_driven

OTHERS = ("vlc", "ffplay", "totem", "celluloid")
"""Players that open a file and tell nothing: what is watched there is not counted."""
WINDOW = ("--force-window=yes",)


DRAWN: Mapping[str, tuple[str, ...]] = {"blocks": ("tct",), "kitty": ("kitty", "tct"), "sixel": ("sixel", "tct")}
"""What the learner may choose for the terminal, and mpv's drivers for it, the next where one fails."""


class How(StrEnum):
    """Where the video shows."""

    WINDOW = "window"
    TERMINAL = "terminal"
    OUTSIDE = "outside"


def how_here(environment: Mapping[str, str], platform: str = sys.platform, drivable: bool | None = None, chosen: str = "auto") -> How:
    """Where a video is shown here: as the learner has `chosen`, else in a window where there can be one."""
    if not (can_be_driven() if drivable is None else drivable):
        return How.OUTSIDE
    if chosen in DRAWN:
        return How.TERMINAL
    has_display = platform == "darwin" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    return How.WINDOW if has_display else How.TERMINAL


def flags_for(how: How, environment: Mapping[str, str], chosen: str = "auto") -> tuple[str, ...]:
    """mpv's flags for a place; in the terminal as `chosen`, else real pixels where it is known to draw them and coloured blocks elsewhere.

    Streams are trusted by the certificates that this app trusts."""
    trust = (f"--tls-ca-file={environment['SSL_CERT_FILE']}",) if environment.get("SSL_CERT_FILE") else ()
    if how is How.WINDOW:
        return (*WINDOW, *trust)
    return (f"--vo={','.join(DRAWN.get(chosen) or (*_pixels(environment), 'tct'))}", *trust)


def _pixels(environment: Mapping[str, str]) -> tuple[str, ...]:
    terminal, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or environment.get("STY"):
        return ()  # what is between takes the pictures away
    if "kitty" in terminal or "ghostty" in terminal or environment.get("KITTY_WINDOW_ID"):
        return ("kitty",)
    return ("sixel",) if terminal.startswith(("foot", "mlterm")) or program == "WezTerm" else ()


def other_player() -> str | None:
    """The name of a player here that can be given a file; None where there is none."""
    return next((name for name in OTHERS if shutil.which(name)), None)


def play_elsewhere(name: str, file: Path) -> None:
    """Hand a file to such a player without waiting. An absolute path cannot be an option."""
    subprocess.Popen(
        [name, str(file.absolute())], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """While a player has the terminal, ctrl+c is its key: it would end this program too."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
