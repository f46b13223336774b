"""Where the browser comes back to after signing in: one address on this computer, guessable by nobody, for a few minutes."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

LONGEST_SECONDS = 300.0
LONGEST_CODE = 1_000
_DONE = b"<!doctype html><meta charset=utf-8><title>trainhub</title><p>You can close this page and go back to the terminal."


class Return:
    """`url` is where the browser is to be sent."""

    def __init__(self) -> None:
        self._path = f"/{secrets.token_urlsafe(24)}"
        self._code = ""
        self._refusal = ""
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}{self._path}"

    def code(self, seconds: float = LONGEST_SECONDS) -> str:
        """What the browser brings; empty where it brought a refusal, or nothing in time."""
        until = time.monotonic() + seconds
        while not (self._code or self._refusal) and (left := until - time.monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        return self._code

    def close(self) -> None:
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        back = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5.0

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path != back._path:
                    self.send_error(404)
                    return
                told = parse_qs(parts.query)
                back._code = told.get("code", [""])[0][:LONGEST_CODE]
                back._refusal = told.get("error", [""])[0][:LONGEST_CODE]
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(_DONE)))
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(_DONE)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the address has a code in it."""

        return Handler


@contextmanager
def waiting() -> Iterator[Return]:
    found = Return()
    try:
        yield found
    finally:
        found.close()
