"""Many connections that listen, in one thread with one selector."""

import selectors
import socket
import time
from collections.abc import Sequence
from types import TracebackType

AT_ONCE = 100
PATIENCE = 120.0


class Listeners:
    """Use as a context: inside, every request was answered and greeted; at the end all connections are closed."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self._selector = selectors.DefaultSelector()
        self._sockets: list[socket.socket] = []
        self._heard: set[int] = set()
        for start in range(0, len(requests), AT_ONCE):
            for request in requests[start : start + AT_ONCE]:
                self._open(port, request)
            self.until_all_heard(b"hello", anew=False)

    def __enter__(self) -> "Listeners":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for each in self._sockets:
            each.close()
        self._selector.close()

    def until_all_heard(self, word: bytes, anew: bool = True) -> float:
        """Read until every one has been sent this word (since now, when `anew`); when that was."""
        if anew:
            self._heard.clear()
        end = time.perf_counter() + PATIENCE
        while len(self._heard) < len(self._sockets):
            if time.perf_counter() > end:
                raise RuntimeError(f"{len(self._sockets) - len(self._heard)} of {len(self._sockets)} never heard {word!r}")
            self._read(1.0, word)
        return time.perf_counter()

    def read_for(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left, b"")

    def _open(self, port: int, request: bytes) -> None:
        opened = socket.create_connection(("127.0.0.1", port))
        opened.sendall(request)
        opened.setblocking(False)
        self._sockets.append(opened)
        self._selector.register(opened, selectors.EVENT_READ)

    def _read(self, seconds: float, word: bytes) -> None:
        for key, _ in self._selector.select(seconds):
            got = key.fileobj.recv(65_536) if isinstance(key.fileobj, socket.socket) else b""
            if not got or b"HTTP/1.1 4" in got or b"HTTP/1.1 5" in got:
                raise RuntimeError(f"A stream was not given, or ended: {got[:300]!r}")
            if word and word in got:
                self._heard.add(key.fd)
