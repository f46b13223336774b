"""trainhub serve: the server as a process of its own; the app never imports it (architecture.md, Packages)."""

import os
import subprocess
import sys
from collections.abc import Sequence

from trainhub_tui.cli.terminal import open_what_is_closed
from trainhub_tui.processes import environment

SERVER = "trainhub_server"


def serve(arguments: Sequence[str]) -> int:
    """Become the server; its exit status is ours. Windows cannot replace a process, so there it is a child."""
    open_what_is_closed()
    command = [sys.executable, "-P", "-m", SERVER, *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        return subprocess.call(command, env=environment())
    os.execve(sys.executable, command, environment())
