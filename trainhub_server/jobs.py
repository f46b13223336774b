"""Jobs worked on, in every process of a server: claimed for a time, done, tried again later where that went wrong."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.job_faults import JobFault
from trainhub_server.job_kinds import Kind
from trainhub_server.repositories import jobs as repository
from trainhub_server.repositories.jobs import Job
from trainhub_server.site import Site

log = logging.getLogger(__name__)
Kinds = Mapping[str, Kind]
Pause = Callable[[float], Awaitable[None]]
LEASE = timedelta(minutes=1)
"""How long a job waits whose worker was killed."""
FIRST, MOST, FACTOR = timedelta(seconds=5), timedelta(hours=1), 3
MOST_TRIES = 40
"""A day and a half, with the pauses between them."""
SHORTLY = 0.2


async def keep(site: Site, kinds: Kinds, look: float, pause: Pause = asyncio.sleep) -> None:
    """Work on what falls due, until cancelled; look again after so many seconds at most."""
    seconds, has_begun = look, False
    while True:
        await pause(seconds)
        try:
            if not has_begun:
                await _begin(site, kinds)
                has_begun = True
            seconds = await work_due(site, kinds, look)
        except Exception as fault:  # noqa: BLE001 - the database may end in any way, and the loop goes on without it
            log.warning("jobs wait for the next look: %s", type(fault).__name__)
            seconds = look


async def work_due(site: Site, kinds: Kinds, look: float) -> float:
    """Work on all that is due. For how many seconds nothing else is."""
    while True:
        async with site.reading() as unit:
            due = await repository.next_due(unit.connection, kinds)
        if due is None:
            return look
        if due > unit.now:
            return min(look, (due - unit.now).total_seconds())
        async with site.writing() as unit:
            job = await repository.claim(unit.connection, kinds, unit.now, unit.now + LEASE)
        if job is None:
            return SHORTLY  # another process is claiming it
        await _worked(site, job, kinds[job.kind])


def pause_after(job: Job) -> timedelta:
    """How long until it is tried again: longer each time, and not the same for jobs that failed together."""
    spread = 1 + int(job.id[-4:], 16) / 0x40000
    return min(MOST, FIRST * int(FACTOR ** min(job.tries - 1, 10))) * spread


async def _worked(site: Site, job: Job, kind: Kind) -> None:
    if job.tries > MOST_TRIES:
        await _put_off(site, job, kind, JobFault(f"Given up: each of {MOST_TRIES} workers ended in the middle of it.", final=True))
        return
    try:
        await _done(site, job, kind)
    except JobFault as fault:
        await _put_off(site, job, kind, fault)
    except (Again, DatabaseTrouble) as fault:
        await _put_off(site, job, kind, JobFault(f"The database did not serve ({type(fault).__name__})."))
    except Exception as fault:  # noqa: BLE001 - whatever one job raises, the others go on
        log.error("job %s of the kind %s failed: %s", job.id, job.kind, type(fault).__name__)
        await _put_off(site, job, kind, JobFault(f"Something unexpected: {type(fault).__name__}."))


async def _done(site: Site, job: Job, kind: Kind) -> None:
    if kind.outside:
        async with _renewed(site, job):
            await kind.outside(site, job)
    async with site.writing() as unit:
        if not await repository.hold(unit.connection, job):
            return  # its lease ended before it did, and it is another's now
        if kind.inside:
            await kind.inside(unit, job)
        if kind.every:
            await repository.put_off(unit.connection, job, unit.now + kind.every, "", fresh=True)
        else:
            await repository.end(unit.connection, job, unit.now)


async def _put_off(site: Site, job: Job, kind: Kind, fault: JobFault) -> None:
    is_last = fault.final or job.tries >= MOST_TRIES
    async with site.writing() as unit:
        if is_last and not kind.every:
            await repository.fail(unit.connection, job, unit.now, fault.sentence)
            log.error("job %s of the kind %s is given up: %s", job.id, job.kind, fault.sentence)
        else:
            due = unit.now + (kind.every if kind.every and is_last else pause_after(job))
            await repository.put_off(unit.connection, job, due, fault.sentence, fresh=is_last)


@asynccontextmanager
async def _renewed(site: Site, job: Job) -> AsyncIterator[None]:
    """The lease is renewed for as long as the block runs."""
    renewing = asyncio.create_task(_renew(site, job))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)


async def _renew(site: Site, job: Job) -> None:
    stands = True
    while stands:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        try:
            async with site.writing() as unit:
                stands = await repository.renew(unit.connection, job, unit.now + LEASE)
        except (Again, DatabaseTrouble):
            continue


async def _begin(site: Site, kinds: Kinds) -> None:
    """Write down what is due again and again, where it is not yet."""
    async with site.reading() as unit:
        known = await repository.known(unit.connection, kinds)
    for name in (name for name, kind in kinds.items() if kind.every and name not in known):
        async with site.writing() as unit:
            await repository.add(unit.connection, name, "", "{}", unit.now, unit.now)
