"""Opening the section pages in tests."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.app.driving import press, seen, workers_end
from trainhub_core.models.learning import EventType
from trainhub_core.operations import operation_from
from trainhub_tui.app import TrainhubApp
from trainhub_tui.hub import Hub

SIZE = (120, 40)


@asynccontextmanager
async def at_page(hub: Hub, *keys: str, page: tuple[str, ...] = (), size: tuple[int, int] = SIZE) -> AsyncIterator[Pilot[int]]:
    """The app on this hub, on the page of this name, after these keys."""
    app = TrainhubApp(hub)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if page:
            app.open(*page)
            await settle(pilot)
        await press(pilot, *keys)
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[int]) -> None:
    """Wait until nothing moves: threads done, messages handled."""
    for _ in range(3):
        await pilot.pause()
        await workers_end(pilot.app)
    await pilot.pause()


def page_of(pilot: Pilot[int]) -> str:
    """What a person sees."""
    assert isinstance(pilot.app, TrainhubApp)
    return seen(pilot.app)


def words_of(pilot: Pilot[int]) -> str:
    """What a person reads, without frames, hatches and line breaks."""
    return " ".join(re.sub("[│╭╮╰╯─━╸╱▌]", " ", page_of(pilot)).split())


def line_of(pilot: Pilot[int], words: str) -> str:
    """The first line on the screen that has these words."""
    return next((line for line in page_of(pilot).splitlines() if words in line), "")


def journalled(hub: Hub) -> list[str]:
    """What was written down to be sent, as `kind` or `kind/event`, first to last."""
    kinds = []
    for entry in hub.journal.pending():
        operation = operation_from(entry.operation)
        event = getattr(operation, "event", None)
        kinds.append(f"{operation.kind}/{event.type}" if event else operation.kind)
    return kinds


def told(hub: Hub, kind: EventType) -> list[object]:
    """The learning events of this type that were written down."""
    operations = (operation_from(entry.operation) for entry in hub.journal.pending())
    return [event for operation in operations if (event := getattr(operation, "event", None)) and event.type is kind]
