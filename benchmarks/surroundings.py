"""Where the programs run that are measured: a home that was filled by one sync, and bytecode that is written once for all of them."""

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.terminal.terminal import Terminal

APP = (sys.executable, "-m", "trainhub_tui")
BARE = (sys.executable, "-m", "benchmarks.bare")
SHOWN = ("Partner Success Mastery", "Advanced Referral Strategies")
"""What stands on Home once it means something: the path and the first webinar."""


@contextmanager
def filled_home() -> Iterator[Mapping[str, str]]:
    """The environment of a learner who has opened trainhub once. The profile is a new one and goes at the end."""
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as folder:
        env = environment(Path(folder))
        with Terminal(APP, 120, 36, env) as terminal:
            terminal.wait_for("⏎ starts", "synced", patience=120)
            terminal.press("enter")
            terminal.wait_gone("⏎ starts")
            terminal.press("q")
            terminal.wait_exit()
        yield env


def let_home_age(env: Mapping[str, str]) -> None:
    """As at the first start of a day: Home is worked out anew from the whole catalogue."""
    for file in Path(env["TRAINHUB_HOME"]).rglob("cache.db"):
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE memo SET until = 0")


def environment(folder: Path) -> Mapping[str, str]:
    """Ours with a home in `folder`; bytecode is kept there, as it is kept where a program is installed."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "COLUMNS", "LINES")}
    return {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "",
        "TRAINHUB_HOME": str(folder / "home"),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TZ": "Europe/Berlin",
    }
