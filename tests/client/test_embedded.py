"""Solo mode on the real server: a child on a private socket that comes back when it dies and ends when the app does."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.client.windows import bookmark
from trainhub_tui.config import Config
from trainhub_tui.embedded import Embedded
from trainhub_tui.hub import Hub, SyncKind
from trainhub_tui.paths import Paths
from trainhub_tui.throwaway import Throwaway, sweep_throwaways
from trainhub_tui.troubles import ServerTrouble

ROOT = Path(__file__).parents[2]
SERVER = "trainhub_server"


def solo(home: Path) -> Hub:
    return Hub.open(Paths.under(home), Config(zone="Europe/Berlin", name="Ada Partner"))


def children(home: Path, of: int | None = None) -> list[psutil.Process]:
    """The servers inside that this process (or another) has started for what is under `home`; other tests may have some of their own."""
    return [it for it in psutil.Process(of).children() if _is_of(home, it)]


def _is_of(home: Path, process: psutil.Process) -> bool:
    words = process.cmdline()
    return SERVER in words and any(word.startswith(str(home)) for word in words)


def until(said: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_a_fresh_laptop_learns_the_starter_pack_and_works_on(tmp_path: Path) -> None:
    """Walk 1 and 2 below the screens, with the second window and a killed server on the way (I16)."""
    hub, second = solo(tmp_path), solo(tmp_path)
    assert hub.home() is None
    assert hub.sync_now().kind is SyncKind.SYNCED, hub.status()
    home = hub.home()
    assert home is not None and home.learner_name == "Ada Partner" and home.path is not None
    hub.do(bookmark(hub, next(iter(hub.catalogue().courses))))
    assert second.sync_now().kind is SyncKind.SYNCED
    assert second.status().pending == 0 and len(second.state().bookmarks) == 1

    (server, *_) = children(tmp_path)
    server.kill()
    server.wait(60)
    hub.do(bookmark(hub, "another"))
    hub.sync_now()
    assert hub.sync_now().pending == 0
    lesson = next(it for it in hub.catalogue().courses[home.path.modules[0].id].lessons if it.required)
    text = hub.lesson_text(lesson.id)
    assert text is not None and len(text.text) > 500, "the next lesson can be read offline"
    hub.close()
    second.close()
    assert children(tmp_path) == []


def test_the_server_ends_with_its_killed_parent(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from trainhub_tui.hub import Hub; from trainhub_tui.paths import Paths\n"
        "hub = Hub.open(Paths.under(Path(sys.argv[1]))); hub.sync_now(); print('up', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout and parent.stdout.readline() == b"up\n"
    (server,) = children(tmp_path, parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(60)
    until(lambda: not server.is_running() or server.status() == psutil.STATUS_ZOMBIE)
    parent.stdout.close()


def test_the_demo_is_thrown_away(tmp_path: Path) -> None:
    hub = Hub.open(Paths.under(tmp_path), Config(zone="Europe/Berlin"), demo=True)
    folder = hub.folder
    hub.sync_now()
    home = hub.home()
    assert home is not None and home.tiles.courses > 0
    hub.close()
    assert not folder.exists() and not (tmp_path / "data").exists()


def test_a_killed_demo_is_swept_away_and_a_living_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill -9 leaves the folder of a demo; the next server to start removes it, and nothing that lives or is no demo's."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    living = Throwaway()
    code = "import sys; from trainhub_tui.throwaway import Throwaway; print(Throwaway().folder, flush=True); sys.stdin.read()"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    killed = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )
    assert killed.stdin and killed.stdout
    left = Path(killed.stdout.readline().strip())
    sweep_throwaways()
    assert left.exists(), "its window lives"
    killed.kill()
    killed.wait(60)
    killed.stdin.close()
    killed.stdout.close()
    being_made, old, other = tmp_path / "trainhub-demo-new", tmp_path / "trainhub-demo-old", tmp_path / "trainhub-demo-file"
    being_made.mkdir()
    old.mkdir()
    other.write_text("not a folder")
    os.utime(old, (0, 0))
    embedded = Embedded(tmp_path / "data", "Ada", "UTC")
    embedded.address()
    embedded.close()
    assert {it.name for it in tmp_path.glob("trainhub-demo-*")} == {living.folder.name, being_made.name, other.name}
    living.remove()
    assert not living.folder.exists()


def test_what_a_restored_database_forgot_is_sent_again(tmp_path: Path) -> None:
    """I1, I7: the file of solo's server put back from a backup, used on until its numbers have overtaken what this laptop had heard."""
    hub = solo(tmp_path)
    hub.sync_now()
    database, backup = Paths.under(tmp_path).solo_server / "hub.db", tmp_path / "backup.db"
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
    kept, also_kept = list(hub.catalogue().courses)[:2]
    hub.do(bookmark(hub, kept))
    assert hub.sync_now().pending == 0
    hub.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    shutil.copy(backup, database)
    (other := solo(tmp_path / "other")).close()
    shutil.rmtree(other.paths.solo_server, ignore_errors=True)
    shutil.copytree(database.parent, other.paths.solo_server)
    other = solo(tmp_path / "other")
    for _ in range(3):
        other.do(bookmark(other, also_kept))
        other.sync_now()
    other.close()
    shutil.rmtree(database.parent)
    shutil.copytree(other.paths.solo_server, database.parent)
    hub = solo(tmp_path)
    hub.sync_now()
    assert hub.sync_now().pending == 0
    assert {it.object for it in hub.state().bookmarks.values() if it.on} == {kept, also_kept}
    hub.snapshot.replace([], "", hub.snapshot.mark[1])  # only what the server has
    hub.sync_now()
    assert {it.object for it in hub.state().bookmarks.values() if it.on} == {kept, also_kept}
    hub.close()


def test_off_the_network_the_hub_inside_works_as_ever(tmp_path: Path) -> None:
    """--offline: the server inside is no network; a named one is."""
    hub = Hub.open(Paths.under(tmp_path), Config(zone="Europe/Berlin"), offline=True)
    assert not hub.stays_off
    assert hub.sync_now().kind is SyncKind.SYNCED and hub.home() is not None
    hub.close()
    named = Hub.open(Paths.under(tmp_path), Config(zone="Europe/Berlin"), server="https://training.example.org", token="t", offline=True)
    assert named.stays_off and named.sync_now().kind is SyncKind.OFFLINE
    named.close()


@pytest.mark.skipif(os.name != "posix", reason="Unix sockets")
def test_the_socket_is_private_and_its_path_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("long" * 30)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    embedded = Embedded(tmp_path / "data", "Ada", "UTC")
    address = embedded.address()
    assert address.socket is not None and len(address.socket) < 100
    folder = Path(address.socket).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert address.token not in " ".join(children(tmp_path)[0].cmdline())
    assert embedded.address() == address, "it is not started twice"
    embedded.close()
    assert not folder.exists()
    with pytest.raises(ServerTrouble, match="closing"):
        embedded.address()


def test_a_server_that_does_not_start_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    hub = solo(tmp_path)
    status = hub.sync_now()
    assert status.kind is SyncKind.TROUBLE and "does not start" in status.sentence
    used = namedtuple("used", "total used free")
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: used(10_000_000, 10_000_000, 0))
        hub._running().sync._patience.hurry()
        assert hub.sync_now().sentence == "The hub's own server does not start: the disk is full. Free some space.", "its log stays empty"
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    hub._running().sync._patience.hurry()
    assert "cannot be started" in hub.sync_now().sentence
    hub.close()
