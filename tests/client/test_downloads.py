"""LIB-2, LIB-5: downloads come out right or say why, whatever the network does; nothing half-written is ever shown as available."""

import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import resource, tell
from tests.client.fault_server import FaultServer
from tests.client.file_faults import FAULTS, Bytes, attach, content
from tests.client.windows import Laptop
from trainhub_tui.api import Api
from trainhub_tui.cache import downloads as downloads_module
from trainhub_tui.cache import transfer as transfer_module
from trainhub_tui.cache.downloads import Downloads
from trainhub_tui.cache.transfer import Transfer
from trainhub_tui.config import Config
from trainhub_tui.facts import Download, DownloadState
from trainhub_tui.hub import Hub
from trainhub_tui.troubles import Refused, ServerTrouble, Trouble

PLACES = {"first byte": 0.0, "middle": 0.5, "last byte": 1.0, "resume": 0.7}
SEED = int(os.environ.get("TRAINHUB_SEED", "20250126"))
RUNS = 2000 if os.environ.get("CI") else 60


@dataclass
class Desk:
    """A transfer without a hub: one file, fetched into one place."""

    api: Api
    folder: Path
    data: bytes
    served: Bytes
    stop_at: int | None = None
    have: int = 0

    @property
    def part(self) -> Path:
        return self.folder / "file.part"

    def fetch(self) -> None:
        def progress(have: int) -> None:
            self.have = have

        stopped = lambda: self.stop_at is not None and self.have >= self.stop_at  # noqa: E731
        transfer = Transfer(self.api, lambda: self.api.link("handbook"), self.part, progress, stopped, pause=lambda _: None)
        transfer.run(self.api.link("handbook"))


