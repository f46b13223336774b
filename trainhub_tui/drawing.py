"""Which way pictures are drawn in this terminal.

Told by its environment alone: a question to the terminal would be answered among the keys."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from trainhub_tui.widgets.graphics import Canvas, drawing

if TYPE_CHECKING:  # the app opens this module
    from trainhub_tui.app import TrainhubApp

USUAL_CELL = (10, 20)
SIXEL_PROGRAMS = ("WezTerm", "iTerm.app", "mintty")
SIXEL_TERMS = ("foot", "mlterm", "contour", "yaft")
KONSOLE = 220_400
"""The first Konsole that draws sixels."""


def kind_for(setting: str, env: Mapping[str, str]) -> str:
    """`kitty`, `sixel`, or nothing for half blocks. What a person chose counts; `auto` goes by what terminals say of themselves."""
    if setting != "auto":
        return setting if setting in ("kitty", "sixel") else ""
    term, program = env.get("TERM", ""), env.get("TERM_PROGRAM", "")
    if env.get("TMUX") or env.get("STY") or term.startswith(("screen", "tmux")):
        return ""
    if env.get("KITTY_WINDOW_ID") or term in ("xterm-kitty", "xterm-ghostty") or program == "ghostty":
        return "kitty"
    konsole = env.get("KONSOLE_VERSION", "")
    has_sixel = program in SIXEL_PROGRAMS or term.startswith(SIXEL_TERMS) or (konsole.isdigit() and int(konsole) >= KONSOLE)
    return "sixel" if has_sixel else ""


def cell_size() -> tuple[int, int] | None:
    """Width and height of a cell in pixels, as the system knows them; None where it does not."""
    try:
        import fcntl
        import struct
        import termios
    except ImportError:
        return None
    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        try:
            answer = fcntl.ioctl(stream.fileno() if stream else -1, termios.TIOCGWINSZ, bytes(8))
        except (OSError, ValueError):
            continue
        lines, columns, wide, high = struct.unpack("HHHH", answer)
        if lines and columns and wide >= columns and high >= lines:
            return wide // columns, high // lines
    return None


def canvas_for(app: TrainhubApp) -> Canvas | None:
    """The canvas of the app's terminal, its output led through it; None where pictures are half blocks or none."""
    kind, driver = kind_for(app.config.pictures, os.environ), app._driver
    cell = cell_size()
    # Without colours a placeholder could not say which picture it belongs to.
    if not kind or driver is None or app.is_headless or app.no_color or app.console.color_system != "truecolor":
        return None
    if kind == "sixel" and cell is None and app.config.pictures == "auto":
        return None
    canvas = Canvas(kind, cell or USUAL_CELL, os.getpid() << 8)
    vars(driver)["write"] = drawing(type(driver).write.__get__(driver), canvas)
    return canvas
