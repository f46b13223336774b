"""A small reverse proxy that does with requests what deploy/nginx.conf has nginx do: bytes as they come, and a request whose connection
failed before anything was answered goes to the other server."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from tests.ports import kept_port

HOP = ("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade")
PIECE = 65_536


@dataclass
class Proxy:
    """`answered` are the ports whose answers were passed on. `cut` and `heal` are the cable's."""

    ports: Sequence[int]
    port: int
    answered: list[int] = field(default_factory=list)
    open: set[socket.socket] = field(default_factory=set)
    turns: Iterator[int] = field(default_factory=count)
    listening: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection ends, and none is taken."""
        if self.listening:
            self.listening.shutdown()
            self.listening.server_close()
            self.listening = None
        for each in list(self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def heal(self) -> None:
        """Listen, at the address of before."""
        handler = type("Handler", (_Passing,), {"through": self})
        self.listening = server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def order(self) -> Sequence[int]:
        """Whom to ask, one after the other: each server is the first in turn."""
        at = next(self.turns) % len(self.ports)
        return [*self.ports[at:], *self.ports[:at]]


@contextmanager
def proxying(ports: Sequence[int]) -> Iterator[Proxy]:
    """In front of the servers on these ports."""
    place, port = kept_port()
    proxy = Proxy(ports, port)
    proxy.heal()
    try:
        yield proxy
    finally:
        proxy.cut()
        place.close()


class _Passing(BaseHTTPRequestHandler):
    through: Proxy
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        self.through.open.add(self.connection)
        try:
            with suppress(OSError):
                super().handle()
        finally:
            self.through.open.discard(self.connection)

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        told = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        told |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "http"}
        for port in self.through.order():
            with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as server:
                try:
                    server.request(self.command, self.path, body, told)
                    answer = server.getresponse()
                except (OSError, HTTPException):
                    continue  # to the other one
                self.through.answered.append(port)
                self._relay(answer)
                return
        self.send_error(502)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _pass

    def _relay(self, answer: HTTPResponse) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        if answer.getheader("content-length") is None and answer.status not in (204, 304):
            self.send_header("Connection", "close")
        self.end_headers()
        with suppress(OSError, HTTPException):
            while piece := answer.read1(PIECE):
                self.wfile.write(piece)
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        return
