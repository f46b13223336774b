"""What waits to be sent, and what the server said: to this window's own changes as it arrives, and to the latest of all."""

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime

from trainhub_core.light import light
from trainhub_tui.cache.journal import DONE, REFUSED, Journal
from trainhub_tui.facts import Waiting
from trainhub_tui.troubles import CannotSave

LATEST = 10


@light(frozen=True)
class Answered:
    """A change that left the outbox, with the server's sentence about it; or one that was `refused`, with the reason."""

    sentence: str
    answer: str
    made_at: datetime
    refused: bool


def waiting(journal: Journal) -> Sequence[Waiting]:
    """What waits and what was refused, in order; nothing where the journal cannot be read, which the status then says."""
    try:
        entries = journal.open_entries()
    except CannotSave:
        return []
    return [Waiting(it.key, it.sentence, it.state, it.tries, datetime.fromisoformat(it.made_at), it.answer) for it in entries]


class Answers:
    """See the module. Safe from any thread."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._awaited: set[str] = set()
        self._lock = threading.Lock()

    def expect(self, keys: Iterable[str]) -> None:
        """These changes were made in this window, just now."""
        with self._lock:
            self._awaited.update(keys)

    def take(self) -> Sequence[Answered]:
        """What came in for them since the last time, whichever window sent them; changes without a sentence are left out."""
        with self._lock:
            if not self._awaited:
                return ()
            marks = ", ".join("?" * len(self._awaited))
            found = self._read(f"key IN ({marks}) AND state IN ('{DONE}', '{REFUSED}') ORDER BY seq", *self._awaited)
            self._awaited.difference_update(key for key, _ in found)
        return [it for _, it in found if it.answer]

    def latest(self) -> Sequence[Answered]:
        """The last few changes that were sent and had a sentence for an answer, the newest first."""
        return [it for _, it in self._read(f"state = '{DONE}' AND answer <> '' ORDER BY seq DESC LIMIT {LATEST}")]

    def _read(self, where: str, *values: str) -> list[tuple[str, Answered]]:
        try:
            rows = self._journal.read(f"SELECT key, sentence, answer, made_at, state FROM outbox WHERE {where}", *values)
        except CannotSave:
            return []  # the status says why
        return [
            (str(key), Answered(str(sentence), str(answer), datetime.fromisoformat(str(made_at)), state == REFUSED))
            for key, sentence, answer, made_at, state in rows
        ]
