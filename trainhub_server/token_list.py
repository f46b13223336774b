"""Access tokens at the command line: made, listed, revoked. They are seen once, when they are made; the database knows their hash alone."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from trainhub_core.text import clean_line
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.database.migrate import migrate, pending
from trainhub_server.database.opening import open_database
from trainhub_server.offer import Offer
from trainhub_server.repositories import tokens
from trainhub_server.services import accounts
from trainhub_server.turn import CALLER_KNOWN_SECONDS
from trainhub_server.unit import Unit

_HEED_SECONDS = int(CALLER_KNOWN_SECONDS)
TOKEN_MARK = "th_"  # so that scanners for leaked secrets know one when they see it


async def new_token(address: str, name: str, zone: str, migrate_first: bool, author: bool = False) -> str:
    """A new token for the learner of this name, who is made when there is none. Raises DatabaseTrouble."""
    token = TOKEN_MARK + secrets.token_urlsafe(32)
    async with _unit(address, migrate_first) as unit:
        learner = await accounts.ensure(unit, accounts.id_for(name), name, zone)
        await accounts.add_token(unit, learner.id, token, author=author)
    return token


async def token_lines(address: str, migrate_first: bool) -> list[str]:
    """Every token that is good or was, a line each: its id, whose it is, since when, until when. Raises DatabaseTrouble."""
    async with _unit(address, migrate_first) as unit:
        found = await tokens.issued(unit.connection)
    return [f"{it.id}  {clean_line(it.learner)}  made {it.created:%Y-%m-%d %H:%M} UTC{_ending(it.expires, unit.now)}" for it in found] or [
        "No token was given out; --new-token NAME makes one."
    ]


async def revoke(address: str, token_id: str, migrate_first: bool) -> str:
    """Whose token it was. Raises DatabaseTrouble, also where there is none of this id."""
    async with _unit(address, migrate_first) as unit:
        learner = await tokens.revoke(unit.connection, token_id)
    if learner is None:
        raise DatabaseTrouble(f"There is no token {clean_line(token_id)}; --tokens lists them.")
    return f"The token {token_id} of {clean_line(learner)} is revoked; a running server takes it for {_HEED_SECONDS} s more at most."


def _ending(expires: datetime | None, now: datetime) -> str:
    if expires is None:
        return ""
    return f"  {'expired' if expires <= now else 'expires'} {expires:%Y-%m-%d %H:%M} UTC"


@asynccontextmanager
async def _unit(address: str, migrate_first: bool) -> AsyncIterator[Unit]:
    """A unit of work on the database at this address, which is brought up to date first where that is wished."""
    database = await open_database(address)
    try:
        if migrate_first:
            await migrate(database)
        elif await pending(database):
            raise DatabaseTrouble("The database is not up to date: add --migrate.")
        async with database.writing() as connection:
            yield Unit(connection, Offer(), datetime.now(UTC))
    finally:
        await database.close()
