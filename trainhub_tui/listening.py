"""Holds the event stream of the server while the app is open, and has sync read what it is told of.

Where there is none, or something in between keeps it back, sync asks by the clock as ever."""

import json
import random
import threading
from collections.abc import Callable

from trainhub_tui.api import Api, EventAnswer
from trainhub_tui.event_reader import EventReader, ServerEvent, TooLong
from trainhub_tui.heap import give_back
from trainhub_tui.sync import Sync
from trainhub_tui.troubles import CannotSave, Offline, Refused, ServerTrouble, SignedOut
from trainhub_tui.waiting import Patience

UNKNOWN_CURSOR = 422
NO_STREAM_SECONDS = 3600.0
KEPT_BACK_SECONDS = 900.0
AGAIN_SECONDS = 3.0
LONGEST_RETRY = 300.0
LONGEST_SPREAD = 60.0
MOST_SILENT = 3
"""Streams in a row that said nothing: then something between here and there is taken to keep them back."""


class Listening:
    """See the module. One thread, which waits in the system for most of its life."""

    def __init__(self, sync: Sync, reach: Callable[[], Api], patience: Patience, chance: random.Random) -> None:
        self._sync = sync
        self._reach = reach
        self._patience = patience
        self._chance = chance
        self._silent = 0
        self._closed = threading.Event()
        self._answer: EventAnswer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="events", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._sync.reached.set()
        if self._answer is not None:
            self._answer.cut()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._sync.reached.wait()  # whether the server is there, and knows us, sync finds out
            if self._closed.is_set():
                return
            try:
                wait = self._held()
            except Exception:  # noqa: BLE001 - this thread must outlive what nobody thought of; without it there is still the clock
                wait = KEPT_BACK_SECONDS
            self._answer = None
            if self._closed.is_set():
                return
            self._sync.hears(False)
            self._closed.wait(wait)

    def _held(self) -> float:
        """Hold one stream until it ends; how long to wait then."""
        reader = EventReader()
        self._silent += 1
        try:
            with self._reach().events(self._sync.cursor) as self._answer:
                for piece in self._answer.pieces:
                    for event in reader.feed(piece):
                        self._take(event)
        except (SignedOut, Offline):
            self._sync.lost()
            self._patience.failed()
        except Refused as refused:
            if refused.status != UNKNOWN_CURSOR:
                return NO_STREAM_SECONDS
            self._patience.failed()  # sync will begin anew, with a cursor that is one
        except (ServerTrouble, CannotSave, TooLong) as trouble:
            self._patience.failed(trouble.retry_after if isinstance(trouble, ServerTrouble) else None)
        if self._silent >= MOST_SILENT:
            return KEPT_BACK_SECONDS
        again = AGAIN_SECONDS if reader.retry is None else min(reader.retry, LONGEST_RETRY)
        return max(self._patience.left, again * self._chance.uniform(0.5, 1.0))

    def _take(self, event: ServerEvent) -> None:
        if event.name == "hello":
            self._silent = 0
            self._patience.succeeded()
            self._sync.hears(True)
            give_back()  # what making the connection left: from now on this thread waits
        elif event.name == "changes":
            self._sync.told(event.id, self._chance.uniform(0.0, spread_of(event.data)))


def spread_of(data: str) -> float:
    """Over how many seconds those who are told should spread their asking; 0 where that is not said as agreed."""
    try:
        spread = json.loads(data)["spread"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0.0
    return min(float(spread), LONGEST_SPREAD) if isinstance(spread, int | float) and spread > 0 else 0.0
