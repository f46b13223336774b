"""Postgres: an advisory lock on a connection of its own. Should that be lost, others take this server for one that is gone, until it has
the lock again."""

import asyncio
import logging
import random

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.alive import AliveConnection
from trainhub_server.database.bell import Pause
from trainhub_server.database.postgres import FAULTS, in_words
from trainhub_server.database.postgres_connections import until_lost

log = logging.getLogger(__name__)
LOCK = 0x74726169  # any number, as long as it stays
ANSWER_SECONDS = 30.0
SOONEST, LATEST = 0.1, 30.0


class PostgresPresence:
    def __init__(self, address: str, pause: Pause = asyncio.sleep) -> None:
        self._address = address
        self._pause = pause
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._is_alone = False
        self._staying: asyncio.Task[None] | None = None

    async def come(self) -> bool:
        try:
            door = self._connection = await self._door()
            self._is_alone = await door.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
            if not self._is_alone:
                await _share(door)
                self._is_alone = await door.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)  # who was there has ended
        except FAULTS as fault:
            raise in_words(fault) from fault
        return self._is_alone

    async def settled(self) -> None:
        if self._connection is None:
            return
        if self._is_alone:
            try:
                await self._connection.execute(f"SELECT pg_advisory_lock_shared({LOCK}), pg_advisory_unlock({LOCK})")
            except FAULTS as fault:
                raise in_words(fault) from fault
        self._staying = asyncio.create_task(self._stay(self._connection))

    async def close(self) -> None:
        if self._staying:
            self._staying.cancel()
            await asyncio.gather(self._staying, return_exceptions=True)
        if self._connection:
            self._connection.terminate()

    async def _stay(self, door: "asyncpg.Connection[asyncpg.Record]") -> None:
        """Whenever the connection is lost another one takes its place. No epoch begins with it: this server was here all the time."""
        while True:
            try:
                await until_lost(door)
            except FAULTS:
                door.terminate()
            log.warning("the connection that shows others this server is lost; it is made anew")
            door = self._connection = await self._back()

    async def _back(self) -> "asyncpg.Connection[asyncpg.Record]":
        """As soon as the database lets it, asked less and less often."""
        wait = SOONEST
        while True:
            try:
                return await self._shown()
            except FAULTS:
                await self._pause(wait * random.uniform(0.5, 1.0))
                wait = min(LATEST, wait * 2)

    async def _shown(self) -> "asyncpg.Connection[asyncpg.Record]":
        door = await self._door()
        try:
            await _share(door)
        except BaseException:
            door.terminate()
            raise
        return door

    async def _door(self) -> "asyncpg.Connection[asyncpg.Record]":
        told = {"application_name": "trainhub serving"}
        return await asyncpg.connect(self._address, timeout=ANSWER_SECONDS, server_settings=told, connection_class=AliveConnection)


async def _share(door: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Be one of several. Waits for one that is starting as the only one."""
    await door.execute(f"SELECT pg_advisory_lock_shared({LOCK})", timeout=ANSWER_SECONDS)
