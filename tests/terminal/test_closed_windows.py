"""A window that is closed ends the app in it, whoever started it."""

import signal
import sys
from pathlib import Path

import pytest

from tests.terminal.terminal import PATIENCE, Terminal

pytestmark = [pytest.mark.xdist_group("terminal"), pytest.mark.skipif(sys.platform == "win32", reason="windows close otherwise there")]


@pytest.mark.parametrize("started", ["exec {app}", "trap '' HUP; exec {app}"], ids=["by hand", "as nohup does"])
def test_a_closed_window_ends_the_app_in_it(members_laptop: Path, started: str) -> None:
    """LOOK-4: it does not go on for nobody."""
    line = started.format(app=f"{sys.executable} -m trainhub_tui --offline")
    with Terminal(["/bin/sh", "-c", line], env={"TRAINHUB_HOME": str(members_laptop), "TZ": "Europe/Berlin"}) as terminal:
        terminal.wait_for("offline", "Partner Success Mastery")
        terminal.close_window()
        assert terminal.process.wait(PATIENCE) == -signal.SIGHUP
