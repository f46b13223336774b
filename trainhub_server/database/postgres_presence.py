"""Postgres: an advisory lock on a connection of its own. Should that be lost, others take this server for one that is gone."""

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.postgres import FAULTS, in_words

LOCK = 0x74726169  # any number, as long as it stays
ANSWER_SECONDS = 30.0


class PostgresPresence:
    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._is_alone = False

    async def come(self) -> bool:
        try:
            door = self._connection = await asyncpg.connect(
                self._address, timeout=ANSWER_SECONDS, server_settings={"application_name": "trainhub serving"}
            )
            self._is_alone = await door.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
            if not self._is_alone:
                await door.execute(f"SELECT pg_advisory_lock_shared({LOCK})", timeout=ANSWER_SECONDS)
                self._is_alone = await door.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)  # who was there has ended
        except FAULTS as fault:
            raise in_words(fault) from fault
        return self._is_alone

    async def settled(self) -> None:
        if self._connection and self._is_alone:
            try:
                await self._connection.execute(f"SELECT pg_advisory_lock_shared({LOCK}), pg_advisory_unlock({LOCK})")
            except FAULTS as fault:
                raise in_words(fault) from fault

    async def close(self) -> None:
        if self._connection:
            self._connection.terminate()
