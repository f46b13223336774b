"""The one module that knows HTTP: limits, answers that are none, and secrets that go nowhere else (I10, I12)."""

import gzip
import io
import json
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.client.fault_server import FaultServer
from tests.client.file_faults import attach, content
from tests.client.test_downloads import is_done, until
from tests.client.windows import MAKE, Laptop
from trainhub_core.operations import ROOT
from trainhub_tui.api import MOST_BYTES, Api
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub, SyncKind
from trainhub_tui.paths import Paths, make_private
from trainhub_tui.troubles import Offline, Refused, ServerTrouble, SignedOut, Trouble

CANARY = "canary-7f3a9-secret-token"
Reply = tuple[int, dict[str, str], bytes]


class Fixed:
    """Answers every request alike, and remembers the requests."""

    def __init__(self) -> None:
        self.reply: Reply = (200, {}, b"")
        self.seen: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.seen.append((self.path, dict(self.headers)))
                status, headers, body = outer.reply
                self.send_response_only(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"


@pytest.fixture
def fixed() -> Iterator[Fixed]:
    found = Fixed()
    yield found
    found.http.shutdown()
    found.http.server_close()


@pytest.fixture
def api(fixed: Fixed) -> Iterator[Api]:
    found = Api(fixed.url, CANARY)
    yield found
    found.close()


JSON = {"Content-Type": "application/json"}
BAD: dict[str, tuple[Reply, type[Trouble], str]] = {
    "a bomb": ((200, {**JSON, "Content-Encoding": "gzip"}, gzip.compress(b"[" * 40_000_000)), ServerTrouble, "larger than any"),
    "too large": ((200, JSON, b" " * (MOST_BYTES + 1)), ServerTrouble, "larger than any"),
    "broken packing": ((200, {**JSON, "Content-Encoding": "gzip"}, b"rubbish"), ServerTrouble, "cannot be understood"),
    "packing cut off": ((200, {**JSON, "Content-Encoding": "gzip"}, gzip.compress(b'{"cursor": "9"}')[:-6]), ServerTrouble, "cut off"),
    "unknown packing": ((200, {**JSON, "Content-Encoding": "br"}, b"x"), ServerTrouble, "cannot be understood"),
    "wrong JSON": ((200, JSON, b'{"changes": 7}'), ServerTrouble, "cannot be understood"),
    "half JSON": ((200, JSON, b'{"changes": ['), ServerTrouble, "cannot be understood"),
    "deep JSON": ((200, JSON, b'{"changes": ' + b"[" * 50_000), ServerTrouble, "cannot be understood"),
    "a page": ((200, {"Content-Type": "text/html"}, b"<html>"), ServerTrouble, "in its place"),
    "a redirect": ((302, {"Location": "http://127.0.0.1:1/"}, b""), ServerTrouble, "in its place"),
    "a portal's 404": ((404, {"Content-Type": "text/html"}, b"<html>"), ServerTrouble, "in its place"),
    "signed out": ((401, JSON, b"{}"), SignedOut, "nothing is lost"),
    "a bare refusal": ((403, JSON, b"{}"), Refused, r"refused this \(403\)"),
    "a hostile refusal": ((409, JSON, b'{"detail": "No\\u001b]52;c;ZXZpbA==\\u0007way"}'), Refused, r"^No\]52;c;ZXZpbA==way$"),
    "cut short": ((200, {**JSON, "Content-Length": "99"}, b"{"), ServerTrouble, "was cut"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_an_answer_that_is_none_is_a_sentence(api: Api, fixed: Fixed, name: str) -> None:
    fixed.reply, trouble, sentence = BAD[name]
    with pytest.raises(trouble, match=sentence):
        api.changes("")


def test_newer_fields_are_ignored(api: Api, fixed: Fixed) -> None:
    fixed.reply = (200, JSON, b'{"changes": [], "cursor": "7", "more": false, "mood": "good"}')
    assert api.changes("").cursor == "7"


def test_a_packed_answer_is_unpacked(api: Api, fixed: Fixed) -> None:
    fixed.reply = (200, {**JSON, "Content-Encoding": "gzip"}, gzip.compress(b'{"cursor": "7"}'))
    assert api.changes("").cursor == "7"


@pytest.mark.parametrize(
    ("asked", "date", "seconds"),
    [
        ("7", "", 7.0),
        ("999999", "", 3600.0),
        ("soon", "", None),
        ("-3", "", None),
        ("Sun, 26 Jan 2025 13:01:00 GMT", "Sun, 26 Jan 2025 13:00:00 GMT", 60.0),
        ("Sun, 26 Jan 2025 12:00:00 GMT", "Sun, 26 Jan 2025 13:00:00 GMT", 0.0),
    ],
)
def test_a_date_to_retry_after_goes_by_the_servers_clock(api: Api, fixed: Fixed, asked: str, date: str, seconds: float | None) -> None:
    """I12, I13."""
    fixed.reply = (503, {**JSON, "Retry-After": asked, **({"Date": date} if date else {})}, b"{}")
    with pytest.raises(ServerTrouble) as trouble:
        api.changes("")
    assert trouble.value.retry_after == seconds


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp://example.com/x", "file:///etc/passwd", "//example.com/x"])
def test_a_file_is_fetched_from_safe_addresses_alone(api: Api, url: str) -> None:
    with pytest.raises(Refused, match="unsafe"), api.file(url, {}):
        pass


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/files/hash/a.m3u8?expires=1&signature=s", True),
        ("https://storage.example/talk.mp4?signature=s", True),
        ("http://storage.example/talk.mp4", False),
        ("file:///etc/passwd", False),
        ("ftp://storage.example/talk.mp4", False),
    ],
)
def test_a_stream_is_played_from_safe_addresses_alone(api: Api, fixed: Fixed, url: str, found: bool) -> None:
    """VID-1: this server's own, or https; the address is all that a player gets."""
    link = {"url": url, "size": 1, "sha256": "0" * 64, "name": "talk.mp4", "expires": "2026-03-02T09:00:00Z"}
    fixed.reply = (200, {"Content-Type": "application/json"}, json.dumps(link).encode())
    if found:
        address = api.stream("talk")
        assert address is not None and address.endswith(url) and address.startswith("http")
        assert fixed.seen[-1][0] == f"{ROOT}/resources/talk/stream"
    else:
        with pytest.raises(Refused, match="unsafe address"):
            api.stream("talk")


def test_a_server_on_a_private_socket_cannot_be_streamed_from() -> None:
    """VID-1: no player reaches it; solo, videos are downloaded."""
    api = Api("http://trainhub", "a-token", "/nowhere/socket")
    assert api.stream("talk") is None
    api.close()


def test_files_elsewhere_get_no_credentials(api: Api, fixed: Fixed) -> None:
    elsewhere = Fixed()
    elsewhere.reply = (200, {}, b"bytes")
    with api.file(f"{elsewhere.url}/signed?x=1", {}) as reply:
        assert b"".join(reply.chunks) == b"bytes"
    elsewhere.http.shutdown()
    elsewhere.http.server_close()
    assert CANARY not in str(elsewhere.seen)


@pytest.mark.parametrize("address", ["", "training", "ftp://x", "http://", "javascript:alert(1)"])
def test_an_address_that_is_none_is_a_sentence(address: str) -> None:
    with pytest.raises(Offline, match="begins with https"):
        Api(address, "token")


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "ümlaut"])
def test_a_token_that_is_none_is_a_sentence_without_it(token: str) -> None:
    with pytest.raises(SignedOut) as trouble:
        Api("https://example.com", token)
    assert token not in str(trouble.value)


