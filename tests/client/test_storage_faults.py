"""The disk's bad days: never a traceback, never “saved” when it was not, nothing precious deleted (I14, I15)."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builders import NOW, hub_with
from tests.client.fault_server import FaultServer
from tests.client.windows import Laptop, bookmark
from trainhub_core.operations import RegisterWebinar
from trainhub_tui.cache import database, journal_file
from trainhub_tui.cache.journal import Journal
from trainhub_tui.hub import CannotSave, Hub, SyncKind

ROOT = Path(__file__).parents[2]
SEAT = RegisterWebinar(webinar_id="advanced-referrals", at=NOW)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def halved(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 + 100)


def beheaded(file: Path) -> None:
    file.write_bytes(b"\xff" * 100 + file.read_bytes()[100:])


def scratched(file: Path) -> None:
    """Every page but the first is rubbish."""
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))


def prose(file: Path) -> None:
    file.write_text("This is not a database.\n" * 300)


def another_database(file: Path) -> None:
    file.unlink()
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()


def gone(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


CORRUPTIONS: tuple[Callable[[Path], None], ...] = (emptied, halved, beheaded, scratched, prose, another_database, gone, a_folder)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)


@pytest.fixture
def laptop(server: FaultServer, tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "laptop", server)


def with_one_waiting(laptop: Laptop) -> Path:
    """A laptop that was in sync, with one operation waiting; gives the folder."""
    hub = laptop.open()
    hub.sync_now()
    hub.do(bookmark(hub))
    hub.keep_home()
    hub.close()
    return hub.folder


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda it: it.__name__)
def test_a_damaged_cache_is_fetched_again(laptop: Laptop, corrupt: Callable[[Path], None]) -> None:
    folder = with_one_waiting(laptop)
    corrupt(folder / "cache.db")
    hub = laptop.open()
    hub.home()
    assert hub.sync_now().kind is SyncKind.SYNCED
    home = hub.home()
    assert home is not None and home.path is not None
    assert "course/negotiation/0" in laptop.server.accounts["ada"].state.bookmarks, "what waited was sent"
    hub.close()


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda it: it.__name__)
def test_a_damaged_outbox_is_set_aside_and_said(laptop: Laptop, corrupt: Callable[[Path], None]) -> None:
    folder = with_one_waiting(laptop)
    corrupt(folder / "journal.db")
    before = None if corrupt in (gone, a_folder) else (folder / "journal.db").read_bytes()
    hub = laptop.open()
    if corrupt is a_folder:
        assert hub.status().read_only
        with pytest.raises(CannotSave):
            hub.do(bookmark(hub))
    else:
        assert "unsent changes" in hub.status().sentence
        if before is not None:
            assert (folder / "journal.damaged-1.db").read_bytes() == before, "nothing is deleted"
        hub.do(bookmark(hub, "lead-generation"))
        hub.sync_now()
        assert "course/lead-generation/0" in laptop.server.accounts["ada"].state.bookmarks, "and life goes on"
    assert hub.home() is not None
    hub.close()


@pytest.mark.parametrize("name", ["cache.db", "journal.db"])
def test_rubbish_in_the_log_beside_a_file_loses_neither(laptop: Laptop, name: str) -> None:
    folder = with_one_waiting(laptop)
    (folder / f"{name}-wal").write_bytes(b"\x37\x7f\x06\x82" + b"rubbish" * 999)
    hub = laptop.open()
    assert [it.sentence for it in hub.outbox()] == ["Bookmark Negotiation"]
    hub.close()


@pytest.mark.parametrize("name", ["cache.db", "journal.db"])
def test_damage_while_running_is_said(laptop: Laptop, name: str) -> None:
    folder = with_one_waiting(laptop)
    hub = laptop.open()
    hub.home()
    with (folder / name).open("r+b") as file:
        file.seek(0)
        file.write(b"\xa5" * (folder / name).stat().st_size)
    with suppress(CannotSave):
        for number in range(3):
            hub.do(bookmark(hub, f"course-{number}"))
    hub.sync_now()
    hub.home(), hub.outbox(), hub.downloads(), hub.state(), hub.catalogue()
    hub.remember("first-run", "done")
    assert hub.remembered("first-run") == "done"
    status = hub.status()
    assert status.kind is SyncKind.SYNCED or status.sentence.endswith(".")
    hub.close()


@pytest.mark.parametrize("name", ["cache.db", "journal.db"])
def test_a_held_lock_is_a_sentence(laptop: Laptop, name: str) -> None:
    folder = with_one_waiting(laptop)
    hub = laptop.open()
    holder = sqlite3.connect(folder / name, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    if name == "journal.db":
        with pytest.raises(CannotSave, match="Another program"):
            hub.do(bookmark(hub, "lead-generation"))
        assert hub.status().read_only
        holder.execute("ROLLBACK")
        hub.do(bookmark(hub, "lead-generation"))
        assert not hub.status().read_only, "and is over when it is over"
    else:
        assert hub.home() is not None
        hub.sync_now()
        assert hub.home() is not None
    holder.close()
    hub.close()


def test_a_newer_journal_opens_read_only_and_is_left_as_it_is(laptop: Laptop) -> None:
    """I14."""
    folder = with_one_waiting(laptop)
    newer = sqlite3.connect(folder / "journal.db")
    newer.execute("ALTER TABLE outbox ADD COLUMN mood TEXT")
    newer.execute("PRAGMA user_version = 99")
    newer.commit()
    newer.close()
    hub = laptop.open()
    assert hub.status().read_only and "Update trainhub" in hub.status().sentence
    assert [it.sentence for it in hub.outbox()] == ["Bookmark Negotiation"]
    assert hub.state().bookmarks["course/negotiation/0"].on
    with pytest.raises(CannotSave, match="Update trainhub"):
        hub.do(bookmark(hub))
    assert hub.sync_now().kind is SyncKind.SYNCED
    assert laptop.server.accounts["ada"].effects == {}, "what cannot be noted as sent is not sent"
    hub.close()


def test_a_cache_of_an_older_schema_is_fetched_again(laptop: Laptop) -> None:
    folder = with_one_waiting(laptop)
    older = sqlite3.connect(folder / "cache.db")
    older.execute("PRAGMA user_version = 0")
    older.commit()
    older.close()
    hub = laptop.open()
    assert hub.catalogue().courses == {}
    assert hub.sync_now().kind is SyncKind.SYNCED
    assert "negotiation" in hub.catalogue().courses
    hub.close()


def rows(file: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT * FROM outbox ORDER BY seq").fetchall()
    connection.close()
    return found


def test_a_migration_keeps_the_outbox_and_a_copy(laptop: Laptop) -> None:
    """I14."""
    folder = with_one_waiting(laptop)
    before = rows(folder / "journal.db")
    journal = Journal(folder / "journal.db", (*journal_file.MIGRATIONS, "CREATE TABLE drafts (text TEXT)"))
    journal.write("INSERT INTO drafts VALUES ('kept')")
    journal.close()
    assert rows(folder / "journal.db") == before
    assert rows(folder / "journal.before-2.db") == before
    assert (folder / "journal.before-2.db").stat().st_mode & 0o777 == 0o600


def test_a_migration_that_fails_changes_nothing(laptop: Laptop) -> None:
    folder = with_one_waiting(laptop)
    before = rows(folder / "journal.db")
    journal = Journal(folder / "journal.db", (*journal_file.MIGRATIONS, "CREATE TABLE drafts (text TEXT); DROP TABLE nowhere"))
    assert journal.refusal
    journal.close()
    assert rows(folder / "journal.db") == before
    hub = laptop.open()
    assert not hub.status().read_only
    hub.close()


def test_the_journal_of_the_first_release_opens_byte_for_byte(tmp_path: Path) -> None:
    """I14. The golden file is what version 1 wrote."""
    golden = (Path(__file__).parent / "golden" / "journal-1.sql").read_text()
    file = tmp_path / "journal.db"
    connection = sqlite3.connect(file)
    connection.executescript(golden)
    connection.close()
    before = rows(file)
    journal = Journal(file)
    assert (journal.refusal, journal.notice) == ("", "")
    assert [it.key for it in journal.pending()] == [row[1] for row in before if row[9] != "refused"]
    journal.close()
    assert rows(file) == before and len(before) == 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("a full disk is tried where a small one can be mounted (root)")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("a full disk is tried where a small one can be mounted")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_saves_nothing_and_says_so(server: FaultServer, small_disk: Path) -> None:
    laptop = Laptop(small_disk, server)
    hub = laptop.open()
    hub.sync_now()
    saved = 0
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    with pytest.raises(CannotSave, match="The disk is full"):
        for number in range(2000):
            hub.do(bookmark(hub, f"course-{number}"))
            saved += 1
    assert hub.status().read_only and "Free some space" in hub.status().sentence
    assert len(hub.outbox()) == saved == len(hub.state().bookmarks)
    assert hub.home() is not None
    hub.close()
    filler.unlink()
    again = laptop.open()
    again.sync_now()
    assert len(server.accounts["ada"].state.bookmarks) == saved
    again.do(bookmark(again))
    again.close()


def test_a_disk_that_is_full_from_the_start_is_named_as_that(server: FaultServer, small_disk: Path) -> None:
    """I14: SQLite itself speaks of an I/O error, because not even the index of its log has room."""
    laptop = Laptop(small_disk, server)
    hub = laptop.open()
    hub.sync_now()
    hub.close()
    with (small_disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    again = laptop.open()
    assert again.status().read_only and "The disk is full. Free some space" in again.status().sentence
    assert again.home() is not None
    again.close()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_FULL, database.Fault.FULL),
        (sqlite3.SQLITE_IOERR_SHMSIZE, database.Fault.FULL),
        (sqlite3.SQLITE_IOERR_READ, database.Fault.UNREACHABLE),
        (sqlite3.SQLITE_CORRUPT_INDEX, database.Fault.DAMAGED),
    ],
)
def test_what_sqlite_says_is_a_sentence_for_people(code: int, expected: database.Fault) -> None:
    """I14."""
    error = sqlite3.OperationalError("in SQLite's words")
    error.sqlite_errorcode = code
    assert database.fault_of(error).fault is expected


def test_what_is_fetched_on_a_full_disk_is_shown_from_memory(server: FaultServer, small_disk: Path) -> None:
    laptop = Laptop(small_disk, server)
    hub = laptop.open()
    with (small_disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 512):
            pass
    hub.sync_now()
    home = hub.home()
    assert home is not None and home.path is not None
    assert "disk is full" in hub.status().sentence
    hub.close()


def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    hub = hub_with(home=tmp_path)
    assert hub.status().read_only
    with pytest.raises(CannotSave):
        hub.do(SEAT)
    assert hub.home() is not None, "what is known lives in memory"
    hub.close()


def test_what_is_kept_is_private(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path / "laptop")
    hub.do(SEAT)
    for it in (tmp_path / "laptop").rglob("*"):
        assert it.stat().st_mode & 0o077 == 0, it
    hub.close()


def test_two_windows_opening_at_once_make_one_journal(tmp_path: Path) -> None:
    """I16."""
    import threading

    hubs: list[Hub] = []
    gate = threading.Barrier(4)

    def open_one() -> None:
        gate.wait()
        hubs.append(hub_with(home=tmp_path, empty=True))

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({hub.journal.device for hub in hubs}) == 1
    assert len({hub.snapshot.mark[0] for hub in hubs}) == 1
    for hub in hubs:
        hub.do(bookmark(hub))
    assert all(len(hub.outbox()) == 4 for hub in hubs)
    for hub in hubs:
        hub.close()
