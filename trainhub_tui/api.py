"""The server, as Python: the one module that knows HTTP. Raises Offline, Refused, ServerTrouble, SignedOut with sentences.

The token goes to the API alone; files are fetched by a second client that has none. Nothing raised here names an address or a token."""

from __future__ import annotations

import logging
import socket
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from trainhub_core.root import ROOT
from trainhub_tui.feed_page import FeedPage, feed_page
from trainhub_tui.refusing import ELSEWHERE, SIGNED_OUT, is_json, raise_for
from trainhub_tui.troubles import Offline, Refused, ServerTrouble, SignedOut

_hidden = sys.modules.setdefault("click", None) is None  # type: ignore[arg-type]
import httpx  # noqa: E402  # where it finds click it loads its own command line, with all of rich: twice the time, 5 MB

if _hidden:
    del sys.modules["click"]

if TYPE_CHECKING:  # a pass that finds nothing new loads no models
    from trainhub_core.models.base import Fact
    from trainhub_core.models.texts import CourseText
    from trainhub_core.models.wire import Changes, FileLink, Receipt, SignIn

MOST_BYTES = 10_000_000
LONGEST_ANSWER = 120.0
TIMEOUT = httpx.Timeout(15.0, connect=5.0)
_LONG = httpx.Timeout(960.0, connect=5.0)
_QUIET = httpx.Timeout(15.0, connect=5.0, read=50.0)
"""The server gives a sign of life every twenty seconds."""
EVENT_STREAM = "text/event-stream"
_PIECE = 1 << 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")

