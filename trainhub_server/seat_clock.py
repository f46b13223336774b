"""Offered seats by the clock, for whoever looks at the waitlist. When nobody looks, a job does it."""

from trainhub_server.repositories import webinars
from trainhub_server.services import seats
from trainhub_server.site import Site


async def settle_due(site: Site) -> None:
    """Bring every waitlist up to now. Done once, however many servers do it at the same time."""
    async with site.reading() as unit:
        due = await webinars.with_lapsed_offers(unit.connection, unit.now)
    for webinar_id in due:
        async with site.writing() as unit:
            await seats.settle(unit, webinar_id)
