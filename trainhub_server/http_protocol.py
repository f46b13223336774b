"""HTTP from strangers: uvicorn's protocol with limits on how many come, how long a head takes and how large it is.

Measured on uvicorn 0.54, whose protocol has none of these; tests/server/test_strangers.py fails when one stops to hold."""

from asyncio import TimerHandle, Transport

from trainhub_core.models.wire import Problem
from trainhub_server.problems import MEDIA_TYPE
from trainhub_server.protocol import Cuttable

MOST_HEAD_BYTES = 64 * 1024
MOST_AT_ONCE = 256 * 1024  # what the event loop reads at once: a head may begin at its end, behind another request's body
LATE = Problem(type="/problems/late", title="Too late", status=408, detail="The request did not come in time; send it again.")
LARGE = Problem(
    type="/problems/large-head",
    title="Head too large",
    status=431,
    detail=f"The address and the headers of a request may be {MOST_HEAD_BYTES // 1024} kB at most.",
)
FULL = Problem(type="/problems/busy", title="Service unavailable", status=503, detail="The server is full; try again in a moment.")
UNREADABLE = Problem(type="/problems/unreadable", title="Bad request", status=400, detail="This is not HTTP as it should be.")


class Protocol(Cuttable):
    """One connection. `limits` are set on a class for each server.

    Slots, because with them in its dictionary it would have one attribute more than Python shares the names of: 1.3 kB each."""

    __slots__ = ("_head_bytes", "_in_head", "_late")
    connections_at_most = 1000
    header_seconds = 10.0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._in_head, self._head_bytes = True, 0
        self._late: TimerHandle | None = None
        if len(self.connections) > self.connections_at_most:
            self._refuse(FULL)
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._refuse(LARGE)
            elif self._late is None:
                self._wait()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, -MOST_AT_ONCE

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """What is answered before its body has come is not waited for as long as its sender likes."""
        super().on_response_complete()
        if self.cycle.more_body and not self._in_head and not self.transport.is_closing():
            self._stop_waiting()
            self._late = self.loop.call_later(self.header_seconds, self.transport.close)

    def send_400_response(self, msg: str) -> None:
        self._refuse(UNREADABLE)

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.header_seconds, self._refuse, LATE)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _refuse(self, problem: Problem) -> None:
        """Say why, unless an answer is under way on this connection, and close it."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            body = problem.model_dump_json().encode()
            head = f"HTTP/1.1 {problem.status} {problem.title}\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            self.transport.write(f"{head}connection: close\r\nretry-after: 2\r\n\r\n".encode() + body)
        self.transport.close()


def limited(connections: int, header_seconds: float) -> type[Protocol]:
    """The protocol with these limits."""
    return type("LimitedProtocol", (Protocol,), {"connections_at_most": connections, "header_seconds": header_seconds})
