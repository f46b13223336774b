"""HTTP from strangers: slow, huge, many, and wrong. Nothing is a fault of the server, and it serves on. Source: reliability.md, Server."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.running import started
from tests.server.serving import Serving, get, serving, until
from trainhub_core.operations import ROOT
from trainhub_server.running_settings import Running
from trainhub_server.serving import Where, _config
from trainhub_server.settings import Rate

pytestmark = pytest.mark.xdist_group("strangers")  # all of it at one server, which has to get over it
MOST_CONNECTIONS = 12
LIMITS = {"TRAINHUB_HEADER_SECONDS": "1", "TRAINHUB_BODY_SECONDS": "1", "TRAINHUB_CONNECTIONS": str(MOST_CONNECTIONS)}
HOST = b"Host: hub\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("strangers"), env=LIMITS) as running:
        yield running


def said(server: Serving, *sent: bytes) -> bytes:
    """All that the server answers until it closes the connection, which it has to do within ten seconds."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        for part in sent:
            raw.sendall(part)
        return _all_of(raw)


def _all_of(raw: socket.socket) -> bytes:
    found = b""
    try:
        while part := raw.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET",
        b"GET /health HTTP/1.1\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + b"X-Slow: ",
    ],
)
def test_a_head_that_does_not_come_is_not_waited_for(server: Serving, sent: bytes) -> None:
    assert status(said(server, sent)) == 408


def test_a_body_that_does_not_come_is_not_waited_for(server: Serving) -> None:
    head = f"POST {ROOT}/register-webinar HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {server.token}\r\n".encode()
    told = head + b"Idempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
    answer = said(server, told)
    assert status(answer) == 408
    assert b"did not come in time" in answer
    chunked = head + b"Idempotency-Key: slow2\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
    assert status(said(server, chunked)) == 408


def test_who_goes_away_in_the_middle_of_a_body_is_no_fault(server: Serving) -> None:
    head = f"POST {ROOT}/register-webinar HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {server.token}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(f"{head}X-Request-Id: went-away\r\nIdempotency-Key: away\r\nContent-Length: 90\r\n\r\n{{".encode())
    until(lambda: '"id":"went-away"' in server.told())
    assert "ClientDisconnect" not in server.told()


def test_who_was_refused_before_the_body_came_is_not_waited_for_either(server: Serving) -> None:
    sent = f"POST {ROOT}/register-webinar HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n".encode()
    assert status(said(server, sent)) == 401


def test_a_huge_head_is_refused(server: Serving) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nX-Huge: ")
        try:
            for _ in range(100):
                raw.sendall(b"x" * 65536)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = _all_of(raw)
    assert answer == b"" or status(answer) == 431


def test_more_connections_than_there_is_room_for_are_told_so_and_those_that_are_there_are_served(tmp_path: Path) -> None:
    """At a server that lets them wait: one that sends them away after a second may have room again before all of them have come."""
    patient = {"TRAINHUB_HEADER_SECONDS": "60", "TRAINHUB_CONNECTIONS": str(MOST_CONNECTIONS)}
    with serving(tmp_path, env=patient) as server, httpx.Client(base_url=server.url, timeout=60) as there:
        assert there.get("/health").status_code == 200
        waiting = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(MOST_CONNECTIONS)]
        try:
            first = [_all_of(raw) for raw in waiting[-1:]]
            assert [status(answer) for answer in first] == [503]
            assert b"The server is full" in first[0] and b"retry-after" in first[0]
            assert there.get("/health").status_code == 200
        finally:
            for raw in waiting:
                raw.close()
        until(lambda: get(f"{server.url}/health").status_code == 200)


@pytest.mark.parametrize(
    "path",
    [
        "//health",
        "/health/",
        "/../health",
        "/x/../health",
        "/%2e%2e/health",
        "/health%00",
        "/%2Fhealth",
        "/files/..%2f..%2fetc%2fpasswd?expires=99999999999&signature=0",
        "/files/%2e%2e/x?expires=99999999999&signature=0",
        f"/files/{'0' * 64}/../../hub.db?expires=99999999999&signature=0",
        f"{ROOT}/courses/..%2f..%2fhealth",
        f"{ROOT}/courses/%00",
        f"{ROOT}/courses/%ff%fe",
        f"{ROOT}//dashboard",
        f"{ROOT}/dashboard;x=1",
        f"{ROOT}/courses?limit=99999999999999999999",
        f"{ROOT}/courses?limit=%00&offset=-1",
        f"{ROOT}/changes?since=%F0%9F%92%A9",
        "/" + "a" * 20000,
        "*",
        "http://elsewhere/health",
        "/metrics",
        "/docs",
        "/redoc",
        "/.env",
    ],
)
def test_no_trick_with_an_address_reaches_anything(server: Serving, path: str) -> None:
    sent = f"GET {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {server.token}\r\nConnection: close\r\n\r\n"
    answer = said(server, sent.encode())
    assert 400 <= status(answer) < 500 or path == "http://elsewhere/health", answer[:300]
    assert b"root:" not in answer and b"SQLite format" not in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"TRACE /health HTTP/1.1\r\n" + HOST + b"Cookie: canary\r\nConnection: close\r\n\r\n",
        b"CONNECT elsewhere:443 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
        b"HEAD /health HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
        b"BREW /health HTTP/1.1\r\n" + HOST + b"\r\n",
        b"PUT /health HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n",
        b"GET /health HTTP/9.9\r\n" + HOST + b"\r\n",
        b"GET /health HTTP/1.1\r\nHost: hub\r\nContent-Length: -1\r\n\r\n",
        b"POST /health HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /health HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /health HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /health HTTP/1.1\r\nHost : hub\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: hub\r\nX: a\x00b\r\n\r\n",
        b"GET /health\x01 HTTP/1.1\r\nHost: hub\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
    ],
)
def test_no_method_and_no_broken_http_is_more_than_refused(server: Serving, sent: bytes) -> None:
    answer = said(server, sent)
    assert status(answer) in (200, 400, 404, 405, 408), answer[:300]
    assert b"canary" not in answer and b"Traceback" not in answer


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""])
def test_a_body_of_another_kind_is_read_as_json_or_refused(server: Serving, kind: str) -> None:
    headers = {**server.bearer, "Idempotency-Key": "kind", "Content-Type": kind}
    answer = httpx.post(f"{server.url}{ROOT}/register-webinar", content=b"webinar_id=talk", headers=headers, timeout=60)
    assert answer.status_code == 422


