"""The server of an organisation: tokens, migrations, and serving on an address."""

import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trainhub_core.models.organisations import Invite, Role
from trainhub_server import serving, workers
from trainhub_server.database.face import Database, DatabaseTrouble
from trainhub_server.database.migrate import migrate, pending
from trainhub_server.database.opening import is_postgres, open_database
from trainhub_server.embedded import end_with_parent
from trainhub_server.offer import Offer
from trainhub_server.repositories import organisations as repository
from trainhub_server.services import accounts, organisations
from trainhub_server.serving import Server, Where, log_to_stderr
from trainhub_server.settings import Settings
from trainhub_server.unit import Unit

TOKEN_MARK = "th_"  # so that scanners for leaked secrets know one when they see it


def files_beside(database: str) -> Path:
    """The files' folder when none is named."""
    return Path("files") if is_postgres(database) else Path(database).parent / "files"


@dataclass(frozen=True, slots=True)
class NewToken:
    """For whom a token is, what for, and for how many days (None: until it is revoked)."""

    name: str
    zone: str = "UTC"
    scopes: str = accounts.LEARNING
    days: int | None = None


async def new_token(address: str, told: NewToken, migrate_first: bool) -> str:
    """A new token for the learner of this name, who is made when there is none. Only its hash is kept. Raises DatabaseTrouble."""
    token = TOKEN_MARK + secrets.token_urlsafe(32)
    database = await _opened(address, migrate_first)
    try:
        async with database.writing() as connection:
            unit = Unit(connection, Offer(), datetime.now(UTC))
            learner = await accounts.ensure(unit, accounts.id_for(told.name), told.name, told.zone)
            expires = unit.now + timedelta(days=told.days) if told.days else None
            await accounts.add_token(unit, learner.id, token, expires, told.scopes)
    finally:
        await database.close()
    return token


async def new_organisation(address: str, name: str, migrate_first: bool) -> str:
    """The code of an invitation for an admin of the organisation of this name, made when there is none. Raises DatabaseTrouble."""
    database = await _opened(address, migrate_first)
    try:
        async with database.writing() as connection:
            unit = Unit(connection, Offer(), datetime.now(UTC))
            organisation_id = accounts.id_for(name)
            await repository.put(connection, organisation_id, name, unit.now)
            order = Invite(organisation_id=organisation_id, role=Role.ADMIN)
            return (await organisations.invited(unit, order, None, secrets.token_hex)).code
    finally:
        await database.close()


def serve(settings: Settings, host: str, port: int) -> int:
    """Serve until told to stop."""
    log_to_stderr()
    return serving.serve(settings, Where(host, port), lambda _: _say_where(host, port))


def serve_as_worker(settings: Settings, host: str, port: int) -> int:
    """Serve as one of several, until told to stop or the parent ends."""
    log_to_stderr()

    def listening(server: Server) -> None:
        end_with_parent(open(0, "rb", closefd=False), server)  # noqa: SIM115 - it stays open for as long as the server lives
        sys.stdout.write(workers.LISTENING)
        sys.stdout.flush()

    return serving.serve(settings, Where(bound=workers.shared(host, port)), listening)


def serve_with_workers(command: Sequence[str], count: int, host: str, port: int) -> int:
    """Serve with so many processes of this command until told to stop."""
    if why := workers.why_not(host, port):
        _say(f"trainhub_server: {why}")
        return 1
    return workers.run(command, count, lambda: _say_where(host, port))


async def _opened(address: str, migrate_first: bool) -> Database:
    """The database, up to date. Raises DatabaseTrouble."""
    database = await open_database(address)
    try:
        if migrate_first:
            await migrate(database)
        elif await pending(database):
            raise DatabaseTrouble("The database is not up to date: add --migrate.")
    except BaseException:
        await database.close()
        raise
    return database


def _say_where(host: str, port: int) -> None:
    _say(f"The Training Hub listens on http://{host}:{port}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
