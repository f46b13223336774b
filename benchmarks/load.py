"""Requests to a server over a few connections that are kept, each asking again as soon as it was answered.

It shares the cores with what it measures, so it does as little as it can: one system call to wait, one to read, one to ask."""

import selectors
import socket
import time

CONNECTIONS = 8
MOST_BYTES = 1 << 20
END_OF_HEADERS, LENGTH, LINE_END = b"\r\n\r\n", b"content-length: ", b"\r"


class _Asking:
    """One connection, and how many bytes of its answer are still to come."""

    def __init__(self, port: int, request: bytes, buffer: bytearray) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request = request
        self._buffer = buffer
        self._missing = 0
        self.ask()

    def ask(self) -> None:
        self.socket.send(self._request)

    def is_answered(self) -> bool:
        """Read what has come; whether the answer is whole."""
        got = self.socket.recv_into(self._buffer)
        if not self._missing:
            self._missing = self._whole(got)
        self._missing -= got
        return not self._missing

    def _whole(self, got: int) -> int:
        """The length of the answer that begins in the buffer."""
        head = self._buffer.find(END_OF_HEADERS, 0, got)
        start = self._buffer.find(LENGTH, 0, head)
        if head < 0 or start < 0 or not self._buffer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"The server refused: {bytes(self._buffer[: min(got, 300)])!r}")
        end = self._buffer.find(LINE_END, start, head + 1)
        return head + len(END_OF_HEADERS) + int(self._buffer[start + len(LENGTH) : end])


def answers_per_second(port: int, path: str, token: str, seconds: float) -> float:
    """How many whole answers with status 200 came in a second."""
    request = f"GET {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    selector, buffer = selectors.DefaultSelector(), bytearray(MOST_BYTES)
    connections = [_Asking(port, request, buffer) for _ in range(CONNECTIONS)]
    for each in connections:
        selector.register(each.socket, selectors.EVENT_READ, each)
    answered, started = 0, time.perf_counter()
    while (now := time.perf_counter()) < started + seconds:
        for key, _ in selector.select(1):
            if key.data.is_answered():
                answered += 1
                key.data.ask()
    for each in connections:
        each.socket.close()
    return answered / (now - started)
