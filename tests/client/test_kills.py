"""kill -9, as often as it takes: what was acknowledged is on the server once, and nothing else is (I1, I2, I6)."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import resource
from tests.client.fault_server import FaultServer
from tests.client.file_faults import attach, content
from tests.client.test_downloads import is_done, until
from tests.client.windows import Laptop, Time
from trainhub_tui.hub import SyncKind

KILLS = 200 if os.environ.get("CI") else 10
SEED = int(os.environ.get("TRAINHUB_SEED", "20250126"))
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(900)


@dataclass
class Nursery:
    """Starts windows, and kills them."""

    process: subprocess.Popen[str]
    home: Path
    count: int = 0

    def kill_one(self, task: str, seconds: float) -> None:
        """A window that does this, killed so long after it has begun."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{self.count} {task}\n")
        self.process.stdin.flush()
        said, child = self.process.stdout.readline().split()
        assert int(said) == self.count
        _wait_for(self.home / f"{self.count}.log")
        time.sleep(seconds)  # the moment of death is what is tried
        os.kill(int(child), signal.SIGKILL)
        self.count += 1


@pytest.fixture
def nursery(server: FaultServer, tmp_path: Path) -> Iterator[Nursery]:
    if not hasattr(os, "fork"):
        pytest.skip("kill -9 and fork are of POSIX")
    print(f"seed {SEED}; TRAINHUB_SEED replays it")
    home = tmp_path / "laptop"
    home.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.client.nursery", str(home), server.url, "token-ada"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield Nursery(process, home)
    finally:
        assert process.stdin and process.stdout
        os.killpg(process.pid, signal.SIGKILL)  # with a window that a test which failed has left
        process.wait(60)
        process.stdin.close()
        process.stdout.close()


def test_nothing_acknowledged_is_lost_or_doubled_by_kills(server: FaultServer, nursery: Nursery) -> None:
    chance, home = random.Random(SEED), nursery.home
    for _ in range(KILLS):
        server.script.extend(chance.choices(("online", "reply lost", "503", "request lost", "500"), (30, 6, 1, 3, 1), k=6))
        nursery.kill_one(str(chance.randrange(1 << 30)), chance.uniform(0.0, 0.25))
    acknowledged = [line for file in home.glob("*.log") for line in file.read_text().splitlines()]
    server.script.clear()
    hub = Laptop(home, server, time=Time()).open()
    for _ in range(2):
        hub.sync_now()
    status, account = hub.status(), server.accounts["ada"]
    assert (status.kind, status.pending, status.refused) == (SyncKind.SYNCED, 0, 0)
    assert set(acknowledged) <= account.state.bookmarks.keys(), "lost"
    assert all(count == 1 for count in account.effects.values()), "doubled"
    effects = Counter(entity for entity, keys in account.order.items() for _ in keys)
    assert all(count == 1 for count in effects.values())
    # one that was on the disk when the kill came between the commit and the acknowledgement is sent, too
    assert len(acknowledged) <= len(effects) <= len(acknowledged) + KILLS
    assert hub.state().bookmarks == account.state.bookmarks
    hub.close()
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged, {len(effects)} effects, {sum(server.sends.values())} sends")


def test_a_download_killed_again_and_again_comes_out_right(server: FaultServer, nursery: Nursery) -> None:
    """LIB-2: and nothing half-written is ever there under its final name."""
    chance, done = random.Random(SEED), 0
    account = server.accounts["ada"]
    for number in range(KILLS):
        id_, data = f"file-{number // 5}", content(number // 5, 1_000_000)
        if number % 5 == 0:
            account.say(resource(id_, id_, data))
            served = attach(server, id_, data)
            served.pace = 0.002
        nursery.kill_one(f"get:{id_}", chance.uniform(0.0, 0.2))
        for file in nursery.home.rglob("files/*"):
            if file.is_file():
                done += 1
                assert hashlib.sha256(file.read_bytes()).hexdigest() == file.name.partition(".")[0]
    hub = Laptop(nursery.home, server, time=Time()).open()
    hub.sync_now()
    for number in range((KILLS + 4) // 5):
        id_ = f"file-{number}"
        attach(server, id_, content(number, 1_000_000))
        hub.resume(id_)
        until(is_done(hub, id_))
        found = hub.file_of(id_)
        assert found is not None and found.read_bytes() == content(number, 1_000_000)
    hub.close()


def _wait_for(file: Path) -> None:
    until = time.monotonic() + 60
    while not (file.exists() and file.stat().st_size):
        assert time.monotonic() < until, "the window did not come up"
        time.sleep(0.002)
