"""The app on a machine that may be slow: what ends by the clock in front of a person stays until the test has seen it."""

import pytest

from tests.app.driving import wait_whole
from trainhub_tui.app import TrainhubApp
from trainhub_tui.media import mpv
from trainhub_tui.screens import page


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences stay, keys wait for what they are for, a player has time to begin, and pauses are whole."""
    wait_whole(monkeypatch)
    monkeypatch.setattr(TrainhubApp, "NOTIFICATION_TIMEOUT", 600.0)
    monkeypatch.setattr(page, "LONGEST_WAIT", 60.0)
    monkeypatch.setattr(mpv, "ANSWER_SECONDS", 60.0)
