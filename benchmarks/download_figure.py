"""1 GiB through the hub against curl and sha256sum, from the same server process on loopback."""

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition

from benchmarks.figures import Figure, in_turn
from tests.terminal.own_server import write_pack
from tests.terminal.programmes import Programme
from trainhub_core.models.library import Resource, ResourceGroup
from trainhub_core.operations import ROOT
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths

SIZE = 2**30
BLOCK = 2**24
PATIENCE = 120.0
AIM = 1.3


def download(rounds: int) -> Iterator[Figure]:
    """Wall time until the file is there whole, its hash checked."""
    few = max(1, min(3, rounds // 4))
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        hash_ = _big_file(folder / "server" / "files")
        with Programme(folder / "server", _pack(folder / "pack", hash_)) as programme:
            turns = count()
            ours, curl = in_turn(
                few,
                lambda: _by_hub(programme, folder / f"home-{next(turns)}"),
                lambda: _by_curl(programme, folder / "by-curl", hash_),
            )
    yield Figure("download of 1 GiB, against curl and sha256sum", ours[0], curl[0], "s", AIM)


def _by_hub(programme: Programme, home: Path) -> tuple[float]:
    moved = Condition()

    def told() -> None:
        with moved:
            moved.notify_all()

    hub = Hub.open(Paths.under(home), Config(zone="UTC", quota=2 * SIZE), server=programme.url, token=programme.token)
    try:
        hub.sync_now()
        hub.start(told)
        started = time.perf_counter()
        hub.download("big")
        with moved:
            if not moved.wait_for(lambda: "big" in hub.here(), PATIENCE):
                raise RuntimeError(f"The download did not end: {hub.downloads()}")
        return (time.perf_counter() - started,)
    finally:
        hub.close()
        shutil.rmtree(home)


def _by_curl(programme: Programme, target: Path, hash_: str) -> tuple[float]:
    asked = urllib.request.Request(f"{programme.url}{ROOT}/resources/big/download", headers={"Authorization": f"Bearer {programme.token}"})
    started = time.perf_counter()
    with urllib.request.urlopen(asked) as answer:
        url = json.load(answer)["url"]
    subprocess.run(["curl", "--silent", "--fail", "--output", target, programme.url + url], check=True)
    found = subprocess.run(["sha256sum", target], check=True, capture_output=True, text=True).stdout
    taken = time.perf_counter() - started
    if not found.startswith(hash_):
        raise RuntimeError("curl fetched something else")
    target.unlink()
    return (taken,)


def _big_file(files: Path) -> str:
    """A file of `SIZE` bytes where the server keeps it, by its hash."""
    files.mkdir(parents=True)
    digest = sha256()
    with (files / "big").open("wb") as out:
        for _ in range(SIZE // BLOCK):
            block = os.urandom(BLOCK)
            digest.update(block)
            out.write(block)
    hash_ = digest.hexdigest()
    (files / hash_[:2]).mkdir()
    (files / "big").replace(files / hash_[:2] / hash_)
    return hash_


def _pack(folder: Path, hash_: str) -> Path:
    big = Resource(
        id="big",
        title="Big",
        group="documents",
        category="tools",
        format="Recording",
        media_type="application/octet-stream",
        name="big.bin",
        size=SIZE,
        sha256=hash_,
    )
    return write_pack(folder, [ResourceGroup(id="documents", title="Documents"), big])
