"""What is shown: a pure function of what the server said and of what is pending. Kept in memory, brought up to date when either changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.snapshot import Memo, Snapshot
from trainhub_tui.heap import collector_rests
from trainhub_tui.troubles import CannotSave

if TYPE_CHECKING:  # the first paint needs none of these models; they are imported where they are used
    from trainhub_core.catalogue import Catalogue
    from trainhub_core.models.base import Fact
    from trainhub_core.models.learning import Learner, LearnerState
    from trainhub_core.models.views import Dashboard
    from trainhub_core.operations import Operation

Found = TypeVar("Found")
HOME = "home"
READ_AHEAD = 1_000
"""Objects in the cache; reading so many takes a twentieth of a second."""

JUST_MADE = 60.0
"""Seconds: who waited until a memo was made asks about the moment at which the waiting began."""


class Shown:
    """See the module. Safe from any thread."""

    def __init__(self, snapshot: Snapshot, journal: Journal, unknown: Callable[[], Learner]) -> None:
        self._snapshot = snapshot
        self._journal = journal
        self._unknown = unknown
        self._lock = threading.RLock()
        self._facts: dict[tuple[str, str], Fact] = {}
        self._mark: tuple[str, int] = ("", 0)
        self._turn = -1
        self._pending: list[tuple[str, Operation]] = []
        self._applied: tuple[str, ...] = ()
        self._catalogue: Catalogue | None = None
        self._offered: tuple[LearnerState, Catalogue] | None = None
        self._base: LearnerState | None = None
        self._state: LearnerState | None = None
        self._aside_lock = threading.Lock()
        self.unread = 0
        self.aside: Callable[[], bool] = lambda: False
        """Has what is kept here made anew by another program; tells whether it was."""

    def catalogue(self) -> Catalogue:
        with self._lock:
            self._refresh()
            if self._catalogue is None:
                from trainhub_core.feed import catalogue_from  # late: start-up

                self._catalogue = catalogue_from(self._facts.values())
                self._offered = None
            if not self._catalogue.withdrawn:
                return self._catalogue
            state = self.state()
            if self._offered is None or self._offered[0] is not state:
                from trainhub_core.rules.offering import offered  # late: only where a course was withdrawn

                self._offered = state, offered(self._catalogue, state.record)
            return self._offered[1]

    def state(self) -> LearnerState:
        """The learner's state, pending operations applied."""
        with self._lock:
            self._refresh()
            if self._base is None:
                from trainhub_core.feed import state_from  # late: start-up

                self._base = self._state = state_from(self._facts.values(), self._unknown())
                self._applied = ()
            keys = tuple(key for key, _ in self._pending)
            if self._state is None or keys[: len(self._applied)] != self._applied:
                self._state, self._applied = self._base, ()
            for _, operation in self._pending[len(self._applied) :]:
                self._state = operation.applied(self._state)
            self._applied = keys
            return self._state

    def home(self, now: datetime, at_once: bool) -> Dashboard | None:
        """Home from its memo where nothing is newer, else computed; None while nothing is known."""
        if not self._snapshot.mark[1]:
            return None

        def read() -> Dashboard | None:
            return self._home_kept(now, at_once)

        found = read() if at_once else self._or_aside(read)
        return self._computed(now)[0] if found is None else found

    def save_home(self, now: datetime) -> bool:
        """Keep Home as it is now, for the next first paint, unless it is kept already; tells whether it was not."""
        if not self._snapshot.mark[1] or self._is_home_kept(now):
            return False
        if self._or_aside(lambda: self._is_home_kept(now) or None):
            return True
        dashboard, made_from = self._computed(now)
        if dashboard is None:
            return False
        memo = Memo(dashboard.model_dump_json(), made_from, now.timestamp(), _until(dashboard, now).timestamp())
        self._snapshot.keep_memo(HOME, memo)
        return True

    def kept(self, name: str, about: str, make: Callable[[], str]) -> str:
        """What `make` works out of the catalogue, the state and `about`; read again, with no model loaded, until one of them changes."""
        made_from = f"{self.made_from}/{about}"

        def read() -> str | None:
            found = self._snapshot.memo(name)
            return found[0].body if found is not None and found[0].made_from == made_from else None

        body = self._or_aside(read)
        if body is None:
            body = make()
            self._snapshot.keep_memo(name, Memo(body, made_from, 0.0, 0.0))
        return body

    def read_ahead(self) -> None:
        """Read a large catalogue before it is asked for: of a small one, whoever opens the first page does not notice that it is read."""
        if self._snapshot.count > READ_AHEAD:
            self.catalogue()
            self.state()

    @property
    def goes_aside(self) -> bool:
        """Whether another program may spare this one the models: not a large catalogue, which is read ahead, nor the first of all."""
        return self._snapshot.count <= READ_AHEAD and self._snapshot.memo(HOME) is not None

    @property
    def made_from(self) -> str:
        """Changes whenever the catalogue or the state may have."""
        name, count = self._snapshot.mark
        return f"{name}/{count}/{self._read_turn()}"

    def manages(self) -> bool:
        """Whether the learner manages an organisation."""
        return self.kept("manages", "", lambda: "yes" if any(it.manages for it in self.state().learner.memberships) else "no") == "yes"

    def _or_aside(self, read: Callable[[], Found | None]) -> Found | None:
        """What `read` finds here; where it finds nothing, once more when another program has made it."""
        found = read()
        if found is None:
            with self._aside_lock:
                found = read()  # who came first may have had it made
                if found is None and self.goes_aside and self.aside():
                    found = read()
        return found

    def _home_kept(self, now: datetime, at_once: bool) -> Dashboard | None:
        turn, found = self._read_turn(), self._snapshot.memo(HOME)
        if found is None or found[0].made_from != f"{found[1]}/{turn}" or not (at_once or _holds(found[0], now)):
            return None
        from trainhub_core.models.trusted import trusted  # late: nothing else needs it before the first paint
        from trainhub_core.models.views import Dashboard

        try:
            return trusted(Dashboard, found[0].body)
        except ValueError:
            return None  # a memo of an older shape

    def _is_home_kept(self, now: datetime) -> bool:
        turn, found = self._read_turn(), self._snapshot.memo(HOME)
        return found is not None and found[0].made_from == f"{found[1]}/{turn}" and _holds(found[0], now)

    def _computed(self, now: datetime) -> tuple[Dashboard | None, str]:
        with self._lock:
            state, catalogue = self.state(), self.catalogue()
            made_from = f"{self._mark[0]}/{self._mark[1]}/{self._turn}"
            if not self._facts:
                return None, made_from
            from trainhub_core.views.dashboard import dashboard  # late: start-up

            return dashboard(catalogue, state, now), made_from

    def _read_turn(self) -> int:
        try:
            return self._journal.turn
        except CannotSave:
            return self._turn  # the journal's trouble is in the status; what was pending stays shown

    def _refresh(self) -> None:
        """The journal goes first: an operation leaves it only after its effect is in the cache, so that one of them always shows it."""
        turn = self._read_turn()
        mark = self._snapshot.mark
        if turn == self._turn and mark == self._mark:
            return
        with collector_rests():
            if turn != self._turn:
                self._read_pending(turn)
            mark = self._snapshot.mark
            if mark != self._mark:
                self._read_facts(mark)

    def _read_pending(self, turn: int) -> None:
        from trainhub_core.operations import operation_from  # late: start-up

        try:
            entries = self._journal.pending()
        except CannotSave:
            return
        known = dict(self._pending)
        self._pending = [(it.key, known.get(it.key) or operation_from(it.operation)) for it in entries]
        self._turn = turn

    def _read_facts(self, mark: tuple[str, int]) -> None:
        from trainhub_core.feed import KINDS, OWN_KINDS, fact_of  # late: start-up

        if mark[0] != self._mark[0] or mark[1] < self._mark[1]:
            self._facts.clear()
            self._mark = (mark[0], 0)
            self._catalogue = self._base = None
        for said in self._snapshot.since(self._mark[1]):
            if said.kind not in KINDS:
                continue
            if said.kind in OWN_KINDS:
                self._base = None
            else:
                self._catalogue = None
            self._facts.pop((said.kind, said.id), None)
            if said.body is not None:
                try:
                    self._facts[said.kind, said.id] = fact_of(said.kind, said.body)
                except ValueError:
                    self.unread += 1  # counted for `doctor`; one bad object does not hide the rest
        self._mark = mark


def _holds(memo: Memo, now: datetime) -> bool:
    return memo.since - JUST_MADE <= now.timestamp() < memo.until


def _until(dashboard: Dashboard, now: datetime) -> datetime:
    from datetime import time, timedelta  # late, with the rules: start-up

    from trainhub_core.rules.record import zone_of
    from trainhub_core.rules.seats import ends

    midnight = datetime.combine(dashboard.day + timedelta(days=1), time(), zone_of(dashboard.zone))
    return min([midnight, *(ends(row.webinar) for row in dashboard.webinars if ends(row.webinar) > now)])
