"""A laptop that has been used once, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.programmes import Programme, app
from trainhub_tui.paths import Paths, make_private


@pytest.fixture(scope="session")
def used_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first run is behind it, and everything that the starter pack has is there."""
    return _used(tmp_path_factory.mktemp("used"))


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    """An organisation's server with the starter pack, for laptops that go off the network."""
    with Programme(tmp_path_factory.mktemp("programme")) as running:
        yield running


@pytest.fixture(scope="session")
def used_once_by_a_member(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """The same laptop as a member of the organisation has it: server and token are kept on it."""
    home = tmp_path_factory.mktemp("member")
    folder = Paths.under(home).server(programme.url)
    make_private(folder)
    (folder / "token").write_text(programme.token, "ascii")
    (home / "config.toml").write_text(f'server = "{programme.url}"\n', "utf-8")
    return _used(home)


def _used(home: Path) -> Path:
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


@pytest.fixture
def members_laptop(used_once_by_a_member: Path, tmp_path: Path) -> Path:
    """A copy of the member's, which `--offline` takes off the network."""
    return Path(shutil.copytree(used_once_by_a_member, tmp_path / "members-laptop"))