_UNREADABLE = "The server's answer cannot be understood."
_NO_TLS: Any = object()
"""Stands for a TLS context where the address is http. None is made then (0.6 MB), and TLS would fail on this rather than trust anybody."""
Answer = TypeVar("Answer", bound="Fact")

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.ERROR)  # below that they log addresses (signed ones too) and headers


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """An answer to a request for a file; `headers` by lower-case name, `chunks` as they come off the wire."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """An event stream: its bytes as they come, and what breaks it off from another thread."""

    pieces: Iterator[bytes]
    cut: Callable[[], None]


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]  # the base names a Generator
        request.headers["Authorization"] = self._header
        yield request


class Api:
    """One server and one account. `socket` is the Unix socket to reach it through, `is_own` says that it is the one inside, which nobody
    named, `signed_out` what is said where it does not know the token. Safe to share between threads."""

    def __init__(self, base_url: str, token: str, socket: str | None = None, is_own: bool = False, signed_out: str = "") -> None:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise SignedOut(signed_out or "This token is not one. Ask for a new one.")
        if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname:
            raise Offline("The address of the server is not one; it begins with https:// and names a server.")
        self._base_url = base_url
        self._named = "" if is_own else base_url
        self._signed_out = signed_out or SIGNED_OUT
        self._socket = socket
        self._trust = httpx.create_ssl_context() if urlsplit(base_url).scheme == "https" else None
        self._client = self._new_client(socket, _Bearer(token) if token else None)
        self._files = self._new_client(socket, None)
        self._others: httpx.Client | None = None

    def changes(self, since: str, known: int = 0, limit: int = 100) -> Changes | FeedPage:
        """A page of the change feed."""
        params = {"since": since, "known": str(known), "limit": str(limit)}
        _, _, body = self._ask("GET", f"{ROOT}/changes", params=params)
        if page := feed_page(body):
            return page
        from trainhub_core.models.wire import Changes  # late, as all models here: memory at rest

        return _parsed(Changes, body)

    def course_text(self, course_id: str, etag: str = "") -> tuple[CourseText, str] | None:
        """A course's lessons and their ETag; None where they are as they were at `etag`."""
        headers = {"If-None-Match": etag} if etag else {}
        status, answer_headers, body = self._ask("GET", f"{ROOT}/courses/{quote(course_id, safe='')}/text", headers=headers)
        if status == 304:
            return None
        from trainhub_core.models.texts import CourseText

        return _parsed(CourseText, body), answer_headers.get("etag", "")

    def send(self, method: str, path: str, body: str, key: str) -> Receipt:
        """Send an operation. The key makes it count once, however often it is sent."""
        from trainhub_core.models.wire import Receipt

        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return self._answer(Receipt, method, path, headers=headers, content=body.encode())

    def sign_in(self) -> SignIn:
        """Where people sign in to this server."""
        from trainhub_core.models.wire import SignIn

        return self._answer(SignIn, "GET", f"{ROOT}/sign-in")

    def sign_in_as(self, token: str) -> None:
        """Use this token from now on."""
        self._client.auth = _Bearer(token)

    def link(self, resource_id: str) -> FileLink:
        """Where the file of a resource is just now."""
        from trainhub_core.models.wire import FileLink

        return self._answer(FileLink, "GET", f"{ROOT}/resources/{quote(resource_id, safe='')}/download")

    def stream(self, resource_id: str) -> str | None:
        """The address from which a player can play a resource just now; None where this server can be reached by this app alone."""
        if self._socket is not None:
            return None
        from trainhub_core.models.wire import FileLink

        link = self._answer(FileLink, "GET", f"{ROOT}/resources/{quote(resource_id, safe='')}/stream")
        target = urljoin(self._base_url + "/", link.url)
        if _origin(target) != _origin(self._base_url) and urlsplit(target).scheme != "https":
            raise Refused("The server names an unsafe address for this video; it is not played.")
        return target

    def ask(self, model: type[Answer], path: str, **params: str) -> Answer:
        """What the server answers at this path (a question of authors)."""
        return self._answer(model, "GET", path, params=params)

    def make(self, model: type[Answer], path: str, body: str) -> Answer:
        """Have the server make what it answers this once (an invitation, a token); asked twice, there are two."""
        return self._answer(model, "POST", path, headers={"Content-Type": "application/json"}, content=body.encode())

    def upload(self, model: type[Answer], path: str, file: Path) -> Answer:
        """Send a file as it is; the answer comes when the server has read it."""
        headers = {"Content-Type": "application/zip", "Content-Length": str(file.stat().st_size)}
        with file.open("rb") as body:
            return self._answer(model, "POST", path, headers=headers, content=_pieces(body), timeout=_LONG)

    def begin(self, model: type[Answer], path: str, body: str = "") -> Answer:
        """Ask for something whose repetition changes nothing, so that no key is needed."""
        return self._answer(model, "POST", path, headers={"Content-Type": "application/json"}, content=body.encode(), timeout=_LONG)

    def put_bytes(self, path: str, content: bytes, **params: str) -> Receipt:
        """Send bytes as they are to a place that has them once, however often they are sent."""
        from trainhub_core.models.wire import Receipt

        headers = {"Content-Type": "application/octet-stream"}
        return self._answer(Receipt, "PUT", path, headers=headers, content=content, params=params, timeout=_LONG)

    def save(self, path: str, target: Path) -> None:
        """Write what is at this path of the API into a file, whatever its size."""
        with _sentences(), self._client.stream("GET", path, timeout=_LONG) as response, target.open("xb") as out:
            headers = _lowered(response.headers)
            if response.status_code != 200:
                raise_for(response.status_code, headers, _read(response, headers), self._named, self._signed_out)
            for chunk in response.iter_raw():
                out.write(chunk)

    @contextmanager
    def file(self, url: str, headers: Mapping[str, str]) -> Iterator[FileAnswer]:
        """Begin to fetch a file, without credentials. Raises Refused for an address that is neither this server's nor https."""
        target = urljoin(self._base_url + "/", url)
        own = _origin(target) == _origin(self._base_url)
        parts = urlsplit(target)
        if not own and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise Refused("The server names an unsafe address for this file; it is not fetched.")
        client = self._files if own else self._elsewhere()
        with (
            _sentences(),
            client.stream("GET", target, headers={**headers, "Accept-Encoding": "identity"}) as response,
        ):
            yield FileAnswer(response.status_code, _lowered(response.headers), _chunks(response))

    @contextmanager
    def events(self, cursor: str) -> Iterator[EventAnswer]:
        """What is told as it happens, from this cursor of the feed on. The errors of a question; Refused where the server has no stream."""
        headers = {"Accept": EVENT_STREAM, "Accept-Encoding": "identity", **({"Last-Event-ID": cursor} if cursor else {})}
        with _sentences(), self._client.stream("GET", f"{ROOT}/events", headers=headers, timeout=_QUIET) as response:
            answered = _lowered(response.headers)
            if response.status_code != 200:
                raise_for(response.status_code, answered, _read(response, answered), self._named, self._signed_out)
            if answered.get("content-type", "").partition(";")[0].strip().lower() != EVENT_STREAM:
                raise ServerTrouble(ELSEWHERE)
            yield EventAnswer(response.iter_raw(), lambda: _cut(response))

    def close(self) -> None:
        for client in (self._client, self._files, self._others):
            if client is not None:
                client.close()

    def _elsewhere(self) -> httpx.Client:
        """For files that are not on this server."""
        if self._others is None:
            self._trust = self._trust or httpx.create_ssl_context()
            self._others = self._new_client(None, None)
        return self._others

    def _new_client(self, socket: str | None, auth: httpx.Auth | None) -> httpx.Client:
        near = socket is not None or urlsplit(self._base_url).hostname in LOOPBACK
        transport = httpx.HTTPTransport(uds=socket, verify=_NO_TLS, trust_env=False) if socket else None
        return httpx.Client(
            base_url=self._base_url,
            auth=auth,
            verify=self._trust or _NO_TLS,
            transport=transport,
            timeout=TIMEOUT,
            trust_env=not near,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "trainhub"},
        )

    def _answer(self, model: type[Answer], method: str, path: str, **request: object) -> Answer:
        _, _, body = self._ask(method, path, **request)
        return _parsed(model, body)

    def _ask(self, method: str, path: str, **request: object) -> tuple[int, Mapping[str, str], bytes]:
        with _sentences(), self._client.stream(method, path, **request) as response:  # type: ignore[arg-type]  # keywords of httpx
            headers = _lowered(response.headers)
            body = _read(response, headers)
        raise_for(response.status_code, headers, body, self._named, self._signed_out)
        if response.status_code != 304 and not is_json(headers):
            raise ServerTrouble(ELSEWHERE)
        return response.status_code, headers, body


