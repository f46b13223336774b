"""Emptying the outbox: in order within each entity, one window at a time, each operation with the key it was journalled under."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from trainhub_tui.api import Api
from trainhub_tui.cache.journal import BLOCKED, DONE, QUEUED, REFUSED, Entry, Journal
from trainhub_tui.cache.lock import FileLock
from trainhub_tui.cache.snapshot import Said, Snapshot
from trainhub_tui.feed_page import Changed
from trainhub_tui.troubles import CannotSave, Offline, Refused, ServerTrouble, SignedOut
from trainhub_tui.waiting import Monotonic, Patience

if TYPE_CHECKING:  # a pass that finds nothing new loads no models
    from trainhub_core.models.wire import Change, Receipt

MOST_TROUBLES = 3  # in a row; then the server is taken to be in trouble, not the operations


class Sender:
    """See the module."""

    def __init__(self, folder: Path, snapshot: Snapshot, journal: Journal, monotonic: Monotonic, chance: random.Random) -> None:
        self._snapshot = snapshot
        self._journal = journal
        self._lock = FileLock(folder / "sender.lock")
        self._monotonic = monotonic
        self._chance = chance
        self._patience: dict[str, Patience] = {}
        self._met: ServerTrouble | None = None

    def send(self, api: Api, patient: float = 0.0) -> bool:
        """Send what is due; False where another window is sending (after waiting `patient` seconds for it).

        Raises Offline, SignedOut, CannotSave and a busy ServerTrouble at once, any other ServerTrouble once the rest was tried.
        What was not sent stays queued."""
        if not self._journal.pending():
            return True
        try:
            if not self._lock.take(patient):
                return False
        except OSError as error:
            raise CannotSave(f"What waits cannot be sent, because trainhub's folder cannot be written to: {error.strerror}.") from error
        self._met = None
        try:
            while self._one_round(api):
                pass
            if self._met is not None:
                raise self._met
        finally:
            self._lock.give_back()
        return True

    def hurry(self) -> None:
        """The learner asks for it now."""
        for patience in self._patience.values():
            patience.hurry()

    @property
    def soonest(self) -> float | None:
        """Seconds until a blocked operation may be tried again, None where none is."""
        return min((it.left for it in self._patience.values()), default=None)

    def _one_round(self, api: Api) -> bool:
        """Over all entries once; tells whether any left the outbox (then there may be more)."""
        pending = self._journal.pending()
        self._patience = {it.entity: self._patience[it.entity] for it in pending if it.entity in self._patience}
        held = {entity for entity, patience in self._patience.items() if patience.left}
        left = troubles = 0
        for entry in pending:
            if entry.entity in held:
                continue
            try:
                if self._sent(api, entry):
                    left += 1
                troubles = 0
            except ServerTrouble as trouble:
                held.add(entry.entity)
                self._block(entry, trouble)
                self._met = trouble
                troubles += 1
                if trouble.busy or troubles >= MOST_TROUBLES:
                    raise
        return left > 0

    def _sent(self, api: Api, entry: Entry) -> bool:
        if not self._journal.begin(entry.key):
            return False  # dropped meanwhile
        try:
            receipt = api.send(entry.method, entry.path, entry.body, entry.key)
        except Refused as refused:
            self._journal.set_state(entry.key, REFUSED, refused.sentence)
        except (Offline, SignedOut):
            self._journal.set_state(entry.key, QUEUED)
            raise
        else:
            # The cache first: should the power fail between the two, the operation is sent again under its key and changes nothing.
            self._snapshot.apply(said_by(receipt))
            self._journal.set_state(entry.key, DONE, receipt.sentence)
        self._patience.pop(entry.entity, None)
        return True

    def _block(self, entry: Entry, trouble: ServerTrouble) -> None:
        patience = self._patience.setdefault(entry.entity, Patience(self._monotonic, self._chance))
        patience.failed(trouble.retry_after)
        self._journal.set_state(entry.key, BLOCKED, trouble.sentence)


def said_by(receipt: Receipt) -> list[Said]:
    """The changes of a receipt as the cache keeps them."""
    return [said(change) for change in receipt.changes]


def said(change: Change | Changed) -> Said:
    return Said(change.kind, change.id, change.seq, None if change.body is None else json.dumps(change.body, ensure_ascii=False))
