"""ctrl+z: to the shell below and back, as every program of a terminal does."""

import shutil
import sys
from pathlib import Path

import psutil
import pytest

from tests.terminal.terminal import PATIENCE, Terminal

SHELL = shutil.which("bash")
MODES = (b"1049", b"1000", b"1003", b"1006", b"1016", b"2004")

pytestmark = [pytest.mark.xdist_group("terminal"), pytest.mark.skipif(SHELL is None, reason="no bash here")]


def shell(home: Path) -> Terminal:
    """A shell with job control; its prompt is `>`."""
    env = {"TRAINHUB_HOME": str(home), "TZ": "Europe/Berlin", "PS1": "> ", "HISTFILE": ""}
    return Terminal([str(SHELL), "--norc", "--noprofile", "-i"], env=env)


@pytest.mark.parametrize("line", ["{app}", "sh -c '{app}; echo over'"], ids=["by itself", "in a script"])
def test_ctrl_z_gives_the_shell_a_whole_terminal_and_fg_brings_the_page_back(members_laptop: Path, line: str) -> None:
    """LOOK-3: where one was, in the size that the terminal has by then."""
    with shell(members_laptop) as terminal:
        terminal.press(line.format(app=f"{sys.executable} -m trainhub_tui --offline") + "\r")
        terminal.wait_for("offline", "Partner Success Mastery")
        terminal.press("4", "down")
        terminal.wait_until(lambda shown: "▌   Sales Playbook" in shown, "the second document was never chosen")
        terminal.press("\x1a")
        terminal.wait_for("Stopped")
        left = bytes(terminal.raw[: terminal.raw.rfind(b"Stopped")])  # the shell sets modes of its own
        assert [mode for mode in MODES if left.rfind(b"\x1b[?" + mode + b"l") <= left.rfind(b"\x1b[?" + mode + b"h")] == []
        assert left.rfind(b"\x1b[?25h") > left.rfind(b"\x1b[?25l")
        terminal.press("clear; stty -a | tr ' ;' '\\n' | grep -x -e echo -e icanon -e isig | wc -l\r")
        terminal.wait_until(lambda shown: shown.lstrip().startswith("3"), "the terminal is not as it was")
        terminal.resize(120, 40)
        terminal.press("fg\r")
        terminal.wait_for("Resource library", "▌   Sales Playbook", "q Quit")
        jobs = psutil.Process(terminal.process.pid).children()
        terminal.press("q")
        psutil.wait_procs(jobs, PATIENCE)
        terminal.press("echo left $?\r")
        terminal.wait_for("left 0")


def test_an_app_that_was_laid_aside_ends_when_it_is_told(members_laptop: Path) -> None:
    """LOOK-4: `kill %1` needs no `fg` before."""
    with shell(members_laptop) as terminal:
        terminal.press(f"{sys.executable} -m trainhub_tui --offline\r")
        terminal.wait_for("offline", "Partner Success Mastery")
        terminal.press("\x1a")
        terminal.wait_for("Stopped")
        (laid_aside,) = psutil.Process(terminal.process.pid).children()
        terminal.press("kill %1\r")
        psutil.wait_procs([laid_aside], PATIENCE)
        assert not laid_aside.is_running() or laid_aside.status() == psutil.STATUS_ZOMBIE
