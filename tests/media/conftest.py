"""Players on a machine that may be slow."""

import pytest

from trainhub_tui.media import mpv


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A player has time to begin."""
    monkeypatch.setattr(mpv, "ANSWER_SECONDS", 60.0)
