"""Keeping in sync: send the outbox, fetch what changed, fetch texts; then wait, and again. One thread in each window."""

import logging
import math
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from trainhub_tui.api import Api
from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.snapshot import Snapshot
from trainhub_tui.connecting import Connector
from trainhub_tui.facts import SyncKind, SyncStatus
from trainhub_tui.fetching import fetch_changes, fetch_texts, kept_courses
from trainhub_tui.heap import give_back
from trainhub_tui.sending import Sender
from trainhub_tui.shown import Shown
from trainhub_tui.troubles import CannotSave, Offline, Refused, ServerTrouble, SignedOut, Trouble
from trainhub_tui.waiting import Monotonic, Patience

IDLE_SECONDS = 30.0
IDLE_WHILE_TOLD = 120.0  # where the server tells what changes as it happens
GLANCE_SECONDS = 2.0  # how often another window's changes are looked for
SIGNED_OUT_SECONDS = 300.0
OTHER_WINDOW_SECONDS = 10.0

log = logging.getLogger(__name__)


@dataclass
class Parts:
    """What syncing works on. `arrived` runs after a pass that reached the server, `kept` after each (Home's memo)."""

    folder: Path
    snapshot: Snapshot
    journal: Journal
    shown: Shown
    connector: Connector
    clock: Callable[[], datetime]
    arrived: Callable[[Api], None]
    kept: Callable[[], object]
    monotonic: Monotonic = time.monotonic
    chance: random.Random = field(default_factory=random.Random)


