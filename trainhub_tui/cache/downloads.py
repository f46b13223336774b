"""The queue of downloads: at most two at once, kept over restarts, within the quota, one window on one file."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from trainhub_tui.cache.files import Files, hash_of, size_of
from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.lock import FileLock
from trainhub_tui.cache.transfer import Link, Source, Stopped, Transfer
from trainhub_tui.facts import Download, DownloadState, Space
from trainhub_tui.troubles import CannotSave, Offline, Refused, ServerTrouble, SignedOut
from trainhub_tui.waiting import Patience

if TYPE_CHECKING:  # a pass of sync that finds nothing new loads no models
    from trainhub_core.models.library import Resource

MOST_AT_ONCE = 2
SPARE_SHARE = 1.05
SPARE_BYTES = 64_000_000
HASHED_AT_OPEN = 8_000_000
_COLUMNS = "resource_id, title, state, sha256, size, pinned, used, place, sentence"
_DAMAGED = "The file on this laptop was damaged; it is fetched again."


class Server(Source, Protocol):
    """Where files come from: asks for addresses too."""

    def link(self, resource_id: str) -> Link: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A download as the journal keeps it. `sha256` is of the file that is here, empty while there is none."""

    resource_id: str
    title: str
    state: str
    sha256: str
    size: int
    pinned: bool
    used: int
    place: int
    sentence: str


@dataclass
class _Running:
    have: int = 0
    size: int = 0
    stopped: bool = False
    again: bool = False
    """It was asked for once more, perhaps when it had just failed."""


