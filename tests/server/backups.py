"""A backup made and restored as docs/operating-database.md says it: with the programs of Postgres, or SQLite's own backup."""

import sqlite3
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from tests.server.postgres import OWNER, SERVER, Postgres, run

BACKUP = "hub_backup"
"""Who makes backups: reads all rows, past every wall, and changes none."""
MAKE_BACKUP_ROLE = f"CREATE ROLE {BACKUP} LOGIN BYPASSRLS; GRANT pg_read_all_data TO {BACKUP}"


def name_in(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]


async def dumped(server: Postgres, address: str) -> Path:
    """The file of a dump, made while the database is served from."""
    door = await asyncpg.connect(server.address())
    if not await door.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", BACKUP):
        await door.execute(MAKE_BACKUP_ROLE)
    await door.close()
    file = server.folder / f"{name_in(address)}.dump"
    run(server.binaries / "pg_dump", "--format=custom", "--compress=0", f"--file={file}", server.address(name_in(address), BACKUP))
    return file


async def restored(server: Postgres, file: Path) -> str:
    """The address of a new database with what the dump holds."""
    name = f"{file.stem}_again"
    door = await asyncpg.connect(server.address())
    await door.execute(f"CREATE DATABASE {name} TEMPLATE template0 OWNER {OWNER}")
    await door.close()
    run(server.binaries / "pg_restore", "--exit-on-error", f"--dbname={server.address(name)}", file)
    return server.address(name, SERVER)


def copied(file: Path, to: Path) -> str:
    """A SQLite database copied while it is served from."""
    source, target = sqlite3.connect(file), sqlite3.connect(to)
    with target:
        source.backup(target)
    source.close()
    target.close()
    return str(to)
