"""Runs the child process and hands on what it prints: bounded, parsed, not trusted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trainhub_tui.media import child
from trainhub_tui.media.child import FINE, PACKAGES

WALL_SECONDS = 15.0
MOST_OUTPUT = 32 * 2**20
PIPE = 4_096
"""Bytes that the child may be ahead, where the system lets one say so: it rests while the first page is painted."""


def messages_of(kind: str, path: Path, *asked: str, wall_seconds: float = WALL_SECONDS, fine: int = 1) -> Iterator[dict[str, Any]]:
    """What the child prints about a file. The last message says {"stopped": …} when it was ended before it was done.

    `fine` is how many pixels of a picture are wanted for the width of a cell."""
    late = threading.Event()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(Path(child.__file__).resolve()), kind, str(path.resolve()), *asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_bare_environment(fine),
        cwd=path.resolve().anchor,
        start_new_session=True,
        pipesize=PIPE,
    )

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(wall_seconds, end)
    clock.daemon = True
    clock.start()
    done = False
    try:
        for message in _parsed(process):
            done = done or not message.keys().isdisjoint({"end", "fault", "stopped"})
            yield message
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    if not done:
        yield {"stopped": "time" if late.is_set() or process.returncode == -_cpu_signal() else "trouble"}


def _parsed(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    left = MOST_OUTPUT
    if process.stdout is None:
        return
    while line := process.stdout.readline(left):
        left -= len(line)
        if left <= 0 or not line.endswith(b"\n"):
            yield {"stopped": "size"}
            return
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            yield {"stopped": "trouble"}
            return
        if isinstance(message, dict):
            yield message


def _bare_environment(fine: int) -> dict[str, str]:
    """Nothing of the person's environment; Windows cannot start Python without its own folder."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    asked = {FINE: str(fine)} if fine > 1 else {}
    packages = os.pathsep.join(it for it in sys.path if Path(it).name in ("site-packages", "dist-packages"))
    return {**kept, **asked, PACKAGES: packages, "LC_ALL": "C.UTF-8", "PATH": os.defpath}


def _cpu_signal() -> int:
    """The signal of a process that used up its processor time."""
    import signal

    return int(getattr(signal, "SIGXCPU", -1))