class Downloads:
    """See the module. Methods that change something raise CannotSave. `told` is called from workers, at most ten times a second each."""

    def __init__(
        self,
        folder: Path,
        journal: Journal,
        quota: Callable[[], int],
        server: Callable[[], Server],
        resource: Callable[[str], Resource | None],
        told: Callable[[], None],
    ) -> None:
        self.files = Files(folder / "files")
        self._journal = journal
        self._quota = quota
        self._server = server
        self._resource = resource
        self._told = told
        self._lock = threading.RLock()
        self._space_lock = threading.Lock()
        self._running: dict[str, _Running] = {}
        self._patience: dict[str, Patience] = {}
        self._closed = False
        self._on = False

    # --- what there is
    def all(self) -> list[Download]:
        return [self._shown(it) for it in self._kept()]

    def kept_files(self) -> dict[str, Path]:
        """Those that are here, by resource."""
        return {it.resource_id: file for it in self._kept() if (file := self.files.find(it.sha256))}

    def file(self, resource_id: str) -> Path | None:
        """The verified file; held against clearing from now on. A damaged one is fetched again, and that is said."""
        kept = self._one(resource_id)
        file = self.files.find(kept.sha256) if kept else None
        if kept is None or file is None:
            if kept and kept.state == DownloadState.DONE:
                self._fetch_again(kept)
            return None
        if not self.files.is_trusted(file) and not self._is_right(kept, file):
            self._fetch_again(kept)
            return None
        self.files.hold(file)
        self._journal_quietly("UPDATE downloads SET used = (SELECT max(used) + 1 FROM downloads) WHERE resource_id = ?", resource_id)
        return file

    def space(self) -> Space:
        return Space(self.files.used(), self._quota())

    # --- what the learner asks for
    def add(self, resource: Resource) -> None:
        """Queue it; one that is here and current stays as it is. Raises Refused for one that no server stores."""
        if not resource.sha256:
            raise Refused(f"{resource.title} is played from its own address; it cannot be kept on this laptop.")
        kept = self._one(resource.id)
        if kept and kept.state == DownloadState.DONE and kept.sha256 == resource.sha256 and self.files.find(kept.sha256):
            return
        self._journal.write(
            "INSERT INTO downloads (resource_id, title, state, sha256, size, place) VALUES (?, ?, 'queued', '', ?,"
            " (SELECT coalesce(max(place), 0) + 1 FROM downloads)) ON CONFLICT (resource_id) DO UPDATE SET"
            " title = excluded.title, state = 'queued', size = excluded.size, place = excluded.place, sentence = ''",
            resource.id,
            resource.title,
            resource.size,
        )
        self._patience.pop(resource.id, None)
        self.pump()

    def pause(self, resource_id: str) -> None:
        self._set(resource_id, DownloadState.PAUSED, "", only=("queued", "running", "failed"))
        self._stop(resource_id)

    def resume(self, resource_id: str) -> None:
        self._patience.pop(resource_id, None)
        self._set(resource_id, DownloadState.QUEUED, "", only=("paused", "failed", "queued"))
        with self._lock:
            if running := self._running.get(resource_id):
                running.again = True
        self.pump()

    def remove(self, resource_id: str) -> None:
        """Forget it, and its bytes where no other resource has the same."""
        kept = self._one(resource_id)
        if kept is None:
            return
        self._stop(resource_id)
        self._journal.write("DELETE FROM downloads WHERE resource_id = ?", resource_id)
        resource = self._resource(resource_id)
        for sha256 in {kept.sha256, resource.sha256 if resource else ""} - {""}:
            self._discard_unless_shared(sha256)

    def pin(self, resource_id: str, pinned: bool) -> None:
        self._journal.write("UPDATE downloads SET pinned = ? WHERE resource_id = ?", int(pinned), resource_id)

    # --- the work
    def pump(self, arrived: bool = False) -> None:
        """Start what is queued, as far as there is room. `arrived`: the server has just been reached, so downloads may run from now on."""
        with self._lock:
            self._on = self._on or arrived
            if not self._on or self._closed:
                return
            for kept in self._kept():
                if len(self._running) >= MOST_AT_ONCE:
                    return
                patience = self._patience.get(kept.resource_id)
                if kept.state != DownloadState.QUEUED or kept.resource_id in self._running or (patience and patience.left):
                    continue
                running = self._running[kept.resource_id] = _Running(size=kept.size)
                threading.Thread(target=self._work, args=(kept, running), name="download", daemon=True).start()

    def close(self) -> None:
        """Stop; what is under way goes on at the next start."""
        self._closed = True
        for running in list(self._running.values()):
            running.stopped = True
        self.files.close()

    def _work(self, kept: Kept, running: _Running) -> None:
        resource_id = kept.resource_id
        again = True
        try:
            self._fetch(kept, running)
            self._patience.pop(resource_id, None)
        except Stopped:
            pass  # by pause, remove or the end: whoever stopped it has said so
        except (Offline, SignedOut, ServerTrouble) as trouble:
            again = False
            asked = trouble.retry_after if isinstance(trouble, ServerTrouble) else None
            self._patience.setdefault(resource_id, Patience(time.monotonic)).failed(asked)
            self._say(resource_id, DownloadState.QUEUED, trouble.sentence)
        except (Refused, CannotSave) as trouble:
            self._say(resource_id, DownloadState.FAILED, trouble.sentence)
        except OSError as error:
            self._say(resource_id, DownloadState.FAILED, f"The file cannot be saved: {error.strerror}.")
        finally:
            with self._lock:
                self._running.pop(resource_id, None)
        if not self._closed:
            self._told()
            if again or running.again:
                self.pump()

    def _fetch(self, kept: Kept, running: _Running) -> None:
        server = self._server()
        link = server.link(kept.resource_id)
        running.size = link.size
        self.files.prepare()
        resource = self._resource(kept.resource_id)
        target = self.files.path(link.sha256, resource.name if resource else "")
        part = self.files.parts / f"{link.sha256}.part"
        lock = FileLock(self.files.parts / f"{link.sha256}.lock")
        if not lock.take():
            raise ServerTrouble("Another window is fetching this file.", retry_after=2.0)
        try:
            there = self.files.find(link.sha256)
            if there is None or hash_of(there) != link.sha256:
                self._make_room(link.size - size_of(part), link.sha256)
                self._transfer(server, kept.resource_id, part, running).run(link)
                self.files.install(part, target)
                part.with_suffix(".part.json").unlink(missing_ok=True)
            self._finish(kept, link)
        finally:
            lock.give_back()

    def _transfer(self, server: Server, resource_id: str, part: Path, running: _Running) -> Transfer:
        def progress(have: int) -> None:
            running.have = have
            self._told()

        return Transfer(server, lambda: server.link(resource_id), part, progress, lambda: running.stopped or self._closed)

    def _finish(self, kept: Kept, link: Link) -> None:
        self._journal.write(
            "UPDATE downloads SET state = 'done', sha256 = ?, size = ?, sentence = '', used = (SELECT max(used) + 1 FROM downloads)"
            " WHERE resource_id = ?",
            link.sha256,
            link.size,
            kept.resource_id,
        )
        if kept.sha256 and kept.sha256 != link.sha256:
            self._discard_unless_shared(kept.sha256)

    def _make_room(self, needed: int, own: str) -> None:
        """Within the quota, by clearing what was used longest ago; never what is pinned, open or not whole. And on the disk."""
        from trainhub_core.views.library import size_label  # late: memory at rest

        with self._space_lock:
            for kept in sorted(self._kept(), key=lambda it: it.used):
                if self.files.used() + needed <= self._quota():
                    break
                file = self.files.find(kept.sha256)
                if kept.pinned or kept.state != DownloadState.DONE or file is None or kept.sha256 == own or self.files.is_held(file):
                    continue
                self._journal.write("DELETE FROM downloads WHERE resource_id = ?", kept.resource_id)
                self._discard_unless_shared(kept.sha256)
            if (over := self.files.used() + needed - self._quota()) > 0:
                raise Refused(
                    f"Downloads may use {size_label(self._quota())}; {size_label(over)} too little is left. Remove some, or raise quota."
                )
            free = shutil.disk_usage(self.files.folder).free
            if free < needed * SPARE_SHARE + SPARE_BYTES:
                raise Refused(f"The disk has {size_label(free)} left, too little for this file.")

    def _is_right(self, kept: Kept, file: Path) -> bool:
        """By size at once; by hash at once where it is small, else in the background."""
        if file.stat().st_size != kept.size:
            return False
        if kept.size > HASHED_AT_OPEN:
            threading.Thread(target=self._check_later, args=(kept, file), name="verify", daemon=True).start()
            return True
        if hash_of(file) != kept.sha256:
            return False
        self.files.trust(file)
        return True

    def _check_later(self, kept: Kept, file: Path) -> None:
        try:
            right = hash_of(file) == kept.sha256
        except OSError:
            right = False
        if right:
            self.files.trust(file)
        elif not self._closed:
            self._fetch_again(kept)
            self._told()

    def _fetch_again(self, kept: Kept) -> None:
        self.files.discard(kept.sha256)
        self._journal_quietly(
            "UPDATE downloads SET state = 'queued', sha256 = '', sentence = ? WHERE resource_id = ?", _DAMAGED, kept.resource_id
        )
        self.pump()

    def _discard_unless_shared(self, sha256: str) -> None:
        if not any(it.sha256 == sha256 for it in self._kept()):
            self.files.discard(sha256)

    def _stop(self, resource_id: str) -> None:
        with self._lock:
            if running := self._running.get(resource_id):
                running.stopped = True

    def _say(self, resource_id: str, state: DownloadState, sentence: str) -> None:
        self._journal_quietly(
            "UPDATE downloads SET state = ?, sentence = ? WHERE resource_id = ? AND state = 'queued'", state.value, sentence, resource_id
        )

    def _set(self, resource_id: str, state: DownloadState, sentence: str, only: Sequence[str]) -> None:
        marks = ", ".join("?" * len(only))
        self._journal.write(
            f"UPDATE downloads SET state = ?, sentence = ? WHERE resource_id = ? AND state IN ({marks})",  # marks alone
            state.value,
            sentence,
            resource_id,
            *only,
        )

    def _journal_quietly(self, sql: str, *values: object) -> None:
        """For what is nice to keep: where the journal cannot be written its own status says so."""
        try:
            self._journal.write(sql, *values)
        except CannotSave:
            return

    def _kept(self) -> list[Kept]:
        rows = self._journal.read(f"SELECT {_COLUMNS} FROM downloads ORDER BY place")  # a constant
        return [_kept_of(row) for row in rows]

    def _one(self, resource_id: str) -> Kept | None:
        rows = self._journal.read(f"SELECT {_COLUMNS} FROM downloads WHERE resource_id = ?", resource_id)  # a constant
        return _kept_of(rows[0]) if rows else None

    def _shown(self, kept: Kept) -> Download:
        running = self._running.get(kept.resource_id)
        file = self.files.find(kept.sha256)
        resource = self._resource(kept.resource_id)
        state = DownloadState(kept.state)
        if running and state is DownloadState.QUEUED:
            state = DownloadState.RUNNING
        part = self.files.parts / f"{resource.sha256}.part" if resource else None
        have = kept.size if state is DownloadState.DONE else size_of(part) if part else 0
        return Download(
            resource_id=kept.resource_id,
            title=kept.title,
            state=state,
            have=max(have, running.have) if running else have,
            size=(running.size if running else 0) or kept.size,
            sentence=kept.sentence,
            file=file,
            pinned=kept.pinned,
            outdated=bool(file and resource and kept.sha256 != resource.sha256),
        )


def _kept_of(row: tuple[object, ...]) -> Kept:
    resource_id, title, state, sha256, size, pinned, used, place, sentence = (str(it) for it in row)
    return Kept(resource_id, title, state, sha256, int(size), pinned == "1", int(used), int(place), sentence)