class Sync:
    """See the module."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._sender = Sender(parts.folder, parts.snapshot, parts.journal, parts.monotonic, parts.chance)
        self._patience = Patience(parts.monotonic, parts.chance)
        self._one_pass = threading.Lock()
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._changed: Callable[[], None] = lambda: None
        self._checked: set[str] = set()
        self._told: tuple[object, ...] = ()
        self._due = 0.0
        self._idle = IDLE_SECONDS
        self._wanted = False
        self._told_cursor = ""
        self._told_due = math.inf
        self.reached = threading.Event()
        """Set while the server is there and knows us, as far as is known."""
        self.status = SyncStatus(SyncKind.STARTING)

    def run(self, changed: Callable[[], None]) -> None:
        """Keep in sync until `close`; `changed` is called from this thread."""
        self._changed = changed
        if self._parts.journal.left_open:
            self._parts.snapshot.check()
            self._parts.journal.check()
        while not self._closed.is_set():
            try:
                if self._is_due() and not self._patience.left:
                    self._pass()
                    give_back()
                else:
                    self._tell()
            except Exception as error:  # the thread must outlive what nobody thought of, and say so
                if self._closed.is_set():
                    return
                log.error("sync: %s", type(error).__name__, exc_info=error)
                self._patience.failed()
                self._say(SyncKind.TROUBLE, f"Something unexpected went wrong while syncing ({type(error).__name__}).")
            if self._wake.wait(self._next_glance()) and not self._closed.is_set():
                self._wake.clear()
                if self._wanted:
                    self._wanted, self._due = False, 0.0
                self._tell()

    def wake(self) -> None:
        """There is something to send. A server that was in trouble is not asked sooner for it."""
        self._wanted = True
        self._wake.set()

    @property
    def cursor(self) -> str:
        """Up to where the changes were read."""
        return self._parts.snapshot.cursor

    def told(self, cursor: str, delay: float) -> None:
        """The server has changes up to this cursor: read them, after so many seconds, unless they are read by then."""
        self._told_cursor = cursor
        self._told_due = min(self._told_due, self._parts.monotonic() + delay)
        self._wake.set()

    def hears(self, hears: bool) -> None:
        """Whether the server tells what changes as it happens; while it does, it is asked less often."""
        if not hears and self._idle == IDLE_WHILE_TOLD:
            self._due = min(self._due, self._parts.monotonic() + IDLE_SECONDS * self._parts.chance.uniform(0.2, 1.0))
        self._idle = IDLE_WHILE_TOLD if hears else IDLE_SECONDS

    def lost(self) -> None:
        """What the server tells cannot be heard: find out whether it is there, and knows us."""
        self.reached.clear()
        self.wake()

    def now(self) -> None:
        """One pass at once, in this thread. The server's own wish to wait is honoured."""
        self._patience.hurry()
        self._sender.hurry()
        self._pass(patient=OTHER_WINDOW_SECONDS)

    def reach(self) -> Api:
        """The server, for a single question. Raises Offline, SignedOut or ServerTrouble."""
        return self._parts.connector.api()

    def close(self) -> None:
        """End `run`, also while it waits for an answer."""
        self._closed.set()
        self._wake.set()
        self._parts.connector.close()

    def _next_glance(self) -> float:
        waits = [GLANCE_SECONDS, max(0.05, min(self._due, self._told_due) - self._parts.monotonic(), self._patience.left)]
        return min(waits)

    def _is_due(self) -> bool:
        now = self._parts.monotonic()
        if now >= self._told_due and self._told_cursor == self.cursor:
            self._told_due = math.inf  # read meanwhile, with what this window did itself
        return now >= min(self._due, self._told_due)

    def _pass(self, patient: float = 0.0) -> None:
        with self._one_pass:
            if self._closed.is_set() or self._patience.left_as_asked:
                return
            self._say(SyncKind.SYNCING)
            self._due, self._told_due = self._parts.monotonic() + self._idle, math.inf
            try:
                met = self._exchange(patient)
            except SignedOut as trouble:
                self.reached.clear()
                self._say(SyncKind.SIGNED_OUT, trouble.sentence)
                if not self._parts.connector.signed_out():
                    self._due = self._parts.monotonic() + SIGNED_OUT_SECONDS
                self._patience.failed()
            except Offline as trouble:
                self.reached.clear()
                self._patience.failed()
                self._say(SyncKind.OFFLINE, trouble.sentence, waiting=True)
            except ServerTrouble as trouble:
                self._patience.failed(trouble.retry_after)
                self._say(SyncKind.TROUBLE, trouble.sentence, waiting=True)
            except (CannotSave, Refused) as trouble:
                self._patience.failed()
                self._say(SyncKind.TROUBLE, trouble.sentence, waiting=True)
            else:
                self._patience.succeeded()
                self.reached.set()
                self._parts.snapshot.keep_synced_at(self._parts.clock().isoformat())
                self._say(SyncKind.TROUBLE if met else SyncKind.SYNCED, met.sentence if met else "", waiting=met is not None)

    def _exchange(self, patient: float) -> Trouble | None:
        """Both ways; gives the trouble that single operations met, while everything else went well."""
        parts = self._parts
        api = parts.connector.api()
        if parts.journal.pending():
            self._fetch(api)  # first: a restored server must get back what it forgot before it gets anything newer (I5)
        trouble = self._sent(patient)
        if self._fetch(api):
            self._due = 0.0
        self._tell()
        fetch_texts(api, parts.snapshot, kept_courses(parts.shown, parts.snapshot), self._checked)
        kept_courses(parts.shown, parts.snapshot)  # with what is here now, for the next start
        parts.shown.read_ahead()
        parts.arrived(api)
        if (soonest := self._sender.soonest) is not None:
            self._due = min(self._due, parts.monotonic() + max(1.0, soonest))
        return trouble

    def _fetch(self, api: Api) -> bool:
        """What is new; True where the server had forgotten us, and what it once acknowledged waits again to be sent."""
        if forgotten := fetch_changes(api, self._parts.snapshot):
            self._parts.journal.requeue_done()
        return forgotten

    def _sent(self, patient: float) -> Trouble | None:
        """Send what waits; a trouble with operations that leaves the rest worth trying is handed back."""
        if self._parts.journal.refusal:
            return None  # what cannot be written down cannot be sent: its answer would be forgotten
        try:
            if not self._sender.send(self._parts.connector.api(), patient):
                self._due = self._parts.monotonic() + GLANCE_SECONDS  # another window sends; look again soon
        except ServerTrouble as trouble:
            if trouble.busy:
                raise
            return trouble
        return None

    def _say(self, kind: SyncKind, sentence: str = "", waiting: bool = False) -> None:
        now = self._parts.clock()
        at = now if kind is SyncKind.SYNCED else self.status.at
        wait = max(self._patience.left, self._due - self._parts.monotonic() if kind is SyncKind.TROUBLE else 0.0)
        retry_at = now + timedelta(seconds=wait) if waiting else None
        self.status = replace(self.status, kind=kind, at=at, sentence=sentence, retry_at=retry_at)
        self._tell()

    def _tell(self) -> None:
        """Keep Home's memo, and tell the window, where anything is not as it was told last."""
        try:
            turn = self._parts.journal.turn
        except CannotSave:
            turn = -1
        told = (turn, self._parts.snapshot.mark, self.status)
        if told == self._told or self._closed.is_set():
            return
        if self._told[:2] != told[:2]:
            self._parts.kept()
        self._told = told
        self._changed()
