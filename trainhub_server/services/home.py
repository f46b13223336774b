"""Home and the progress report. The numbers are made by trainhub_core.views; of Home, what is a learner's own is remembered."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.views import ProgressReport
from trainhub_core.views.dashboard import progress_report
from trainhub_server.services.own_home import OwnHome, Stretch, common_to_all, made
from trainhub_server.unit import Unit

MOST_BYTES = 16 * 2**20
EACH = 600
"""Bytes that one takes in memory beside its packed text, at most."""
MARK = 16


@dataclass(frozen=True, slots=True)
class Remembered:
    """`mark` is of the state that it was made of."""

    packed: bytes
    mark: bytes
    stretch: Stretch


class Dashboards:
    """The own part of learners' Home, those asked for last; none is given for another state, catalogue or time than it was made of.

    Seats that others take, and ratings that they give, change what everybody shares, and are filled in with each answer."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Remembered] = OrderedDict()
        self._bytes = 0
        self._catalogue = -1
        self._common = b""

    async def of(self, unit: Unit, caller: str) -> bytes:
        """The caller's Dashboard as JSON. One query."""
        row = await unit.row_of(caller)
        catalogue = await unit.offer.at(unit.connection, row.versions)
        return self.answer(caller, row.state, unit.offer.versions.catalogue, catalogue, unit.now)

    def answer(self, caller: str, state: str, version: int, catalogue: Catalogue, now: datetime) -> bytes:
        """The Dashboard of who has this state (JSON) in this version of the catalogue, with its seats and ratings as they are."""
        self._begin(version, catalogue, now)
        return self._own(caller, state, catalogue, now).whole(catalogue, now)

    def _begin(self, version: int, catalogue: Catalogue, now: datetime) -> None:
        """Forget all that was made of another catalogue."""
        if version != self._catalogue:
            self._known.clear()
            self._bytes, self._catalogue, self._common = 0, version, common_to_all(catalogue, now)

    def _own(self, caller: str, state: str, catalogue: Catalogue, now: datetime) -> OwnHome:
        mark = blake2b(state.encode(), digest_size=MARK).digest()
        known = self._known.get(caller)
        if known and known.mark == mark and known.stretch.holds(now):
            self._known.move_to_end(caller)
            return OwnHome.unpacked(known.packed, self._common)
        own, stretch = made(catalogue, LearnerState.model_validate_json(state), now)
        self._keep(caller, Remembered(own.packed(self._common), mark, stretch))
        return own

    def _keep(self, caller: str, new: Remembered) -> None:
        old = self._known.pop(caller, None)
        self._known[caller] = new
        self._bytes += _size(new) - (_size(old) if old else 0)
        while self._bytes > MOST_BYTES:
            self._bytes -= _size(self._known.popitem(last=False)[1])


def _size(known: Remembered) -> int:
    return EACH + len(known.packed)


async def progress(unit: Unit, caller: str) -> ProgressReport:
    catalogue, state = await unit.catalogue_and_state(caller)
    return progress_report(catalogue, state, unit.now)
