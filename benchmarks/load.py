"""Requests to a server over a few connections that are kept, each asking again as soon as it was answered.

It shares the cores with what it measures, so it does as little as it can: one system call to wait, one to read, one to ask."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator
from itertools import repeat

CONNECTIONS = 8
WAITING = 64
"""Connections where requests come at a rate of their own: as many can wait at once."""
MOST_BYTES = 1 << 20
END_OF_HEADERS, LENGTH, LINE_END = b"\r\n\r\n", b"content-length: ", b"\r"


class _Asking:
    """One connection, and how many bytes of its answer are still to come."""

    def __init__(self, port: int, requests: Iterator[bytes], buffer: bytearray) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = requests
        self._buffer = buffer
        self._missing = 0
        self.asked = 0.0

    def ask(self) -> None:
        self.socket.send(next(self._requests))

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


def get(path: str, token: str) -> bytes:
    """A request for this path."""
    return f"GET {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def post(path: str, token: str, key: str, body: bytes) -> bytes:
    """A change, under its key."""
    head = f"POST {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def answers_per_second(port: int, path: str, token: str, seconds: float) -> float:
    """How many whole answers with status 200 came in a second to one request, asked again and again."""
    return rate_of(port, repeat(get(path, token)), seconds)


def rate_of(port: int, requests: Iterator[bytes], seconds: float) -> float:
    """How many whole answers with status 200 came in a second, each connection asking the next one as soon as it was answered."""
    selector, connections = _opened(port, requests, CONNECTIONS)
    for each in connections:
        each.ask()
    answered, started = 0, time.perf_counter()
    while (now := time.perf_counter()) < started + seconds:
        for key, _ in selector.select(1):
            if key.data.is_answered():
                answered += 1
                key.data.ask()
    _close(selector, connections)
    return answered / (now - started)


def latencies_at(port: int, requests: Iterator[bytes], per_second: float, seconds: float) -> list[float]:
    """Milliseconds until each answer, asked for at this rate whether or not others were answered: from when it was due, not from when it
    was sent, so that a server that stands still is not spared what it kept waiting."""
    selector, connections = _opened(port, requests, WAITING)
    idle, found, due = deque(connections), [], time.perf_counter()  # each in its turn: the server closes those that stand idle
    end = due + seconds
    while due < end or len(idle) < len(connections):
        now = time.perf_counter()
        while due <= now and due < end and idle:
            asking = idle.popleft()
            asking.asked = due
            asking.ask()
            due += 1 / per_second
        wait = max(0.0, due - now) if idle and due < end else 1.0
        for key, _ in selector.select(wait):
            if key.data.is_answered():
                found.append((time.perf_counter() - key.data.asked) * 1000)
                idle.append(key.data)
    _close(selector, connections)
    return found


def _opened(port: int, requests: Iterator[bytes], count: int) -> tuple[selectors.BaseSelector, list[_Asking]]:
    selector, buffer = selectors.DefaultSelector(), bytearray(MOST_BYTES)
    connections = [_Asking(port, requests, buffer) for _ in range(count)]
    for each in connections:
        selector.register(each.socket, selectors.EVENT_READ, each)
    return selector, connections


def _close(selector: selectors.BaseSelector, connections: list[_Asking]) -> None:
    for each in connections:
        each.socket.close()
    selector.close()
