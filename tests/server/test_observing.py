"""What is written down about a request: enough to find it, nothing about anybody. Source: the issue's Running it."""

import json
import logging
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.server.running import Server, started
from trainhub_core.operations import ROOT
from trainhub_server import observing
from trainhub_server.events.stream import START
from trainhub_server.logs import Lines, RequestLines, without_secrets
from trainhub_server.observing import Answered, Observed
from trainhub_server.overseeing import Overseer
from trainhub_server.running_settings import Running
from trainhub_server.settings import Settings

pytestmark = pytest.mark.anyio


def observed(server: Server, lines: list[str], **running: object) -> ASGIApp:
    """The server's application as a process of it serves it."""
    settings = Settings(database="", files=Path(), running=Running(log_level="info", log_format="json", **running))  # type: ignore[arg-type]
    return Overseer(settings, lines.append).around(server.app, server.site)  # type: ignore[arg-type]


def client(app: ASGIApp, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://trainhub", headers=headers)


async def test_a_request_is_one_line_with_its_route_and_a_mark_of_its_caller(server: Server) -> None:
    await server.partner("Ana Silva")
    lines: list[str] = []
    async with client(observed(server, lines), "token-of-Ana Silva") as ana:
        await ana.get(f"{ROOT}/dashboard", params={"q": "canary"})
        await ana.get(f"{ROOT}/courses/canary")
        await ana.get("/canary")
        await ana.delete(f"{ROOT}/dashboard")
    found = [json.loads(line) for line in lines]
    assert [(it["route"], it["status"]) for it in found] == [
        (f"{ROOT}/dashboard", 200),
        (f"{ROOT}/courses/{{course_id}}", 404),
        ("none", 404),
        (f"{ROOT}/dashboard", 405),
    ]
    assert "canary" not in "".join(lines) and "ana" not in "".join(lines), "no query, no part of an address, no name"
    assert found[0]["caller"] == found[1]["caller"] == server.site.signer.mark("ana-silva")
    assert found[2]["caller"] == ""


async def test_an_id_that_is_a_name_is_kept_and_given_back_any_other_is_made(server: Server) -> None:
    lines: list[str] = []
    app = observed(server, lines)
    async with client(app) as stranger:
        kept = await stranger.get("/nothing", headers={"X-Request-Id": "proxy-1.a_b"})
        assert kept.headers["x-request-id"] == "proxy-1.a_b"
        for bad in ("a b", "x" * 65, '"},{"', ""):
            made = (await stranger.get("/nothing", headers={"X-Request-Id": bad})).headers["x-request-id"]
            assert made != bad and len(made) == 16
    assert all(json.loads(line)["id"] for line in lines)


async def test_answers_close_their_connections_once_the_server_is_being_stopped(server: Server) -> None:
    async with client(observed(server, [])) as stranger:
        assert "connection" not in (await stranger.get("/health")).headers
        server.site.stopping.set()
        assert (await stranger.get("/health")).headers["connection"] == "close"


def test_levels_decide_which_requests_are_written_down() -> None:
    def written(level: str, **changed: object) -> bool:
        lines: list[str] = []
        told = {"id": "i", "method": "GET", "route": "/r", "status": 200, "seconds": 0.1, "at": 0.0, "caller": "", **changed}
        RequestLines("plain", level, lines.append)(Answered(**told))  # type: ignore[arg-type]
        return bool(lines)

    assert [written(level) for level in ("debug", "info", "warning", "error")] == [True, True, False, False]
    assert [written(level, status=500) for level in ("warning", "error")] == [True, False]
    assert written("warning", seconds=2.0)
    assert not written("info", route="/ready") and written("debug", route="/ready") and written("info", route="/ready", status=503)


def test_of_a_fault_the_kind_and_the_place_are_written_and_not_what_it_says() -> None:
    try:
        raise ValueError("Key (email)=(canary@example.org) is wrong")
    except ValueError as fault:
        record = logging.LogRecord("trainhub_server", logging.ERROR, __file__, 1, "it failed", None, (type(fault), fault, None))
        record.exc_info = (type(fault), fault, fault.__traceback__)
    told = json.loads(Lines("json").format(record))
    assert told["fault"] == "ValueError"
    assert told["at"][-1].startswith("test_observing.py:")
    assert "canary" not in Lines("json").format(record) + Lines("plain").format(record)


@pytest.mark.parametrize(
    "text",
    [
        "Bearer canary",
        "th_canary-canary",
        "eyJcanarycanary.canary.canary",
        "postgresql://hub:canary@db/hub",
        "/files/ab?expires=1&signature=canary",
        "GET /x?token=canary&y=1",
    ],
)
def test_the_last_wall_hides_what_looks_like_a_secret(text: str) -> None:
    assert "canary" not in without_secrets(f"said {text} here")


async def test_a_server_in_this_process_needs_no_overseer(tmp_path: Path) -> None:
    """The embedded one: nothing of this stands between its learner and it."""
    async with started(str(tmp_path / "hub.db"), tmp_path / "files") as server:
        assert "x-request-id" not in (await server.client().get("/health")).headers


async def test_somebody_who_listens_for_an_hour_is_not_a_slow_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """API-4: of an event stream the time until it begins is told; else each would be a warning, and the slowest of all in the metrics."""
    clock = SimpleNamespace(now=0.0, time=lambda: 0.0)
    clock.perf_counter = lambda: clock.now
    monkeypatch.setattr(observing, "time", clock)
    told: list[Answered] = []

    async def listened(scope: Scope, receive: Receive, send: Send) -> None:
        clock.now += 0.25
        await send(dict(START))
        clock.now += 3600

    async def nothing(_: Message) -> None:
        return

    async def silence() -> Message:
        return {"type": "http.disconnect"}

    app = Observed(listened, [told.append], str, lambda: False, lambda _: "/events")
    await app({"type": "http", "method": "GET", "path": "/events", "headers": []}, silence, nothing)
    assert [it.seconds for it in told] == [0.25]
