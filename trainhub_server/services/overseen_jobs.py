"""Jobs as admins of the programme see them, and trying again what was given up."""

from trainhub_core.models.jobs import JobState, RetryJob, StandingJob
from trainhub_core.models.wire import Page, Receipt
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import jobs
from trainhub_server.services.organisations import programme_admin
from trainhub_server.services.paging import page_of
from trainhub_server.unit import Unit


async def standing(unit: Unit, caller: str, state: JobState | None, offset: int, limit: int) -> Page[StandingJob]:
    """Those that are not done, or those in one state alone. Raises NotAllowed."""
    await programme_admin(unit, caller)
    states = (state,) if state else tuple(JobState)
    async with unit.connection.as_system():  # jobs are the hub's own
        total = await jobs.count(unit.connection, states)
        found = await jobs.standing(unit.connection, states, limit, offset)
    return page_of(Page[StandingJob], found, total, offset, limit)


async def retry(unit: Unit, caller: str, order: RetryJob) -> Receipt:
    """From the first try. Raises NotAllowed and NotThere."""
    await programme_admin(unit, caller)
    async with unit.connection.as_system():  # jobs are the hub's own
        if not await jobs.retry(unit.connection, order.job_id, unit.now):
            raise NotThere("There is no job of this id that was given up.")
    return Receipt(sentence=f"{order.job_id} is tried again now.")