class Service:
    """A service that is not the hub, asked a few things in JSON. The same errors; which answers are refusals the caller knows."""

    def __init__(self, base_url: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(base_url)
        if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
            raise Refused("The server names an unsafe address to sign in at; nothing was sent there.")
        self._base_url = base_url
        self._client = httpx.Client(
            verify=httpx.create_ssl_context() if parts.scheme == "https" else _NO_TLS,
            timeout=TIMEOUT,
            trust_env=parts.hostname not in LOOPBACK,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "trainhub", **headers},
        )

    def post(self, path: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of the answer."""
        with _sentences(), self._client.stream("POST", self._base_url + path, json=body, headers=headers) as response:
            return response.status_code, _read(response, _lowered(response.headers))

    def close(self) -> None:
        self._client.close()


def _read(response: httpx.Response, headers: Mapping[str, str]) -> bytes:
    """The body, decoded here so that a small packed answer cannot become a huge one."""
    packed = headers.get("content-encoding", "identity").lower()
    if packed not in ("identity", "gzip"):
        raise ServerTrouble(_UNREADABLE)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed == "gzip" else None
    until = monotonic() + LONGEST_ANSWER
    body = bytearray()
    for chunk in response.iter_raw():
        try:
            body += unpack.decompress(chunk, MOST_BYTES + 1) if unpack else chunk
        except zlib.error:
            raise ServerTrouble(_UNREADABLE) from None
        if len(body) > MOST_BYTES:
            raise ServerTrouble("The server's answer is larger than any should be; it was not read.")
        if monotonic() > until:
            raise ServerTrouble("The server is too slow to answer.")
    if unpack and not unpack.eof:
        raise ServerTrouble("The server's answer was cut off.")
    return bytes(body)


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    with _sentences():
        yield from response.iter_raw()


def _cut(response: httpx.Response) -> None:
    """Whoever waits for more of it hears that it has ended; closing alone would leave them waiting."""
    connection = response.extensions["network_stream"].get_extra_info("socket")
    if isinstance(connection, socket.socket):
        with suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)


@contextmanager
def _sentences() -> Iterator[None]:
    """httpx's exceptions as ours. Not chained: theirs carry the request, with its address and headers."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        if "CERTIFICATE" in str(error):
            raise Offline("The server's certificate is not trusted by this laptop; nothing was sent.") from None
        raise Offline("The server cannot be reached.") from None
    except httpx.TimeoutException:
        raise ServerTrouble("The server does not answer in time.") from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL):
        raise Refused("The address is not one.") from None
    except httpx.HTTPError:
        raise ServerTrouble("The connection was cut.") from None
    except RuntimeError as error:
        if "closed" not in str(error):
            raise
        raise Offline("The connection was closed.") from None


def _parsed(model: type[Answer], body: bytes) -> Answer:
    try:
        return model.model_validate_json(body)
    except ValueError:
        raise ServerTrouble(_UNREADABLE) from None


def _pieces(body: BinaryIO) -> Iterator[bytes]:
    while piece := body.read(_PIECE):
        yield piece


def _lowered(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
