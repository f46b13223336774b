"""The words of the app without a command, read without the parser: it takes 15 ms to make, and the app opens behind them (start-up)."""

from collections.abc import Mapping, Sequence

from trainhub_tui.cli.choices import Choices
from trainhub_tui.config import THEMES

_SWITCHES = ("--offline", "--demo")
_VALUED = ("--server", "--theme")


def plain_options(words: Sequence[str]) -> Choices | None:
    """What these words choose for the app; None where there is anything else among them, which is the parser's to read or to refuse."""
    switches: dict[str, bool] = {}
    values: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word in _SWITCHES:
            switches[word[2:]] = True
        elif word in _VALUED and (value := next(rest, "")) and not value.startswith("-"):
            values[word[2:]] = value
        else:
            return None
    return _choices(switches, values)


def _choices(switches: Mapping[str, bool], values: Mapping[str, str]) -> Choices | None:
    theme = values.get("theme")
    if theme is not None and theme not in THEMES:
        return None
    return Choices(server=values.get("server"), theme=theme, offline="offline" in switches, demo="demo" in switches)
