"""A command line on a home of its own."""

from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine


@pytest.fixture
def trainhub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path / "trainhub", monkeypatch)
