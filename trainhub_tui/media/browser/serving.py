"""The server of one opened lesson: on 127.0.0.1, on a port of chance, behind a secret, gone with the page."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit
from zipfile import BadZipFile
from zlib import error as ZlibError

from pydantic import ValidationError

from trainhub_core.models.interactive import Left, Reported
from trainhub_tui.media.browser.contents import Contents

MOST_BODY = 300_000
MOST_PATH = 4_000
OWN = {"page.css": "text/css", "page.js": "text/javascript", "scorm12.min.js": "text/javascript", "scorm2004.min.js": "text/javascript"}
TYPES = {
    **{"html": "text/html", "htm": "text/html", "xhtml": "application/xhtml+xml", "css": "text/css", "js": "text/javascript"},
    **{"mjs": "text/javascript", "json": "application/json", "xml": "application/xml", "txt": "text/plain", "svg": "image/svg+xml"},
    **{"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "ico": "image/x-icon"},
    **{"mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"},
    **{"woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf", "pdf": "application/pdf", "vtt": "text/vtt"},
}
STATUSES = ("completed", "incomplete", "passed", "failed", "browsed")
_OURS = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'"
_THEIRS = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self'; object-src 'none'; "
    "sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads"
)
_FENCE = "; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()",
}


@dataclass(slots=True)
class Sitting:
    """One opening of a lesson. `told` is called in a thread of the server, one report at a time, later ones last."""

    contents: Contents
    title: str
    launch: str
    mark: int
    left: Left | None
    told: Callable[[Reported], None]
    _key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: int = 0
    _is_used: bool = False
    _server: ThreadingHTTPServer | None = None

    def open(self) -> str:
        """Begin to serve; the address for the browser, good for one use. Raises OSError."""
        server = self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="lesson in the browser", daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/open/{self._key}"

    def close(self) -> None:
        """Stop serving; what comes later is not heard."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.contents.close()

    @property
    def hosts(self) -> tuple[str, ...]:
        """What the browser may call this server."""
        port = self._server.server_port if self._server else 0
        return f"127.0.0.1:{port}", f"localhost:{port}"

    def admitted(self, key: str) -> str | None:
        """The path of the session for who brings the key of the address, once: others may see it in the list of processes."""
        with self._lock:
            if self._is_used or not secrets.compare_digest(key.encode(), self._key.encode()):
                return None
            self._is_used = True
            return f"/{self._secret}/"

    def within(self, path: str) -> str | None:
        """What is asked for, None where the secret is not the session's."""
        secret, slash, rest = path.removeprefix("/").partition("/")
        return rest if secrets.compare_digest(secret.encode(), self._secret.encode()) and slash else None

    def first(self) -> bytes:
        """What the page needs to begin."""
        page, _, query = self.launch.partition("?")
        address = f"package/{quote(page)}" + (f"?{quote(query, safe='=&%+-._~/:,;!*')}" if query else "")
        left = self.left
        kept = {"api": left.api, "location": left.location, "suspended": left.suspended} if left else {}
        status = left.status if left and left.status in STATUSES else ""
        return json.dumps({"title": self.title, "launch": address, "mark": self.mark, "status": status, **kept}).encode()

    def take(self, body: bytes) -> bool:
        """A report of the package; whether it is one."""
        try:
            report = Reported.model_validate_json(body)
        except ValidationError:
            return False
        with self._lock:
            if report.sequence > self._last:
                self._last = report.sequence
                self.told(report)
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 32


def _handler_of(sitting: Sitting) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"sitting": sitting})


class _Handler(BaseHTTPRequestHandler):
    sitting: Sitting
    timeout = 30
    protocol_version = "HTTP/1.1"
    server_version = "trainhub"
    sys_version = ""

    def do_GET(self) -> None:
        path = self._path()
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        elif path.startswith("/open/"):
            self._admit(path.removeprefix("/open/"))
        elif (asked := self.sitting.within(path)) is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        elif asked == "left":
            self._answer(self.sitting.first(), "application/json")
        elif asked == "" or asked in OWN:
            content = files("trainhub_tui.media.browser").joinpath(asked or "page.html").read_bytes()
            self._answer(content, OWN.get(asked, "text/html"))
        elif asked.startswith("package/"):
            self._file(asked.removeprefix("package/"))
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        path = self._path()
        length = self.headers.get("Content-Length", "")
        is_ours = self.headers.get("Origin", "") in {f"http://{host}" for host in self.sitting.hosts}
        if path is None or not is_ours or self.sitting.within(path) != "told":
            self._refuse(HTTPStatus.NOT_FOUND)
        elif not re.fullmatch(r"[0-9]{1,9}", length) or int(length) > MOST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif not self.headers.get("Content-Type", "").startswith("application/json") or not self.sitting.take(self.rfile.read(int(length))):
            self._refuse(HTTPStatus.BAD_REQUEST)
        else:
            self._answer(b"{}", "application/json")

    def _path(self) -> str | None:
        """The path asked for, None where this server was called by another name: a site that points its own at us is not heard."""
        if self.headers.get("Host", "") not in self.sitting.hosts or len(self.path) > MOST_PATH:
            return None
        try:
            return unquote(urlsplit(self.path).path)
        except ValueError:
            return None

    def _admit(self, key: str) -> None:
        there = self.sitting.admitted(key)
        if there is None:
            self._refuse(HTTPStatus.FORBIDDEN, b"This address was used already. Open the lesson again in the terminal.")
            return
        self._begin(HTTPStatus.SEE_OTHER, "text/plain", 0, _OURS, {"Location": there})

    def _file(self, name: str) -> None:
        info = self.sitting.contents.find(name)
        if info is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        kind = TYPES.get(PurePosixPath(info.filename).suffix.lower().removeprefix("."), "application/octet-stream")
        try:
            pieces = self.sitting.contents.chunks(info)
            first = next(pieces, b"")
            self._begin(HTTPStatus.OK, kind, info.file_size, _THEIRS)
            self.wfile.write(first)
            for piece in pieces:
                self.wfile.write(piece)
        except (OSError, ValueError, RuntimeError, NotImplementedError, BadZipFile, ZlibError):
            self.close_connection = True

    def _answer(self, content: bytes, kind: str) -> None:
        self._begin(HTTPStatus.OK, kind, len(content), _OURS)
        self.wfile.write(content)

    def _refuse(self, status: HTTPStatus, said: bytes = b"") -> None:
        self.close_connection = True
        self._begin(status, "text/plain", len(said), _OURS, {"Connection": "close"})
        self.wfile.write(said)

    def _begin(self, status: HTTPStatus, kind: str, length: int, policy: str, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(length), **(more or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", policy + _FENCE)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is written: the terminal is the app's, and addresses hold secrets."""
