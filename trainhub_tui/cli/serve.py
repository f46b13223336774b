"""trainhub serve: the server as a process of its own; the app never imports it (architecture.md, Packages)."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import trainhub_tui

SERVER = "trainhub_server"


def serve(arguments: Sequence[str]) -> int:
    """Become the server; its exit status is ours. Windows cannot replace a process, so there it is a child."""
    command = [sys.executable, "-P", "-m", SERVER, *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        return subprocess.call(command, env=_environment())
    os.execve(sys.executable, command, _environment())


def _environment() -> dict[str, str]:
    """Ours. `-P` keeps what lies in the current folder from being imported, so a source tree is named as such."""
    folder = Path(trainhub_tui.__file__).resolve().parent.parent
    if folder.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))}
