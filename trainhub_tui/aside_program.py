"""The program beside an app that rests (`trainhub_tui/aside.py`): makes what is kept for it anew, and ends. It reads one line of JSON."""

import json
import os
import threading
from datetime import datetime
from pathlib import Path

from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths

STDIN = 0


def work(told: dict[str, str]) -> bool:
    """Do what is asked; whether all of it was done."""
    folder, now = Path(told["folder"]), datetime.fromisoformat(told["now"])
    hub = Hub(folder, Paths.under(folder), Config(name=told["name"], zone=told["zone"]), clock=lambda: now)
    try:
        if told["work"] == "index":
            return hub.search.catch_up()
        hub.keep_memos()
        return True
    finally:
        hub.close()


def _end_with_the_app() -> None:
    while os.read(STDIN, 1_000):
        pass
    os._exit(1)


def main() -> int:
    with open(STDIN, "rb", buffering=0, closefd=False) as stdin:  # a buffer would have a lock, which the thread below holds at the end
        told = json.loads(stdin.readline())
    threading.Thread(target=_end_with_the_app, daemon=True).start()
    return 0 if work(told) else 1


if __name__ == "__main__":
    raise SystemExit(main())
