"""Home and the progress report. The numbers are made by trainhub_core.views; here they are remembered while nothing changed."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.views import ProgressReport
from trainhub_core.rules.seats import ends
from trainhub_core.views.dashboard import dashboard as dashboard_of
from trainhub_core.views.dashboard import progress_report
from trainhub_server.repositories.learners import StateRow
from trainhub_server.unit import Unit

MOST_ANSWERS = 512
QUARTER_HOUR = 900  # every zone's midnight falls on one


@dataclass(frozen=True, slots=True)
class Answer:
    """A dashboard as JSON, what it was made of, and the moments (epoch seconds) from and until which it stands."""

    body: bytes
    row: StateRow
    since: float
    until: float


class Dashboards:
    """The last answer of each learner with what it was made of, so that one is never given for another state, catalogue or time."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Answer] = OrderedDict()

    async def of(self, unit: Unit, caller: str) -> bytes:
        """The caller's Dashboard as JSON. One query."""
        row = await unit.row_of(caller)
        catalogue = await unit.offer.at(unit.connection, row.versions)
        second = unit.now.timestamp()
        known = self._made.get(caller)
        if known and known.since <= second < known.until and known.row == row:
            self._made.move_to_end(caller)
            return known.body
        body = dashboard_of(catalogue, LearnerState.model_validate_json(row.state), unit.now).model_dump_json().encode()
        if unit.offer.versions == row.versions:
            self._made[caller] = Answer(body, row, second, _stands_until(catalogue, unit.now))
            self._made.move_to_end(caller)
            if len(self._made) > MOST_ANSWERS:
                self._made.popitem(last=False)
        return body


async def progress(unit: Unit, caller: str) -> ProgressReport:
    catalogue, state = await unit.catalogue_and_state(caller)
    return progress_report(catalogue, state, unit.now)


def _stands_until(catalogue: Catalogue, now: datetime) -> float:
    """The next moment at which time alone changes the page: a quarter of an hour, or the end of a webinar."""
    quarter = (now.timestamp() // QUARTER_HOUR + 1) * QUARTER_HOUR
    return min([quarter, *(end.timestamp() for webinar in catalogue.webinars.values() if (end := ends(webinar)) > now)])
