"""A home that belongs to somebody else: what can be read is read, and what cannot be is a sentence (I14)."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOW, hub_with
from trainhub_core.operations import RegisterWebinar

ROOT = Path(__file__).parents[2]
SEAT = RegisterWebinar(webinar_id="advanced-referrals", at=NOW)
READ_ONLY = """
import os, sys
from pathlib import Path
import tempfile
from tests.builders import NOW, hub_with, still
from trainhub_core.operations import RegisterWebinar
from trainhub_tui.config import Config
from trainhub_tui.hub import CannotSave, Hub
from trainhub_tui.paths import Paths
with tempfile.TemporaryDirectory() as folder:  # whatever is imported late is imported before rights are given up
    warm = hub_with(home=Path(folder))
    warm.do(RegisterWebinar(webinar_id="new-one", at=NOW))
    warm.home(), warm.close(), Path(folder).as_uri()
if os.geteuid() == 0:
    os.setuid(65534)
home = Path(sys.argv[1])
hub = Hub.open(Paths.under(home), Config(zone="UTC"), offline=True, clock=still())
shown = hub.home()
try:
    hub.do(RegisterWebinar(webinar_id="new-one", at=NOW))
    print("saved")
except CannotSave as refusal:
    print("refused:", refusal.sentence)
print("read only:", hub.status().read_only, hub.status().sentence)
print("waiting:", len(hub.outbox()), "home:", shown is not None)
hub.close()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for another user to read. Not in pytest's, which every run that starts closes to other users again."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "laptop"


def _as_another_user(home: Path) -> str:
    said = subprocess.run([sys.executable, "-c", READ_ONLY, str(home)], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "refused: The folder of trainhub cannot be" in said.stdout
    assert "read only: True The folder" in said.stdout
    return said.stdout


@pytest.mark.skipif(os.name != "posix", reason="folders are read-only by permission on POSIX")
@pytest.mark.parametrize("filled", [True, False], ids=["with data", "empty"])
def test_a_read_only_home_can_be_read(home: Path, filled: bool) -> None:
    home.mkdir()
    if filled:
        hub = hub_with(home=home)
        hub.do(SEAT)
        hub.close()
    folders = [*[it for it in home.rglob("*") if it.is_dir()], home]
    for it in home.rglob("*"):
        it.chmod(0o555 if it.is_dir() else 0o444)
    home.chmod(0o555)
    try:
        assert f"waiting: {int(filled)} home: {filled}" in _as_another_user(home)
    finally:
        for folder in reversed(folders):
            folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become another user, who may not enter")
def test_a_home_that_may_not_be_entered_is_a_sentence(home: Path) -> None:
    """I14: whose folder it is, it is no traceback."""
    home.mkdir(0o700)
    assert "waiting: 0 home: False" in _as_another_user(home)
