"""Whether another process runs: what a note that was begun, a server inside and a packed video are held back by."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trainhub_tui.processes import beginning, runs


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system tells it otherwise")
def test_a_process_that_has_ended_runs_no_more_though_nobody_asked_how() -> None:
    """LEARN-2, LOOK-4: in a container nobody may ever ask, and what it was writing is to be kept at the next start."""
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as ended:
        assert ended.stdout
        ended.stdout.read()
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        assert not runs(ended.pid)
    assert not runs(ended.pid)
    assert runs(os.getpid())


def test_a_process_that_began_at_another_time_is_another_one() -> None:
    """LEARN-2: numbers come again, soonest where few are to be had."""
    began = beginning(os.getpid())
    assert runs(os.getpid(), began)
    assert runs(os.getpid(), "0") is not bool(began), "where nothing tells it, the number counts"
