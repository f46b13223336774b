"""A laptop that has been used once, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.terminal.programmes import app


@pytest.fixture(scope="session")
def used_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first run is behind it, and everything that the starter pack has is there."""
    home = tmp_path_factory.mktemp("used")
    with app(home) as terminal:
        terminal.wait_for("⏎ starts", "synced")
        terminal.press("enter")
        terminal.wait_gone("⏎ starts")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    return home


@pytest.fixture
def laptop(used_once: Path, tmp_path: Path) -> Path:
    """A copy of that laptop's files, for one test."""
    return Path(shutil.copytree(used_once, tmp_path / "laptop"))
