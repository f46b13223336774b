"""Health and readiness. Source: the issue's Running it."""

import asyncio
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from tests.server.running import Server, problem, started
from trainhub_server import readiness
from trainhub_server.database.face import Database, DatabaseTrouble
from trainhub_server.files import folder
from trainhub_server.readiness import Readiness

pytestmark = pytest.mark.anyio


async def test_a_server_that_serves_is_healthy_and_ready(server: Server) -> None:
    server.app.state.readiness = Readiness(part_seconds=60)  # however slow this machine is
    stranger = server.client()
    assert (await stranger.get("/health")).json() == {"status": "ok"}
    assert (await stranger.get("/ready")).json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("trouble", "Not ready: the database: The server cannot reach its database; try again in a moment."),
        ("migrations", "Not ready: the database is not up to date, 1 migrations wait."),
        ("files", "Not ready: the files: The folder of the files cannot be read and written."),
        ("silence", "Not ready: the database did not answer within 0 s."),
    ],
)
async def test_the_part_that_fails_is_named_and_the_server_stays_healthy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, sentence: str
) -> None:
    async def pending(_: Database) -> list[str]:
        if part == "trouble":
            raise DatabaseTrouble("The server cannot reach its database; try again in a moment.")
        if part == "silence":
            await asyncio.Event().wait()
        return ["next"] if part == "migrations" else []

    async with started(str(tmp_path / "hub.db"), tmp_path / "files") as server:
        server.app.state.readiness = Readiness(part_seconds=0.01 if part == "silence" else 60)
        if part == "silence":  # of the database alone, however slow the machine is
            monkeypatch.setattr(readiness, "_files", AsyncMock(return_value=""))
        monkeypatch.setattr(readiness, "pending", pending)
        monkeypatch.setattr(folder, "_is_usable", lambda _: part != "files")
        refused = await server.client().get("/ready")
        assert (problem(refused).status, problem(refused).detail) == (503, sentence)
        assert (await server.client().get("/health")).status_code == 200


async def test_however_often_it_is_asked_the_parts_are_looked_at_once_a_second(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open to everybody, so it costs nothing."""
    looked, seconds = [0], [100.0]

    async def pending(_: Database) -> list[str]:
        looked[0] += 1
        return []

    monkeypatch.setattr(readiness, "pending", pending)
    asked = Readiness(lambda: seconds[0])
    assert await asyncio.gather(*(asked.why_not(server.site) for _ in range(50))) == [""] * 50
    assert looked == [1]
    seconds[0] += 1.5
    await asked.why_not(server.site)
    assert looked == [2]


async def test_a_server_that_is_being_stopped_is_not_ready_and_serves_on(server: Server) -> None:
    ana = await server.partner()
    server.site.stopping.set()
    assert problem(await ana.http.get("/ready")).detail == "Not ready: the server is being stopped."
    assert (await ana.get("bookmarks")).status_code == 200
