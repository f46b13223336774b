"""Work that needs the models, done by a program that ends: they would stay loaded in an app that rests for as long as it is open."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Literal

from trainhub_tui.processes import environment

PROGRAM = ("-P", "-m", "trainhub_tui.aside_program")
Work = Literal["memos", "index"]
SECONDS: Mapping[Work, float] = {"memos": 20.0, "index": 300.0}
OFTEN = 6
"""So many programs in a while are fewer than what they would spare; after them the app loads the models itself."""
WHILE_SECONDS = 600.0
MODELS = "trainhub_core.models.base"


class Aside:
    """See the module. `about` is what the program is told of the hub; safe from any thread."""

    def __init__(self, about: Callable[[], Mapping[str, object]], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._about = about
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._began: deque[float] = deque(maxlen=OFTEN)
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def done(self, work: Work) -> bool:
        """Have it done, and wait; False where the app should do it itself: the models are loaded, or the program fails."""
        if not self._may():
            return False
        try:
            process = subprocess.Popen(  # our own interpreter and module, no shell
                [sys.executable, *PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=os.name == "posix",  # ctrl+c in the terminal is for the app
            )
        except OSError:
            return False
        with self._lock:
            self._running.add(process)
            if self._closed:
                process.kill()
        try:
            return _awaited(process, json.dumps({**self._about(), "work": work}), SECONDS[work])
        finally:
            with self._lock:
                self._running.discard(process)

    def close(self) -> None:
        """End what is under way; nothing of it is half done."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _may(self) -> bool:
        if MODELS in sys.modules:
            return False
        now = self._monotonic()
        with self._lock:
            if self._closed or (len(self._began) == OFTEN and now - self._began[0] < WHILE_SECONDS):
                return False
            self._began.append(now)
        return True


def _awaited(process: subprocess.Popen[bytes], order: str, seconds: float) -> bool:
    stdin = process.stdin
    assert stdin is not None
    with contextlib.suppress(OSError):
        stdin.write(order.encode() + b"\n")
        stdin.flush()  # and left open: the program ends when we do
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    finally:
        with contextlib.suppress(OSError):
            stdin.close()
