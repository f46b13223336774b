"""Looks into the feed for all who listen on this process, and tells them. One question, however many they are."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from trainhub_server import callers
from trainhub_server.database.bell import Bell, Pause
from trainhub_server.events.board import ROUND_SECONDS, STEPS, Board
from trainhub_server.events.stream import Stream
from trainhub_server.events.wire import News
from trainhub_server.repositories import news as repository
from trainhub_server.repositories.changes import EVERYBODY, Place
from trainhub_server.repositories.epochs import newest
from trainhub_server.repositories.news import Heading
from trainhub_server.services import feed, news
from trainhub_server.services.news import Missed

if TYPE_CHECKING:  # a site has its events
    from trainhub_server.callers import Held
    from trainhub_server.site import Site

log = logging.getLogger(__name__)
MOST_AT_ONCE = 1_000
GAP_SECONDS = 0.01
"""Between two looks, however often it rings."""
SOONEST, LATEST = 0.02, 0.25
"""When to look again for what an unfinished transaction may still overtake."""
TROUBLE_SECONDS = 1.0


class Events:
    """See the module. It begins with the first who comes."""

    def __init__(self, bell: Bell, board: Board, pause: Pause = asyncio.sleep) -> None:
        self.board = board
        self._bell = bell
        self._pause = pause
        self._rung = asyncio.Event()
        self._anew = False
        self._place = Place()
        self._epoch = ""
        self._began = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    def ring(self) -> None:
        """Something was committed."""
        self._rung.set()
        self._bell.ring()

    async def stream(self, site: "Site", held: "Held", cursor: str) -> Stream:
        """The stream of somebody who was told everything up to the cursor; with none, everything up to now.

        Raises ManyStreams, NoMoreStreams, and Invalid for a cursor that is none."""
        await self._begin(site)
        stream = self.board.join(held)
        try:
            async with site.reading() as unit:  # after joining: what comes from now on is told anyway
                missed = await news.since(unit, held.learner, cursor) if cursor else Missed(self._place, self._epoch, None)
        except BaseException:
            self.board.leave(stream)
            raise
        stream.begin(cursor or feed.cursor_at(missed.epoch, missed.place), missed.place)
        if missed.kinds is not None:
            stream.tell(News(feed.cursor_at(missed.epoch, missed.place), missed.kinds, place=missed.place), anyway=True)
        return stream

    async def look(self, site: "Site") -> bool:
        """Tell what came since the last look; whether there is more that may still be overtaken."""
        while True:
            async with site.reading() as unit:
                if self._anew and not await news.is_of_here(unit, self._epoch, self._place):
                    self._place, self._epoch = await news.head(unit)
                    self.board.tell({}, News(feed.cursor_at(self._epoch, self._place), spread=self.board.spread, place=self._place))
                self._anew = False
                found = await repository.after(unit.connection, self._place, MOST_AT_ONCE)
                settled = [it for it in found if it.settled]
                if settled:
                    self._epoch = await newest(unit.connection) or ""  # after the changes, as the feed does
            if settled:
                self._place = settled[-1].place
                self._tell(settled)
            if len(settled) < MOST_AT_ONCE:
                return len(found) > len(settled)

    async def check(self, site: "Site", streams: Sequence[Stream]) -> None:
        """End those whose access is over."""
        held = {it.held for it in streams}
        good = await callers.still_held(site, held)
        self.board.end(it for it in streams if it.held not in good)

    async def close(self) -> None:
        self.board.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._bell.close()

    async def _begin(self, site: "Site") -> None:
        async with self._began:
            if self._tasks:
                return
            async with site.reading() as unit:
                self._place, self._epoch = await news.head(unit)
            loop = asyncio.get_running_loop()
            self._tasks = [
                loop.create_task(self._keep(lambda: self._bell.listen(self._rung.set, self._hears_anew))),
                loop.create_task(self._keep(lambda: self._look_when_rung(site))),
                loop.create_task(self._keep(lambda: self._next_step(site))),
            ]

    def _hears_anew(self) -> None:
        self._anew = True
        self._rung.set()

    async def _keep(self, once: Callable[[], Awaitable[None]]) -> None:
        """Again and again; neither a database that does not serve nor what nobody thought of ends it."""
        while True:
            try:
                await once()
            except Exception as fault:  # noqa: BLE001 - those who listen would wait for ever, and nobody would know
                log.warning("those who listen wait: %s", type(fault).__name__)
                await self._pause(TROUBLE_SECONDS)

    async def _look_when_rung(self, site: "Site") -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._bell.look_seconds):
                await self._rung.wait()
        self._rung.clear()
        pause = SOONEST
        while await self.look(site):
            await self._pause(pause)
            pause = min(LATEST, pause * 2)
        await self._pause(GAP_SECONDS)

    async def _next_step(self, site: "Site") -> None:
        await self._pause(ROUND_SECONDS / STEPS)
        streams = self.board.next_step()
        if streams:
            await self.check(site, streams)

    def _tell(self, settled: Sequence[Heading]) -> None:
        """To each who is concerned, up to the last that concerns them."""
        by_audience: defaultdict[str, list[Heading]] = defaultdict(list)
        for it in settled:
            by_audience[it.audience].append(it)
        told = {audience: self._news(found) for audience, found in by_audience.items()}
        shared = told.pop(EVERYBODY, None)
        self.board.tell(told, shared and replace(shared, spread=self.board.spread))

    def _news(self, found: Sequence[Heading]) -> News:
        place = found[-1].place
        return News(feed.cursor_at(self._epoch, place), news.kinds_of(found), place=place)