def test_nothing_listening_is_offline() -> None:
    api = Api("http://127.0.0.1:1", "token")
    with pytest.raises(Offline, match=r"cannot be reached\.$"):
        api.changes("")


FLOWS: dict[str, Callable[[FaultServer], None]] = {
    "all well": lambda server: None,
    "signed out": lambda server: server.tokens.clear(),
    "offline": lambda server: server.stop(),
    "faults": lambda server: server.script.extend(["500", "html", "reply lost", "503"]),
    "feed faults": lambda server: server.feed_script.extend(["html"] * 5),
}


@pytest.mark.parametrize("flow", FLOWS)
def test_secrets_are_in_no_log_no_error_and_no_file(
    server: FaultServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, flow: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The token and a signed address are run through everything and searched for."""
    server.renew("token-ada", CANARY)
    laptop = Laptop(tmp_path, server, CANARY)
    attach(server, "partner-handbook", content(1))
    hub = laptop.open()
    root = logging.getLogger()
    told = io.StringIO()
    with caplog.at_level(logging.DEBUG):
        root.setLevel(logging.DEBUG)
        hub.sync_now()
        FLOWS[flow](server)
        for name in ("set-bookmark", "register-webinar", "enroll"):
            hub.do(MAKE[name](hub))
        hub.download("partner-handbook")
        for _ in range(3):
            hub.sync_now()
            laptop.time.wait(100)
        try:
            hub.fetch_lesson_text("negotiation/one")
        except Trouble:
            traceback.print_exc(file=told)
        if flow == "all well":
            until(is_done(hub, "partner-handbook"))
        until(lambda: not hub._running().downloads._running)  # no file goes while it is looked into
    told.write(f"{hub.status()} {hub.outbox()} {hub.downloads()} {hub.export_outbox()} {hub!r}")
    hub.close()
    out = capfd.readouterr()
    everything = {"log": caplog.text, "told": told.getvalue(), "out": out.out, "err": out.err}
    for file in tmp_path.rglob("*"):
        if file.is_file():
            everything[str(file)] = file.read_bytes().decode("latin-1")
    for where, text in everything.items():
        for secret in (CANARY, "secret-signature"):
            assert secret not in text, f"{secret} in {where}"
    assert server.headers and any(CANARY in it.get("Authorization", "") for it in server.headers), "it was really used"


def test_another_accounts_rows_are_neither_seen_nor_sent(server: FaultServer, tmp_path: Path) -> None:
    """I10. The fault server asserts that no key is ever sent under two accounts."""
    server.account("bob", "token-bob")
    ada, bob = Laptop(tmp_path, server, "token-ada"), Laptop(tmp_path, server, "token-bob")
    server.script.append("500")
    one = ada.open()
    one.do(MAKE["set-bookmark"](one))
    one.sync_now()
    two = bob.open()
    assert list(two.outbox()) == [] and two.home() is None
    assert two.sync_now().kind is SyncKind.SYNCED
    assert two.state().bookmarks == {} and server.accounts["bob"].effects == {}
    assert one.folder != two.folder
    one.close()
    two.close()


def test_a_new_token_takes_over_what_waited(server: FaultServer, tmp_path: Path) -> None:
    """I10: signed out with work in the outbox; after signing in again as the same learner it is sent, once."""
    laptop = Laptop(tmp_path, server)
    hub = laptop.open()
    hub.sync_now()
    hub.remember("place/resource/handbook", "77")
    server.renew("token-ada", "token-new")
    hub.do(MAKE["set-bookmark"](hub))
    assert hub.sync_now().kind is SyncKind.SIGNED_OUT
    assert hub.status().pending == 1
    hub.close()
    laptop.token = "token-new"
    again = laptop.open()
    again.sync_now()
    laptop.time.wait(60)
    assert again.sync_now().pending == 0
    assert sum(server.accounts["ada"].effects.values()) == 1
    assert again.remembered("place/resource/handbook") == "77"
    again.close()


@pytest.mark.parametrize("token", ["th_another", "not one"])
@pytest.mark.parametrize("is_given", [True, False], ids=["in the environment", "kept"])
def test_who_is_refused_by_the_token_of_the_environment_is_told_so(server: FaultServer, tmp_path: Path, token: str, is_given: bool) -> None:
    """API-3: while it is set, signing in changes nothing; a kept token that is refused has nothing to do with the environment."""
    paths = Paths.under(tmp_path)
    make_private(paths.server(server.url))
    (paths.server(server.url) / "token").write_text(token, "ascii")
    hub = Hub.open(paths, Config(), server=server.url, token=token if is_given else "")
    status = hub.sync_now()
    hub.close()
    assert status.kind is SyncKind.SIGNED_OUT
    assert ("The access token in TRAINHUB_TOKEN was refused" in status.sentence) is is_given, status.sentence


def test_the_api_root_is_the_seeds() -> None:
    """API-1."""
    assert ROOT == "/api/partner/training"
