"""The least that holds connections open: greets each, gives a sign of life every twenty seconds, tells all of them when a line comes in."""

import asyncio
import sys

HELLO = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-store\r\n\r\n"
    b"event: hello\ndata: {}\nid: 12345678.1234.1234567890123\n\n"
)
CHANGES = b'event: changes\ndata: {"kinds":["webinar"],"spread":10.0}\nid: 12345678.1234.1234567890124\n\n'
BEAT = b":\n\n"
ROUND_SECONDS, STEPS = 20.0, 20


class Bare(asyncio.Protocol):
    """One connection."""

    def __init__(self, everybody: list[asyncio.Transport]) -> None:
        self._everybody = everybody

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, _: bytes) -> None:
        self._transport.write(HELLO)
        self._everybody.append(self._transport)


async def main() -> None:
    """Prints its port; ends when its input does."""
    loop = asyncio.get_running_loop()
    everybody: list[asyncio.Transport] = []
    server = await loop.create_server(lambda: Bare(everybody), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = loop.run_in_executor(None, _read, loop, everybody)
    step = 0
    while not ended.done():
        await asyncio.sleep(ROUND_SECONDS / STEPS)
        _write(everybody[step::STEPS], BEAT)
        step = (step + 1) % STEPS


def _read(loop: asyncio.AbstractEventLoop, everybody: list[asyncio.Transport]) -> None:
    for _ in sys.stdin:
        loop.call_soon_threadsafe(_write, everybody, CHANGES)


def _write(to: list[asyncio.Transport], word: bytes) -> None:
    for each in to:
        each.write(word)


if __name__ == "__main__":
    asyncio.run(main())
