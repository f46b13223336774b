"""One client's event stream. It costs the task that its request has anyway; while something is sent, a second one."""

import asyncio
from collections.abc import Callable, Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from trainhub_server.callers import Held
from trainhub_server.events import wire
from trainhub_server.events.wire import News
from trainhub_server.repositories.changes import Place

SLOW, TOO_SLOW = 2, 3
"""Rounds of signs of life that find the same thing still being sent: nothing more is kept for them, they are cut off."""
LAST_WORD_SECONDS = 1.0
CUT = "trainhub.cut"
"""Where the request's scope holds what breaks its connection off, where its server gives that."""
START: Mapping[str, object] = {"type": "http.response.start", "status": 200, "headers": wire.HEADERS}
DROPPED = wire.last("dropped", "You did not read what you were told; the stream ends. Ask for what changed, and come again.", 60)


class Stream(Response):
    """See the module. What it was not able to send yet is one piece of news, into which all that follows is joined.

    `left` is called once, when it is over."""

    background = None

    def __init__(self, held: Held, left: Callable[["Stream"], None]) -> None:
        self.held = held
        self._greeting = b""
        self._told = Place()
        self._left = left
        self._send: Send | None = None
        self._cut: Callable[[], None] = lambda: None
        self._news: News | None = None
        self._beats = False
        self._sending: asyncio.Task[None] | None = None
        self._stuck = 0
        self._last = b""
        self._life: asyncio.Timeout | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._cut = scope.get(CUT, self._cut)
        try:
            scope["headers"].clear()  # nobody reads them again, and this lasts for days
            await send(dict(START))
            await send(_body(self._greeting))
            self._send = send
            await self._live(receive)
        except TimeoutError:
            self._stop_sending()
            await self._say_last(send)
        finally:
            self._left(self)
            self._stop_sending()

    def begin(self, cursor: str, place: Place) -> None:
        """Where the client stands, who knows everything up to there."""
        self._greeting = wire.hello(cursor)
        if self._news is None or (self._news.kinds and self._news.place <= place):
            self._news, self._told = None, place

    def tell(self, news: News, anyway: bool = False) -> None:
        """There is news; not told where something as far or further was. Never waits."""
        if not self._last and (anyway or self._is_new(news)):
            self._told = news.place
            self._news = self._news.joined(news) if self._news else news
            self._go_on()

    def beat(self) -> None:
        """A sign of life, so that nothing between here and there takes the stream for dead; a moment to see who does not read."""
        if self._sending is None:
            self._beats = True
            self._go_on()
            return
        self._stuck += 1
        if self._stuck >= SLOW:
            self._news, self._last = None, self._last or DROPPED
        if self._stuck >= TOO_SLOW:
            self._cut()

    def end(self, word: bytes) -> None:
        """End it with this word."""
        self._last = self._last or word
        life, self._life = self._life, None
        if life:
            life.reschedule(0)

    def _is_new(self, news: News) -> bool:
        """Who was told of a place reads everything before it, too. Without kinds it may be another feed, and is always new."""
        return not news.kinds or news.place > self._told

    async def _live(self, receive: Receive) -> None:
        """Until the client leaves. Raises TimeoutError when it is to end."""
        async with asyncio.timeout(0 if self._last else None) as self._life:
            self._go_on()
            while (await receive())["type"] != "http.disconnect":
                continue
            self._life = None

    def _go_on(self) -> None:
        if self._send and self._sending is None and (self._news or self._beats):
            self._sending = asyncio.get_running_loop().create_task(self._sent(self._send))

    async def _sent(self, send: Send) -> None:
        """Send until nothing is left to send; waits for as long as the client's end is full."""
        while self._news or self._beats:
            word = self._news.told if self._news else wire.HEARTBEAT
            self._news, self._beats, self._stuck = None, False, 0
            await send(_body(word))
        self._sending = None
        if self._last:
            self.end(self._last)

    def _stop_sending(self) -> None:
        if self._sending:
            self._sending.cancel()

    async def _say_last(self, send: Send) -> None:
        try:
            async with asyncio.timeout(LAST_WORD_SECONDS):
                await send({"type": "http.response.body", "body": self._last, "more_body": False})
        except TimeoutError:
            self._cut()


def _body(word: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": word, "more_body": True}
