"""The app on a machine that may be slow: what ends by the clock in front of a person stays until the test has seen it."""

import gc
from collections.abc import Iterator
from itertools import count

import pytest

from tests.app.driving import wait_whole
from trainhub_tui.app import TrainhubApp
from trainhub_tui.media import mpv
from trainhub_tui.screens import page

APPS = 25
"""Ended ones that are cleared away together: looking for them takes a while."""
_ended = count(1)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences stay, keys wait for what they are for, a player has time to begin, and pauses are whole."""
    wait_whole(monkeypatch)
    monkeypatch.setattr(TrainhubApp, "NOTIFICATION_TIMEOUT", 600.0)
    monkeypatch.setattr(page, "LONGEST_WAIT", 60.0)
    monkeypatch.setattr(mpv, "ANSWER_SECONDS", 60.0)


@pytest.fixture(autouse=True)
def apps_go() -> Iterator[None]:
    """A process has one app, and keeps what it has frozen. Here many follow each other, each with files that are open."""
    yield
    if next(_ended) % APPS == 0:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
