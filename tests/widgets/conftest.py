"""Widgets on a machine that may be slow."""

import pytest

from tests.app.driving import wait_whole


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_whole(monkeypatch)
