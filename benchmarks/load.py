"""Requests to a server over a few connections that are kept, each asking again as soon as it was answered."""

import selectors
import socket
import time

CONNECTIONS = 8
END_OF_HEADERS = b"\r\n\r\n"


class _Asking:
    """One connection and the answer that is coming in on it."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request = request
        self._got = b""
        self.ask()

    def ask(self) -> None:
        self._got = b""
        self.socket.sendall(self._request)

    def is_answered(self) -> bool:
        """Read what has come; whether the answer is whole."""
        self._got += self.socket.recv(262_144)
        head, mark, body = self._got.partition(END_OF_HEADERS)
        if not mark:
            return False
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"The server refused: {self._got[:300]!r}")
        lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        return len(body) >= int(lengths[0])


def answers_per_second(port: int, path: str, token: str, seconds: float) -> float:
    """How many whole answers with status 200 came in a second."""
    request = f"GET {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    selector = selectors.DefaultSelector()
    connections = [_Asking(port, request) for _ in range(CONNECTIONS)]
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
