"""Which kinds of jobs there are, and what each does. A new kind is a function and a line here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from trainhub_server import clearing_files
from trainhub_server.repositories.jobs import Job
from trainhub_server.services import clean_up, notices, seats
from trainhub_server.site import Site
from trainhub_server.unit import Unit

Inside = Callable[[Unit, Job], Awaitable[None]]
Outside = Callable[[Site, Job], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`inside` happens in the unit of work that ends the job: once, whatever becomes of the worker. `outside` happens before it, where the
    database does not reach: once or, when the worker ends between the two, again. With `every` it is due again that long after."""

    inside: Inside | None = None
    outside: Outside | None = None
    every: timedelta | None = None


async def _settle(unit: Unit, job: Job) -> None:
    await seats.settle(unit, job.key.rpartition("/")[0])


async def _clean_up(unit: Unit, _: Job) -> None:
    await clean_up.clean_up(unit)


async def _mail(site: Site, job: Job) -> None:
    from trainhub_server.mailing import deliver  # late: brings the mail library along, which few servers need

    await deliver(site, job)


async def _clear_files(site: Site, _: Job) -> None:
    await clearing_files.clear(site)


INSIDE: Mapping[str, Kind] = {
    seats.JOB: Kind(inside=_settle),
    "clean-up": Kind(inside=_clean_up, every=timedelta(hours=1)),
}
"""Kinds that any server works on, and that wait for nobody but the database."""
FILES: Mapping[str, Kind] = {"clear-files": Kind(outside=_clear_files, every=timedelta(days=1))}
"""Kinds that any server works on, and that wait for where files are kept: beside the rest, however long that takes."""
OUTSIDE: Mapping[str, Kind] = {notices.JOB: Kind(outside=_mail)}
"""Kinds that wait for others, so that they are worked on beside the rest, several at a time; only where the server sends mail."""
MAIL_LANES = 3


def lanes(mails: bool) -> list[Mapping[str, Kind]]:
    """What is worked on side by side. No seat waits for a disk, a bucket or a mail server."""
    return [INSIDE, FILES, *([OUTSIDE] * MAIL_LANES if mails else [])]
