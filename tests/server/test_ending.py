"""A server that ends, or is renewed, in the middle of work: no request is lost. Source: the issue's Running it."""

import signal
import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import httpx
import psutil
import pytest

from tests.server.programme import NOW
from tests.server.serving import Serving, get, serving, until
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.views import CourseRow
from trainhub_core.models.wire import Page
from trainhub_core.operations import ROOT, SetBookmark

QUICK = {"TRAINHUB_DRAIN_SECONDS": "5", "TRAINHUB_GRACE_SECONDS": "10", "TRAINHUB_LOG_LEVEL": "warning"}
AT_ONCE = 4
several = pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="processes cannot share a port on this system")


class Asking:
    """Clients that read and write without a pause, each over a connection that it keeps, and what became of every request.

    Like every client of HTTP/1.1 they ask again, with the same key, where a connection closed before anything was answered."""

    def __init__(self, server: Serving, tokens: Sequence[str] = ()) -> None:
        self._server = server
        self._tokens = tokens or [server.token] * AT_ONCE
        self._stop = threading.Event()
        self.answered: list[int] = []
        self.again: list[str] = []
        self.lost: list[str] = []
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(AT_ONCE)]

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        until(lambda: len(self.answered) >= 2 * AT_ONCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        with httpx.Client(base_url=self._server.url, headers={"Authorization": f"Bearer {self._tokens[number]}"}, timeout=60) as client:
            course = Page[CourseRow].model_validate_json(client.get(f"{ROOT}/courses").content).items[0].id
            turn = 0
            while not self._stop.is_set():
                turn += 1
                mark = Bookmark(kind=BookmarkKind.COURSE, object=course, on=turn % 2 == 1, at=NOW)
                order, key = SetBookmark(bookmark=mark), {"Idempotency-Key": f"{number}-{turn}"}
                write = client.build_request(order.method, order.path, content=order.body(), headers=key)
                for request in (write, client.build_request("GET", f"{ROOT}/dashboard")):
                    self._sent(client, request)

    def _sent(self, client: httpx.Client, request: httpx.Request) -> None:
        for _ in range(2):
            try:
                self.answered.append(client.send(request).status_code)
                return
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as fault:
                self.again.append(type(fault).__name__)
            except httpx.TransportError as fault:
                if not self._stop.is_set():
                    self.lost.append(type(fault).__name__)
                return
        self.lost.append("twice")


@several
def test_workers_are_renewed_under_load_and_every_request_is_answered(tmp_path: Path) -> None:
    """SIGHUP: each is replaced by a new one that listens before it ends. One that is killed loses nothing that waits for it."""
    with serving(tmp_path, "--workers", "2", env=QUICK) as server, Asking(server) as asking:
        parent = psutil.Process(server.process.pid)
        before = {child.pid for child in parent.children()}
        server.signal(signal.SIGHUP)
        until(lambda: len(now := {child.pid for child in parent.children()}) == 2 and not now & before, 60)
        count = len(asking.answered)
        until(lambda: len(asking.answered) > count + AT_ONCE)
        assert asking.lost == []
        assert asking.again == [], "answers say that their connection closes before it does"
        parent.children()[0].kill()
        until(lambda: len({child.pid for child in parent.children()} & before) == 0 and len(parent.children()) == 2, 60)
        asking.stop()
    assert set(asking.answered) <= {200, 429}
    assert asking.lost == []


def test_a_server_told_to_end_says_so_first_and_finishes_what_it_was_asked(tmp_path: Path) -> None:
    """SIGTERM: /ready says no while requests are still taken; connections that are kept are closed with an answer."""
    lasting = {**QUICK, "TRAINHUB_DRAIN_SECONDS": "60"}
    with serving(tmp_path, env=lasting) as server, Asking(server) as asking, httpx.Client(base_url=server.url, timeout=60) as proxy:
        assert proxy.get("/ready").status_code == 200
        server.signal(signal.SIGTERM)
        until(lambda: proxy.get("/ready").status_code == 503)
        assert proxy.get("/health").status_code == 200
        asking.stop()
        assert asking.lost == [] and asking.again == []
        assert set(asking.answered) <= {200, 429}
        server.signal(signal.SIGTERM)  # told a second time it ends at once
        assert server.process.wait(50) == 0


def test_what_is_under_way_when_the_server_ends_is_finished(tmp_path: Path) -> None:
    """A body that is still coming when no connection is taken any more."""
    with serving(tmp_path, env={**QUICK, "TRAINHUB_DRAIN_SECONDS": "0"}) as server:
        body = b'{"bookmark":{"kind":"course","object":"nothing","on":true,"at":"2026-03-02T09:00:00Z"}}'
        head = f"PUT {ROOT}/bookmarks HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {server.token}\r\nIdempotency-Key: slow\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw:
            raw.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:20])
            until(lambda: get(f"{server.url}/ready").status_code == 200)
            server.signal(signal.SIGTERM)
            until(lambda: not _is_listening(server))
            raw.sendall(body[20:])
            answer = raw.recv(65536)
        assert answer.startswith(b"HTTP/1.1 404") and b"connection: close" in answer
        assert server.process.wait(60) == 0


def test_one_that_does_not_come_to_its_end_is_not_waited_for_longer_than_the_grace(tmp_path: Path) -> None:
    quick = {**QUICK, "TRAINHUB_DRAIN_SECONDS": "0", "TRAINHUB_GRACE_SECONDS": "1", "TRAINHUB_BODY_SECONDS": "600"}
    with serving(tmp_path, env=quick) as server, socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(f"PUT {ROOT}/bookmarks HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {server.token}\r\n".encode())
        raw.sendall(b"Idempotency-Key: slow\r\nContent-Length: 9\r\n\r\n{")
        until(lambda: get(f"{server.url}/ready").status_code == 200)
        server.signal(signal.SIGTERM)
        assert server.process.wait(60) == 0, "a body that does not come would be waited for much longer"


def _is_listening(server: Serving) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
    except OSError:
        return False
    return True