def test_what_a_host_header_says_goes_nowhere(server: Serving) -> None:
    for name in ("Host", "X-Forwarded-Host", "Forwarded"):
        answer = get(f"{server.url}{ROOT}/dashboard", headers={**server.bearer, name: "canary.example"})
        assert answer.status_code == 200
        assert "canary.example" not in answer.text + str(answer.headers)


def test_many_headers_and_odd_ones_are_no_fault(server: Serving) -> None:
    many = [(f"X-{number}", "x") for number in range(500)] + [
        ("Authorization", "Bearer"),
        ("Range", "bytes=9-1"),
        ("X-Request-Id", "x" * 200),
    ]
    assert get(f"{server.url}{ROOT}/dashboard", headers=many).status_code == 401


def test_nothing_of_this_was_a_fault_of_the_server(server: Serving) -> None:
    """The last of this file: what its tests sent is in the log as it should be."""
    assert '"status":500' not in server.told()
    assert "Traceback" not in server.told() and '"fault"' not in server.told()
    assert server.process.poll() is None


@pytest.mark.anyio
@pytest.mark.parametrize(("trusted", "last"), [("", 429), ("10.9.9.9", 429), ("127.0.0.1", 401), ("10.0.0.0/8,127.0.0.0/8", 401)])
async def test_who_a_caller_is_only_a_trusted_proxy_may_say(tmp_path: Path, trusted: str, last: int) -> None:
    """API-3: a limit by address cannot be passed by a header."""
    running = Running(trusted_proxies=trusted)
    async with started(str(tmp_path / "hub.db"), tmp_path / "files", rate=Rate(per_second=0.001, burst=3), running=running) as here:
        config = _config(here.site.settings, here.site, Where(), None)
        config.app.state.site = here.site  # type: ignore[union-attr]
        config.load()
        transport = httpx.ASGITransport(config.loaded_app, client=("127.0.0.1", 5))
        async with httpx.AsyncClient(transport=transport, base_url="http://trainhub") as proxy:
            answers = [
                (await proxy.get(f"{ROOT}/dashboard", headers={"X-Forwarded-For": f"192.0.2.{number}"})).status_code for number in range(4)
            ]
    assert answers == [401, 401, 401, last]
