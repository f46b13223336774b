"""Access at the command line: tokens made, listed and revoked, an organisation's first admin invited.

A secret is seen once, when it is made; the database knows its hash alone."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from trainhub_core.models.organisations import Invite, Role
from trainhub_core.text import clean_line
from trainhub_server.callers import KNOWN_SECONDS
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.database.migrate import migrate, pending
from trainhub_server.database.opening import open_database
from trainhub_server.offer import Offer
from trainhub_server.repositories import organisations as repository
from trainhub_server.repositories import tokens
from trainhub_server.services import accounts, organisations
from trainhub_server.services.access_tokens import MARK
from trainhub_server.unit import Unit


@dataclass(frozen=True, slots=True)
class NewToken:
    """For whom a token is, what for, and for how many days (None: until it is revoked)."""

    name: str
    zone: str = "UTC"
    scopes: str = accounts.LEARNING
    days: int | None = None


async def new_token(address: str, told: NewToken, migrate_first: bool) -> str:
    """A new token for the learner of this name, who is made when there is none. Raises DatabaseTrouble."""
    token = MARK + secrets.token_urlsafe(32)
    async with _unit(address, migrate_first) as unit:
        learner = await accounts.ensure(unit, accounts.id_for(told.name), told.name, told.zone)
        expires = unit.now + timedelta(days=told.days) if told.days else None
        await accounts.add_token(unit, learner.id, token, expires, told.scopes)
    return token


async def new_organisation(address: str, name: str, migrate_first: bool, programme: bool = False) -> str:
    """The code of an invitation for an admin of the organisation of this name, made when there is none.

    Raises DatabaseTrouble; also where it is there and is to run the programme, and does not: its admins would look after everybody."""
    async with _unit(address, migrate_first) as unit:
        organisation_id = accounts.id_for(name, "organisation")
        await repository.put(unit.connection, organisation_id, name, unit.now, programme)
        if programme and not await repository.runs_programme(unit.connection, organisation_id):
            raise DatabaseTrouble(
                f"There is an organisation {organisation_id} already, and it does not run the programme: "
                "name the one that does otherwise, or leave out --programme to invite an admin of this one."
            )
        order = Invite(organisation_id=organisation_id, role=Role.ADMIN)
        return (await organisations.invited(unit, order, None, secrets.token_hex)).code


async def token_lines(address: str, migrate_first: bool) -> list[str]:
    """Every token that is good or was, a line each: its id, whose it is, what for, since when, until when. Raises DatabaseTrouble."""
    async with _unit(address, migrate_first) as unit:
        found = await tokens.issued(unit.connection)
    return [
        f"{it.id}  {clean_line(it.learner)}  {it.scopes.replace(' ', ',')}  made {_minute(it.created)}{_ending(it.expires, unit.now)}"
        for it in found
    ] or ["No token was given out; --new-token NAME makes one."]


async def revoke(address: str, token_id: str, migrate_first: bool) -> str:
    """Whose token it was. Raises DatabaseTrouble, also where there is none of this id."""
    async with _unit(address, migrate_first) as unit:
        learner = await tokens.revoke(unit.connection, token_id)
    if learner is None:
        raise DatabaseTrouble(f"There is no token {clean_line(token_id)}; --tokens lists them.")
    return f"The token {token_id} of {clean_line(learner)} is revoked; a running server takes it for {KNOWN_SECONDS:.0f} s more at most."


def _ending(expires: datetime | None, now: datetime) -> str:
    if expires is None:
        return ""
    return f"  {'expired' if expires <= now else 'expires'} {_minute(expires)}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


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
