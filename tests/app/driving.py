"""Driving the app in tests: stories as plain tests, what a person sees as text, threads settled."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

import pytest
from textual._wait import wait_for_idle
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widgets._toast import Toast
from textual.worker import WorkerCancelled

from trainhub_tui.app import TrainhubApp

Given = ParamSpec("Given")
MOST_TURNS = 10_000


def story(test: Callable[Given, Coroutine[object, object, None]]) -> Callable[Given, None]:
    """An async test as a plain one."""

    @wraps(test)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return told


def wait_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause of the pilot ends when no message is on its way any more, and not when this process got no turn for so long."""
    for place in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{place}.wait_for_idle", _idle)


async def _idle(min_sleep: float = 0.02, max_sleep: float = 1.0) -> None:
    await wait_for_idle(min_sleep, max_sleep)
    loop = asyncio.get_running_loop()
    for _ in range(MOST_TURNS):
        if not loop._ready:  # type: ignore[attr-defined]  # nobody but us has anything to do
            return
        await asyncio.sleep(0)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys one by one, and wait until what they set going in threads is done."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def settle(pilot: Pilot[int]) -> None:
    """Wait until messages and threads have nothing left to do; one may set the other going."""
    app = pilot.app
    for _ in range(3):
        for pump in (app, *app.screen_stack):
            await _through(pump)
        await workers_end(app)
    await pilot.pause()


async def workers_end(app: App[int]) -> None:
    """Until no thread has anything to do; those of a page that was left are cancelled."""
    for worker in tuple(app.workers):
        with suppress(WorkerCancelled):
            await worker.wait()


async def _through(pump: MessagePump) -> None:
    """Until the messages that wait now are handled, or the page that has them was left."""
    handled = asyncio.Event()
    if pump._task and pump.call_later(handled.set):
        told = asyncio.create_task(handled.wait())
        await asyncio.wait((told, pump._task), return_when=asyncio.FIRST_COMPLETED)
        told.cancel()


def seen(app: TrainhubApp) -> str:
    """Everything on the screen, line by line."""
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


def said(app: TrainhubApp) -> list[str]:
    """The toasts that are up."""
    return [toast._notification.message for toast in app.screen.query(Toast)] or [it.message for it in app._notifications]
