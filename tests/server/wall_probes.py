"""What a role can reach in a table, found by trying: each command, row by row, undone at once."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

import asyncpg  # type: ignore[import-untyped]

from tests.server.postgres import OWNER, SERVER
from tests.server.wall_samples import SAMPLES

Door: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
_numbers = count(1_000)
STRANGER = "stranger"
"""Was granted every table, as hosted databases do it with the roles they let in over HTTP."""


@dataclass(frozen=True)
class Actor:
    """Who tries: a role, and whom it acts for; `claims` are those of a JWT, as a gateway tells them."""

    role: str
    caller: str = ""
    claims: str = ""


ACTORS: Mapping[str, Actor] = {
    "learner": Actor("trainhub_app", "ana"),
    "manager": Actor("trainhub_app", "mia"),
    "admin": Actor("trainhub_app", "ada"),
    "nobody": Actor("trainhub_app"),
    "author": Actor("trainhub_author", "ana"),
    "system": Actor("trainhub_system"),
    "reader": Actor("trainhub_reader", claims='{"sub": "ana", "role": "authenticated"}'),
    "owner": Actor(OWNER, "ana"),
    "server": Actor(SERVER, "ana"),
    "stranger": Actor(STRANGER, "ana", '{"sub": "ana"}'),
}


async def seed(door: Door) -> None:
    """Rows of everybody's in every table, and a company with a manager and an admin. Foreign keys look away."""
    await door.execute("SET LOCAL session_replication_role = replica")
    await door.execute(f"CREATE ROLE {STRANGER}; GRANT ALL ON ALL TABLES IN SCHEMA public TO {STRANGER}")
    await door.execute(f"GRANT USAGE ON SCHEMA trainhub TO {STRANGER}; GRANT EXECUTE ON FUNCTION trainhub.caller TO {STRANGER}")
    for table, sample in SAMPLES.items():
        if table != "versions":
            for label in sample.labels:
                await door.execute(sample.insert(table, label, next(_numbers)))
    await door.execute(
        "UPDATE memberships SET role = 'manager' WHERE learner = 'mia'; UPDATE memberships SET role = 'admin' WHERE learner = 'ada'"
    )


async def reached(door: Door, table: str, about: Iterable[str] = ACTORS) -> dict[str, str]:
    """What each actor reaches there: `S:ana I:ana`; those who reach nothing are left out."""
    found = {name: await _reached_by(door, table, ACTORS[name]) for name in about}
    return {name: told for name, told in found.items() if told}


async def _reached_by(door: Door, table: str, actor: Actor) -> str:
    sample = SAMPLES[table]
    written = sample.system_writes if actor.role == "trainhub_system" and sample.system_writes else sample.written
    told = [
        ("S", await _read(door, table, actor)),
        ("I", {label for label in sample.labels if await _inserted(door, table, actor, label)}),
        ("U", await _changed(door, table, actor, f"UPDATE {table} SET {written} = {written}")),
        ("D", await _changed(door, table, actor, f"DELETE FROM {table}")),
    ]
    return " ".join(f"{letter}:{'all' if it == set(sample.labels) else ','.join(sorted(it))}" for letter, it in told if it)


async def _read(door: Door, table: str, actor: Actor) -> set[str]:
    seen: set[str] = set()

    async def look() -> None:
        seen.update(row[0] for row in await door.fetch(f"SELECT {SAMPLES[table].owner} FROM {table}"))

    async def count_them() -> None:
        if await door.fetchval(f"SELECT count(*) FROM {table}"):
            seen.update(SAMPLES[table].labels)

    if not await _as(door, actor, look):
        await _as(door, actor, count_them)  # some may know that there is one, and not whose it is
    return seen


async def _inserted(door: Door, table: str, actor: Actor, label: str) -> bool:
    """Whether they may add a row that would be this one's; the one that is there makes room for it."""
    sample = SAMPLES[table]
    await door.execute(f"SAVEPOINT room; DELETE FROM {table} WHERE {sample.owner} = '{label}'")
    may = await _as(door, actor, lambda: door.execute(sample.insert(table, label, next(_numbers))))
    await door.execute("ROLLBACK TO room")
    return may


async def _changed(door: Door, table: str, actor: Actor, sql: str) -> set[str]:
    places = f"SELECT ctid, {SAMPLES[table].owner} FROM {table}"
    before = await door.fetch(places)
    touched: set[str] = set()

    async def change() -> None:
        await door.execute(sql)
        await door.execute("RESET ROLE")
        still = {row[0] for row in await door.fetch(places)}
        touched.update(row[1] for row in before if row[0] not in still)

    await _as(door, actor, change)
    return touched


async def _as(door: Door, actor: Actor, work: Callable[[], Awaitable[object]]) -> bool:
    """Do it as this actor, and undo it; False where it is refused."""
    await door.execute("SAVEPOINT attempt")
    try:
        await door.execute(f"SET LOCAL ROLE {actor.role}")
        await door.execute(
            "SELECT set_config('trainhub.caller', $1, true), set_config('request.jwt.claims', $2, true)", actor.caller, actor.claims
        )
        await work()
    except asyncpg.InsufficientPrivilegeError:
        return False
    finally:
        await door.execute("ROLLBACK TO attempt")
    return True
