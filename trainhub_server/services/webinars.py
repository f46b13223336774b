"""The list of webinars."""

from enum import StrEnum

from trainhub_core.models.views import WebinarRow
from trainhub_core.models.wire import Page
from trainhub_core.views.dashboard import past, upcoming
from trainhub_server.services.paging import page
from trainhub_server.unit import Unit


class When(StrEnum):
    UPCOMING = "upcoming"
    PAST = "past"


async def listed(unit: Unit, caller: str, when: When, offset: int, limit: int) -> Page[WebinarRow]:
    """Upcoming ones soonest first, past ones latest first, each with what the caller holds of it."""
    catalogue, state = await unit.catalogue_and_state(caller)
    rows = upcoming(catalogue, state, unit.now) if when is When.UPCOMING else past(catalogue, state, unit.now)
    return page(Page[WebinarRow], rows, offset, limit)
