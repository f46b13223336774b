"""The app holds the server's event stream: what it is told of it reads at once, and without a stream it asks by the clock. API-4."""

import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.client.fault_server import FaultServer
from tests.client.test_syncing import Window
from tests.client.windows import MAKE, Laptop
from trainhub_core.operations import ROOT
from trainhub_tui import listening
from trainhub_tui.hub import SyncKind
from trainhub_tui.listening import spread_of

HELLO = b"event: hello\ndata: {}\nid: 1:0\n\n"


class Streams:
    """The server's end of every stream, one after the other."""

    def __init__(self, server: FaultServer) -> None:
        self.words: queue.Queue[bytes | None] = queue.Queue()
        self.opened: queue.Queue[str] = queue.Queue()
        self._server = server
        server.event_stream = self._stream

    def _stream(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream; charset=utf-8")
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.flush()
        self.opened.put(request.headers.get("Last-Event-ID", ""))
        while (word := self.words.get(timeout=60)) is not None:
            request.wfile.write(word)
            request.wfile.flush()
        request.close_connection = True

    def changes(self, cursor: str, spread: float = 0.0) -> None:
        self.words.put(f'event: changes\ndata: {{"kinds":[],"spread":{spread}}}\nid: {cursor}\n\n'.encode())


@pytest.fixture
def streams(server: FaultServer) -> Iterator[Streams]:
    found = Streams(server)
    found.words.put(HELLO)
    yield found
    found.words.put(None)


def _asked(server: FaultServer) -> int:
    return server.requests.count(f"GET {ROOT}/changes")


def test_what_the_server_tells_is_read_at_once(server: FaultServer, streams: Streams, tmp_path: Path) -> None:
    """Time stands still, so nothing is asked by the clock."""
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    assert streams.opened.get(timeout=60) == hub.snapshot.cursor != ""
    course = hub.catalogue().courses["negotiation"]
    server.accounts["ada"].say(course.model_copy(update={"title": "Negotiation, again"}))
    streams.changes("1:99")
    window.until(lambda: hub.catalogue().courses["negotiation"].title == "Negotiation, again")
    hub.close()


def test_what_is_known_already_is_not_asked_for(server: FaultServer, streams: Streams, tmp_path: Path) -> None:
    """What this window did itself came with its receipt and the feed."""
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    streams.opened.get(timeout=60)
    hub.do(MAKE["set-bookmark"](hub))
    window.until(lambda: hub.status().pending == 0 and hub.status().kind is SyncKind.SYNCED)
    asked = _asked(server)
    streams.changes(hub.snapshot.cursor)
    course = hub.catalogue().courses["negotiation"]
    server.accounts["ada"].say(course.model_copy(update={"title": "Negotiation, again"}))
    streams.changes("1:99")
    window.until(lambda: hub.catalogue().courses["negotiation"].title == "Negotiation, again")
    assert _asked(server) == asked + 1
    hub.close()


def test_a_stream_that_broke_off_is_taken_up_where_reading_stands(
    server: FaultServer, streams: Streams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """API-4: Last-Event-ID is the cursor up to which was read, not the last that was told."""
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.0)
    hub = Laptop(tmp_path, server).open()
    Window(hub)
    first = streams.opened.get(timeout=60)
    streams.words.put(None)
    streams.words.put(HELLO)
    assert streams.opened.get(timeout=60) == first == hub.snapshot.cursor
    hub.close()


def test_a_server_without_a_stream_is_asked_for_it_once(server: FaultServer, tmp_path: Path) -> None:
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    window.until(lambda: hub.status().kind is SyncKind.SYNCED)
    hub.do(MAKE["set-bookmark"](hub))
    window.until(lambda: hub.status().pending == 0 and hub.status().kind is SyncKind.SYNCED)
    assert server.requests.count(f"GET {ROOT}/events") <= 1
    hub.close()


def test_a_stream_that_is_refused_because_of_the_token_signs_out(server: FaultServer, streams: Streams, tmp_path: Path) -> None:
    """I10: as sync does; and nothing is asked again before sync gets in."""
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    streams.opened.get(timeout=60)
    server.renew("token-ada", "another")
    streams.words.put(b'event: signed-out\ndata: {"reason":"Your access has ended."}\nretry: 0\n\n')
    streams.words.put(None)
    window.until(lambda: hub.status().kind is SyncKind.SIGNED_OUT)
    hub.close()


@pytest.mark.parametrize("word", [b"data: " + b"x" * 70_000, b"\x00\xff" * 100, b"event: changes\ndata: [[[[\nid: 1\n\n"])
def test_a_hostile_stream_stops_nothing(server: FaultServer, streams: Streams, tmp_path: Path, word: bytes) -> None:
    hub = Laptop(tmp_path, server).open()
    window = Window(hub)
    streams.opened.get(timeout=60)
    streams.words.put(word)
    hub.do(MAKE["set-bookmark"](hub))
    window.until(lambda: hub.status().pending == 0 and hub.status().kind is SyncKind.SYNCED)
    hub.close()


def test_closing_ends_the_stream_at_once(server: FaultServer, streams: Streams, tmp_path: Path) -> None:
    hub = Laptop(tmp_path, server).open()
    Window(hub)
    streams.opened.get(timeout=60)
    thread = _thread_of(hub._behind)
    hub.close()
    thread.join(30)
    assert not thread.is_alive()


def _thread_of(behind: object) -> threading.Thread:
    found = behind._listening._thread  # type: ignore[attr-defined]
    assert isinstance(found, threading.Thread)
    return found


@pytest.mark.parametrize(
    ("data", "seconds"),
    [('{"spread": 2.5}', 2.5), ("{}", 0.0), ('{"spread": -1}', 0.0), ('{"spread": 1e9}', 60.0), ('{"spread": NaN}', 0.0), ("[1]", 0.0),
     ('{"spread": "2"}', 0.0), ("nonsense", 0.0), ('{"spread": Infinity}', 60.0)],
)  # fmt: skip
def test_how_long_to_spread_is_read_with_care(data: str, seconds: float) -> None:
    assert spread_of(data) == seconds
