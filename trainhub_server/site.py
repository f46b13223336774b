"""A running server's parts, made once and shared by its requests."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from trainhub_core.models.library import Resource
from trainhub_server.database.face import Database, DatabaseTrouble
from trainhub_server.database.migrate import migrate, migrate_at, pending
from trainhub_server.database.opening import open_bell, open_database, open_presence
from trainhub_server.database.presence import Presence
from trainhub_server.database.who import SYSTEM, DatabaseRole, Who
from trainhub_server.events.board import Board, most_streams
from trainhub_server.events.watch import Events
from trainhub_server.files.folder import FolderFiles
from trainhub_server.files.store import FileStore
from trainhub_server.limits import Limits, Tell
from trainhub_server.offer import Offer
from trainhub_server.repositories import spending
from trainhub_server.repositories.feed_lag import Lag
from trainhub_server.services import accounts, starting
from trainhub_server.services.home import Dashboards
from trainhub_server.settings import SOLO_LEARNER, Pack, Rate, Settings
from trainhub_server.signing import Signer
from trainhub_server.unit import Unit

if TYPE_CHECKING:
    from trainhub_server.callers import Caller
    from trainhub_server.files.cloudfront import CdnSigner
    from trainhub_server.jwt_checking import Checker


@dataclass(frozen=True, slots=True)
class Site:
    """`in_flight` are the keys being worked on."""

    settings: Settings
    database: Database
    files: FileStore
    signer: Signer
    limits: Limits
    events: Events
    offer: Offer = field(default_factory=Offer)
    dashboards: Dashboards = field(default_factory=Dashboards)
    in_flight: set[tuple[str, str]] = field(default_factory=set)
    callers: dict[str, tuple["Caller", float]] = field(default_factory=dict)
    """By the hash of their token, and until when (a monotonic clock) that is known."""
    looked_up: Limits = field(default_factory=lambda: Limits(Rate(), time.monotonic))
    """How many tokens never known as good this process asks the database about, for each address that has spent its limit."""
    kept: Limits = field(default_factory=lambda: Limits(None, time.monotonic))
    """What each account has had kept, in bytes."""
    lag: Lag = field(default_factory=lambda: Lag(time.monotonic))
    checking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One package of an author's is read at a time."""
    jwts: "Checker | None" = None
    cdn: "CdnSigner | None" = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the server was told to end: /ready says no, answers close their connections, what would stay open ends."""

    def reading(self, who: Who = SYSTEM) -> "Reading":
        return Reading(self, who)

    def writing(self, who: Who = SYSTEM) -> "Writing":
        return Writing(self, who)


class Reading:
    """A unit of work that only reads. A class, because every request enters one: half the time of a generator."""

    __slots__ = ("_inner", "_site")

    def __init__(self, site: Site, who: Who) -> None:
        self._site = site
        self._inner = site.database.reading(who)

    async def __aenter__(self) -> Unit:
        return Unit(await self._inner.__aenter__(), self._site.offer, self._site.settings.clock())

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        await self._inner.__aexit__(kind, fault, trace)


class Writing:
    """A unit of work that changes something, of which others are told once it is committed. A class, as above."""

    __slots__ = ("_inner", "_site")

    def __init__(self, site: Site, who: Who) -> None:
        self._site = site
        self._inner = site.database.writing(who)

    async def __aenter__(self) -> Unit:
        settings = self._site.settings
        return Unit(await self._inner.__aenter__(), self._site.offer, settings.clock(), mails=settings.mail is not None)

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        await self._inner.__aexit__(kind, fault, trace)
        if fault is None:
            self._site.events.ring()


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Site]:
    """The site, migrated and with what it offers. Any number of servers may open one database at once."""
    database = await open_database(settings.database)
    if settings.traced:
        database = settings.traced(database)
    events = Events(open_bell(settings.database, database), Board(time.monotonic, most_streams()))
    presence = open_presence(settings.database)
    try:
        yield await _prepared(settings, database, events, presence)
    finally:
        await events.close()
        await database.close()
        await presence.close()


async def _prepared(settings: Settings, database: Database, events: Events, presence: Presence) -> Site:
    if settings.migrate and settings.migration_database:
        await migrate_at(settings.migration_database)
    elif settings.migrate:
        await migrate(database)
    elif waiting := await pending(database):
        raise DatabaseTrouble(f"The database is not up to date, {len(waiting)} migrations wait: start once with --migrate.")
    offer = Offer()
    is_alone = await presence.come()
    async with database.writing() as connection:
        secret = await starting.make_own(Unit(connection, offer, settings.clock()), settings.random_hex, is_alone)
    await presence.settled()
    limits = Limits(settings.rate, time.monotonic, _telling(database, settings.rate))
    signer = Signer(secret)
    files = _file_store(settings, signer)
    await files.check()
    kept = Limits(settings.kept, time.monotonic)
    site = Site(settings, database, files, signer, limits, events, kept=kept, jwts=_jwt_checker(settings), cdn=_cdn_signer(settings))
    if settings.pack is not None:
        await _install(site, settings.pack())
    if solo := settings.solo:
        async with site.writing() as unit:
            await accounts.ensure(unit, SOLO_LEARNER, solo.name, solo.zone)
        if settings.demo:
            async with site.writing(Who(DatabaseRole.APP, SOLO_LEARNER)) as unit:
                await starting.tell_history(unit, SOLO_LEARNER, solo.zone, settings.demo)
    return site


def _telling(database: Database, rate: Rate | None) -> Tell | None:
    """How processes tell each other what was spent. Those of a file are few, on one machine, and each counts for itself."""
    if rate is None or database.dialect.name != "postgres":
        return None

    async def tell(spent: Mapping[str, int]) -> Mapping[str, float]:
        async with database.writing() as connection:
            return await spending.tell(connection, spent, float(rate.burst), rate.per_second)

    return tell


def _jwt_checker(settings: Settings) -> "Checker | None":
    if settings.jwt is None:
        return None
    from trainhub_server.jwt_checking import Checker  # late: brings cryptography along, which few servers need

    return Checker(settings.jwt, time.monotonic)


def _file_store(settings: Settings, signer: Signer) -> FileStore:
    if isinstance(settings.files, Path):
        return FolderFiles(settings.files, signer)
    from trainhub_server.files.bucket import BucketFiles  # late: an extra, for those whose files are in a bucket

    return BucketFiles(settings.files, settings.clock)


def _cdn_signer(settings: Settings) -> "CdnSigner | None":
    if settings.cdn is None or isinstance(settings.files, Path):
        return None
    from trainhub_server.files.cloudfront import CdnSigner  # late: an extra, for those who name a CDN

    return CdnSigner(settings.cdn, settings.files)


async def _install(site: Site, pack: Pack) -> None:
    """Files first: what is offered can be had."""
    async with site.reading() as unit:
        if await starting.pack_version(unit) == pack.version:
            return
    for fact in pack.facts:
        if isinstance(fact, Resource) and fact.sha256 and await site.files.find(fact.sha256) is None:
            await site.files.add(fact.sha256, pack.open_file(fact.sha256))
    async with site.writing() as unit:
        await starting.install(unit, pack)
