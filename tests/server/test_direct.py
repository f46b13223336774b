"""Addresses that are answered without the framework say what it would have said."""

from pathlib import Path

import pytest

from tests.server.running import Server, problem, started
from trainhub_core.operations import ROOT
from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.direct import Hub
from trainhub_server.services.home import Dashboards
from trainhub_server.settings import Rate

pytestmark = pytest.mark.anyio


async def test_what_needs_only_its_caller_is_answered_directly_and_documented_all_the_same(server: Server) -> None:
    """API-1."""
    assert isinstance(server.app, Hub)
    assert ("GET", f"{ROOT}/dashboard") in server.app.direct
    assert ("POST", f"{ROOT}/register-webinar") in server.app.direct
    assert ("GET", f"{ROOT}/courses") not in server.app.direct, "its query is the framework's to read"
    documented = {(method.upper(), path) for path, methods in server.app.openapi()["paths"].items() for method in methods}
    assert set(server.app.direct) <= documented


async def test_strangers_and_those_who_ask_too_much_are_refused_in_words(tmp_path: Path) -> None:
    """API-1: token, limits and problem details hold on every way."""
    async with started(str(tmp_path / "hub.db"), tmp_path / "files", rate=Rate(per_second=0.001, burst=2)) as server:
        ana, stranger = await server.partner(), server.client("wrong")
        refused = await stranger.get(f"{ROOT}/dashboard")
        assert (problem(refused).type, refused.headers["www-authenticate"]) == ("/problems/signed-out", "Bearer")
        assert [(await ana.get("dashboard")).status_code for _ in range(3)] == [200, 200, 429]
        assert problem(await ana.get("dashboard")).detail.startswith("Too many requests; try again in")
        assert problem(await stranger.delete(f"{ROOT}/dashboard")).status == 405


@pytest.mark.parametrize(
    ("fault", "status"), [(DatabaseTrouble("The disk is full."), 503), (Again(), 503), (ZeroDivisionError("inside"), 500)]
)
async def test_a_fault_is_told_without_the_inside(server: Server, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int) -> None:
    async def broken(*_: object) -> bytes:
        raise fault

    ana = await server.partner()
    monkeypatch.setattr(Dashboards, "of", broken)
    told = problem(await ana.get("dashboard"))
    assert told.status == status
    assert "inside" not in told.detail


async def test_a_remembered_dashboard_is_the_callers_own_and_as_new_as_what_it_shows(server: Server) -> None:
    """DASH-1: never another's, never an older one."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    first = (await ana.get("dashboard")).content
    assert (await ana.get("dashboard")).content == first
    assert (await ben.get("dashboard")).content != first
    await ben.register("talk")
    news = (await ana.get("dashboard")).json()
    assert [row["webinar"]["taken"] for row in news["webinars"]][:1] == [1]
