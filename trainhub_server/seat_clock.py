"""Offered seats by the clock: what has lapsed goes to the next who waits, also when nobody asks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.repositories import webinars
from trainhub_server.services import seats
from trainhub_server.site import Site

log = logging.getLogger(__name__)
LOOK_SECONDS = 20.0


async def settle_due(site: Site) -> None:
    """Bring every waitlist up to now. Done once, however many servers do it at the same time."""
    async with site.reading() as unit:
        due = await webinars.with_lapsed_offers(unit.connection, unit.now)
    for webinar_id in due:
        async with site.writing() as unit:
            await seats.settle(unit, webinar_id)


async def keep(site: Site, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Look again and again, until cancelled."""
    while True:
        await pause(LOOK_SECONDS)
        try:
            await settle_due(site)
        except (Again, DatabaseTrouble) as fault:
            log.warning("seats that lapsed wait for the next look: %s", type(fault).__name__)