@pytest.fixture
def desk(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(transfer_module, "STEP_SECONDS", 0.0)
    data = content(1)
    api = Api(server.url, "token-ada")
    yield Desk(api, tmp_path, data, attach(server, "handbook", data))
    api.close()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_anywhere_ends_in_the_right_file_or_a_sentence(desk: Desk, fault: str, place: str) -> None:
    if place == "resume":
        desk.served.faults.append(("cut", 0.4))
    desk.served.faults.append((fault, PLACES[place]))
    trouble = _attempt(desk)
    if fault in ("gone for good", "busy"):
        assert trouble is not None and trouble.sentence.endswith(".")
        if fault == "busy":
            assert isinstance(trouble, ServerTrouble) and trouble.retry_after == 1.0
        trouble = _attempt(desk)
    assert trouble is None
    assert desk.part.read_bytes() == desk.data
    if place == "resume" and fault not in ("flipped byte", "another etag", "range ignored", "wrong range", "too long", "gone for good"):
        assert any(asked.startswith("bytes=") for asked in desk.served.ranges), "it went on where it stopped"


def _attempt(desk: Desk) -> Trouble | None:
    try:
        desk.fetch()
    except (Refused, ServerTrouble) as trouble:
        return trouble
    return None


def test_a_file_that_is_never_right_is_refused_after_two_tries(desk: Desk) -> None:
    desk.served.faults.extend([("flipped byte", 0.5)] * 9)
    trouble = _attempt(desk)
    assert trouble is not None and "checksum is wrong" in trouble.sentence
    assert not desk.part.exists() and len(desk.served.ranges) == 2


def test_a_portal_page_does_not_cost_what_is_here(desk: Desk) -> None:
    desk.served.faults.extend([("cut", 0.6), *[("html page", 0.0)] * 20])
    trouble = _attempt(desk)
    assert trouble is not None and "page of its own" in trouble.sentence
    assert desk.part.stat().st_size > 0.5 * len(desk.data)


def test_links_that_never_work_are_given_up(desk: Desk) -> None:
    desk.served.faults.extend([("expired link", 0.0)] * 9)
    trouble = _attempt(desk)
    assert trouble is not None and len(desk.served.ranges) == 3


def test_an_empty_file_is_a_file(server: FaultServer, tmp_path: Path) -> None:
    api = Api(server.url, "token-ada")
    desk = Desk(api, tmp_path, b"", attach(server, "handbook", b""))
    desk.served.serve = lambda handler: _empty(handler)  # type: ignore[method-assign]
    server.file_handler = desk.served.serve
    desk.fetch()
    assert desk.part.read_bytes() == b""
    api.close()


def _empty(handler: object) -> None:
    from tests.client.file_faults import _answer

    _answer(handler, 200, b"", {"ETag": '"empty"'})  # type: ignore[arg-type]


def test_any_run_of_faults_ends_right(desk: Desk) -> None:
    """Seeded; the seed is printed and replays it."""
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    for number in range(RUNS):
        desk.data = content(number, chance.choice((1, 700, 65_536, 200_000)))
        desk.served.data = desk.data
        server_files = desk.served
        server_files.faults.clear()
        server_files.faults.extend((chance.choice(FAULTS), chance.random()) for _ in range(chance.randrange(6)))
        _offer(desk)
        for _ in range(12):
            desk.stop_at = chance.randrange(len(desk.data) + 1) if chance.random() < 0.2 else None
            desk.have = 0
            try:
                desk.fetch()
                break
            except Trouble:
                continue
        else:
            desk.stop_at = None
            desk.fetch()
        assert desk.part.read_bytes() == desk.data, f"run {number} of seed {SEED}"
        for it in desk.folder.glob("file.part*"):
            it.unlink()


def _offer(desk: Desk) -> None:
    _SERVERS[desk.api._base_url].files["handbook"] = desk.data


_SERVERS: dict[str, FaultServer] = {}


@pytest.fixture(autouse=True)
def known_servers(server: FaultServer) -> Iterator[None]:
    _SERVERS[server.url] = server
    yield
    _SERVERS.clear()


# --- the queue, through the hub
@pytest.fixture
def hub(server: FaultServer, tmp_path: Path) -> Iterator[Hub]:
    found = with_files(server, Laptop(tmp_path, server), {"partner-handbook": content(1), "pricing-guide": content(2)})
    yield found
    found.close()


def with_files(server: FaultServer, laptop: Laptop, files: dict[str, bytes], quota: int = 100_000_000) -> Hub:
    """A hub in sync whose library has these files."""
    account = server.accounts["ada"]
    for id_, data in files.items():
        server.files[id_] = data
        account.say(resource(id_, id_.replace("-", " ").title(), data))
    by_hash = {f"/files/{_sha(data)}": Bytes(data) for data in files.values()}
    server.file_handler = lambda handler: by_hash[handler.path.partition("?")[0]].serve(handler)
    hub = laptop.open()
    hub.config = Config(zone="UTC", quota=quota)
    hub.sync_now()
    return hub


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def until(said: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for another thread."""
    end = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def of(hub: Hub, resource_id: str) -> Download:
    return next(it for it in hub.downloads() if it.resource_id == resource_id)


def is_done(hub: Hub, resource_id: str) -> Callable[[], bool]:
    return lambda: of(hub, resource_id).state is DownloadState.DONE


def test_a_download_is_there_whole_and_after_a_restart(hub: Hub, server: FaultServer, tmp_path: Path) -> None:
    hub.download("partner-handbook")
    until(is_done(hub, "partner-handbook"))
    file = hub.file_of("partner-handbook")
    assert file is not None and file.read_bytes() == content(1)
    assert hub.space().used == len(content(1))
    hub.close()
    server.stop()
    again = Laptop(tmp_path, server).open()
    assert again.file_of("partner-handbook") == file
    assert of(again, "partner-handbook").state is DownloadState.DONE
    again.close()
    server.start()


def test_a_queue_made_offline_runs_when_the_network_is_back(hub: Hub, server: FaultServer) -> None:
    server.stop()
    hub.download("partner-handbook")
    until(lambda: "cannot be reached" in of(hub, "partner-handbook").sentence)
    assert of(hub, "partner-handbook").state is DownloadState.QUEUED and hub.file_of("partner-handbook") is None
    server.start()
    hub.resume("partner-handbook")
    until(is_done(hub, "partner-handbook"))


def test_what_is_asked_for_once_more_while_it_fails_is_tried_once_more(
    hub: Hub, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LIB-2: the key comes right behind the sentence, before the one that failed has ended."""
    say = Downloads._say

    def said_and_resumed(self: Downloads, resource_id: str, state: DownloadState, sentence: str) -> None:
        say(self, resource_id, state, sentence)
        server.start()
        hub.resume(resource_id)

    monkeypatch.setattr(Downloads, "_say", said_and_resumed)
    server.stop()
    hub.download("partner-handbook")
    until(is_done(hub, "partner-handbook"))


def test_a_paused_download_goes_on_where_it_was_after_a_restart(server: FaultServer, tmp_path: Path) -> None:
    data = content(3, 3_000_000)
    laptop = Laptop(tmp_path, server)
    hub = with_files(server, laptop, {"video": data})
    served = attach(server, "video", data)
    served.faults.extend([("cut", 0.5), ("busy", 0.0)])
    hub.download("video")
    until(lambda: "busy" in of(hub, "video").sentence)
    hub.pause("video")
    assert of(hub, "video").state is DownloadState.PAUSED
    kept = of(hub, "video").have
    assert 1_000_000 < kept < 2_000_000
    hub.close()
    hub = laptop.open()
    hub.sync_now()
    assert of(hub, "video").state is DownloadState.PAUSED and len(served.ranges) == 2
    hub.resume("video")
    until(is_done(hub, "video"))
    assert served.ranges[-1] == f"bytes={kept}-"
    hub.close()


def test_a_damaged_file_is_noticed_said_and_fetched_again(hub: Hub) -> None:
    hub.download("partner-handbook")
    until(is_done(hub, "partner-handbook"))
    for damage in (b"swapped" * 9, content(9)):
        file = hub.file_of("partner-handbook")
        assert file is not None
        file.write_bytes(damage)
        os.utime(file, (0, 0))  # another moment, however coarse the disk's clock is
        assert hub.file_of("partner-handbook") is None
        until(is_done(hub, "partner-handbook"))
    file = hub.file_of("partner-handbook")
    assert file is not None and file.read_bytes() == content(1)


def test_a_newer_version_is_noticed_and_replaces_the_old_one(hub: Hub, server: FaultServer) -> None:
    hub.download("partner-handbook")
    until(is_done(hub, "partner-handbook"))
    newer = content(77)
    attach(server, "partner-handbook", newer)
    tell(hub, resource("partner-handbook", "Partner Handbook", newer), seq=99)
    assert of(hub, "partner-handbook").outdated
    assert hub.file_of("partner-handbook") is not None, "the old one stays readable"
    hub.download("partner-handbook")
    until(lambda: is_done(hub, "partner-handbook")() and not of(hub, "partner-handbook").outdated)
    file = hub.file_of("partner-handbook")
    assert file is not None and file.read_bytes() == newer
    until(lambda: hub.space().used == len(newer))  # the old one is gone


def test_space_is_made_by_what_was_used_longest_ago_never_pinned_or_open(server: FaultServer, tmp_path: Path) -> None:
    """LIB-5."""
    files = {f"file-{n}": content(n, 100_000) for n in range(5)}
    hub = with_files(server, Laptop(tmp_path, server), files, quota=350_000)
    for id_ in ("file-0", "file-1", "file-2"):
        hub.download(id_)
        until(is_done(hub, id_))
    hub.pin("file-0", True)
    assert hub.file_of("file-1") is not None  # being read
    hub.download("file-3")
    until(is_done(hub, "file-3"))
    assert [it.resource_id for it in hub.downloads()] == ["file-0", "file-1", "file-3"]
    hub.pin("file-3", True)
    hub.download("file-4")
    until(lambda: of(hub, "file-4").state is DownloadState.FAILED)
    assert "Remove some, or raise quota" in of(hub, "file-4").sentence
    hub.remove("file-3")
    hub.resume("file-4")
    until(is_done(hub, "file-4"))
    hub.close()


def test_a_full_disk_is_seen_before_the_first_byte(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads_module, "SPARE_BYTES", 1 << 60)
    hub.download("partner-handbook")
    until(lambda: of(hub, "partner-handbook").state is DownloadState.FAILED)
    assert of(hub, "partner-handbook").sentence.startswith("The disk has ")


def test_two_windows_on_one_file_fetch_it_once(server: FaultServer, tmp_path: Path) -> None:
    """I16."""
    data = content(4, 2_000_000)
    laptop = Laptop(tmp_path, server)
    one = with_files(server, laptop, {"video": data})
    served = attach(server, "video", data)
    two = laptop.open()
    two.sync_now()
    one.download("video")
    two.resume("video")
    until(is_done(one, "video"))
    until(is_done(two, "video"))
    assert one.file_of("video") == two.file_of("video")
    assert served.ranges.count("") == 1
    one.close()
    two.close()


def test_at_most_two_run_at_once(server: FaultServer, tmp_path: Path) -> None:
    files = {f"file-{n}": content(n, 50_000) for n in range(6)}
    hub = with_files(server, Laptop(tmp_path, server), files)
    most = 0
    for id_ in files:
        hub.download(id_)
        most = max(most, len(hub._running().downloads._running))
    until(lambda: all(it.state is DownloadState.DONE for it in hub.downloads()))
    assert most <= 2
    hub.close()


def test_a_removed_download_leaves_nothing(hub: Hub) -> None:
    hub.download("partner-handbook")
    until(is_done(hub, "partner-handbook"))
    hub.remove("partner-handbook")
    assert hub.downloads() == [] and hub.file_of("partner-handbook") is None and hub.space().used == 0


def test_a_name_from_the_server_is_never_a_path(hub: Hub, server: FaultServer) -> None:
    data = content(5)
    hostile = resource("partner-handbook", "Handbook", data, name="../../.bashrc\u202e.sh")
    attach(server, "partner-handbook", data)
    tell(hub, hostile, seq=99)
    hub.download("partner-handbook")
    until(is_done(hub, "partner-handbook"))
    file = hub.file_of("partner-handbook")
    assert file is not None and file.name == _sha(data) and file.parent == hub.folder / "files"
