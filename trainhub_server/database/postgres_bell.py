"""Postgres: NOTIFY, in a transaction of its own after the commit, and one connection that listens.

A NOTIFY within the transaction that changes something would hold a lock over all commits of the server until that one is on the disk."""

import asyncio
import logging
import random
import secrets
from collections.abc import Callable

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.alive import AliveConnection
from trainhub_server.database.bell import Pause
from trainhub_server.database.face import Database, DatabaseTrouble
from trainhub_server.database.postgres_connections import ANSWER_SECONDS, until_lost

log = logging.getLogger(__name__)
CHANNEL = "trainhub_changes"
GAP_SECONDS = 0.01
"""At most so often, however much is committed."""
SOONEST, LATEST = 0.1, 5.0
FAULTS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)


class PostgresBell:
    look_seconds = 5.0

    def __init__(self, address: str, database: Database, pause: Pause = asyncio.sleep) -> None:
        self._address = address
        self._database = database
        self._pause = pause
        self._name = secrets.token_hex(8)
        self._rung = False
        self._ringing: asyncio.Task[None] | None = None

    def ring(self) -> None:
        self._rung = True
        if self._ringing is None:
            self._ringing = asyncio.get_running_loop().create_task(self._ring())

    async def _ring(self) -> None:
        while self._rung:
            await self._tell()
            await self._pause(GAP_SECONDS)
        self._ringing = None

    async def _tell(self) -> None:
        self._rung = False
        try:
            async with self._database.reading() as connection:
                await connection.run("SELECT pg_notify($1, $2)", CHANNEL, self._name)
        except (DatabaseTrouble, *FAULTS) as fault:  # the others look by themselves
            log.warning("other servers were not told of a change: %s", type(fault).__name__)
        except asyncio.CancelledError:
            self._rung = True
            raise

    async def listen(self, heard: Callable[[], None], anew: Callable[[], None]) -> None:
        failures = 0

        def hears() -> None:
            nonlocal failures
            failures = 0
            anew()

        while True:
            try:
                await self._hear(heard, hears)
            except FAULTS as fault:
                log.warning("the listening connection is lost: %s", type(fault).__name__)
            await self._pause(min(LATEST, SOONEST * 2**failures) * random.uniform(0.5, 1.0))
            failures = min(failures + 1, 10)

    async def _hear(self, heard: Callable[[], None], hears: Callable[[], None]) -> None:
        """On one connection, until it is lost."""
        told = {"application_name": "trainhub listening"}
        connection = await asyncpg.connect(self._address, timeout=ANSWER_SECONDS, server_settings=told, connection_class=AliveConnection)
        try:
            await connection.add_listener(CHANNEL, lambda *told: None if told[3] == self._name else heard())
            hears()
            await until_lost(connection)
        finally:
            connection.terminate()

    async def close(self) -> None:
        """What was rung is still told."""
        if self._ringing:
            self._ringing.cancel()
            await asyncio.gather(self._ringing, return_exceptions=True)
        if self._rung:
            await self._tell()
