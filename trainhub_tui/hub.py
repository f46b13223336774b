"""The one door of every screen and command: read · do · sync · download. Synchronous and safe to call from any thread.

Reads answer from memory or the store and never wait for the network. Writes are journalled before they return.
A test fills a hub with `tests.builders.hub_with(fact, …, home=tmp_path, clock=…)`, or with `hub.snapshot.apply(…)` itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from trainhub_tui.answers import Answers, waiting
from trainhub_tui.cache.profile import open_profile
from trainhub_tui.facts import Download, DownloadState, Space, SyncKind, SyncStatus, Waiting
from trainhub_tui.paths import Paths
from trainhub_tui.remembering import Remembering
from trainhub_tui.shown import Shown
from trainhub_tui.troubles import CannotSave, Offline, Refused, ServerTrouble, SignedOut
from trainhub_tui.zone import zone_of_laptop

if TYPE_CHECKING:  # the first paint needs none of these models; they are imported where they are used
    from trainhub_core.catalogue import Catalogue
    from trainhub_core.models.learning import Event, EventType, Learner, LearnerState
    from trainhub_core.models.texts import LessonText
    from trainhub_core.models.views import Dashboard
    from trainhub_core.operations import Operation
    from trainhub_tui.api import Api
    from trainhub_tui.aside import Aside
    from trainhub_tui.behind import Behind, Reach
    from trainhub_tui.config import Config
    from trainhub_tui.search.door import Search
    from trainhub_tui.throwaway import Throwaway

__all__ = [
    "CannotSave", "Download", "DownloadState", "Hub", "Offline", "Refused", "ServerTrouble", "SignedOut", "Space", "SyncKind",
    "SyncStatus", "Waiting",
]  # fmt: skip

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now(UTC)


class Hub:
    """See the module. `server` is the address of one that is named, `is_signed_in` whether somebody is, there."""

    server: str = ""
    is_signed_in: bool = True

    def __init__(
        self,
        folder: Path,
        paths: Paths,
        config: Config,
        *,
        clock: Clock = wall_clock,
        reach: Callable[[], Reach] | None = None,
        throwaway: Throwaway | None = None,
    ) -> None:
        """`folder` holds what is kept of one account, `reach` says which server (none: stay off the network).

        `throwaway` is removed at the end. A hub that `stays_off` the network, as asked, sends nothing and fetches nothing."""
        self.folder = folder
        self.paths = paths
        self.config = config
        self.snapshot, self.journal = open_profile(folder)
        self._clock = clock
        self._reach = reach
        self._throwaway = throwaway
        self._zone = zone_of_laptop(config.zone)
        self._lock = threading.RLock()
        self._shown = Shown(self.snapshot, self.journal, self._unknown_learner)
        self._behind: Behind | None = None
        self._behind_lock = threading.Lock()
        self._aside: Aside | None = None
        self._thread: threading.Thread | None = None
        self._changed: Callable[[], None] = lambda: None
        self._closed = False
        self.stays_off = reach is None
        self.answers = Answers(self.journal)
        self.remembering = Remembering(self.journal)

    @classmethod
    def open(
        cls,
        paths: Paths | None = None,
        config: Config | None = None,
        *,
        server: str | None = None,
        token: str = "",
        offline: bool = False,
        demo: bool = False,
        preview: bool = False,
        clock: Clock = wall_clock,
    ) -> Self:
        """The hub of this laptop. Without `server` (here or in the settings) it is solo: the server runs inside, from `start` on.

        `demo` opens a profile with a history that is thrown away at the end, `preview` an empty one.
        Nothing here waits for the network or starts a thread."""
        from trainhub_tui.opening import opening  # late: only parts of it are needed, and not by tests

        chosen = opening(paths, config, server, token, offline, demo, preview)
        hub = cls(chosen.folder, chosen.paths, chosen.config, clock=clock, reach=chosen.reach, throwaway=chosen.throwaway)
        hub.server, hub.is_signed_in = chosen.server, chosen.is_signed_in
        return hub

    # --- read
    def home(self, at_once: bool = False) -> Dashboard | None:
        """Home as last known, pending operations applied; None while nothing is known. `at_once`, which the thread that draws asks for,
        yesterday's picture will do; else it may wait for another program."""
        return self._shown.home(self.now(), at_once)

    def keep_home(self) -> bool:
        """Keep Home as it is, so that the next first paint is one read; tells whether it had changed. Runs in the background."""
        return self._shown.save_home(self.now())

    def keep_memos(self) -> None:
        """Keep all that an app that rests reads of the catalogue and the state, so that it loads no model for it."""
        from trainhub_tui.fetching import kept_courses  # late: only in the program beside it

        self.keep_home()
        self.manages()
        kept_courses(self._shown, self.snapshot)

    def catalogue(self) -> Catalogue:
        return self._shown.catalogue()

    def state(self) -> LearnerState:
        """The learner's state, pending operations applied."""
        return self._shown.state()

    @property
    def made_from(self) -> str:
        """Changes whenever the catalogue or the learner's state may have."""
        return self._shown.made_from

    def manages(self) -> bool:
        """Whether the learner manages an organisation."""
        return self._shown.manages()

    def lesson_text(self, lesson_id: str) -> LessonText | None:
        """The lesson's Markdown, with its quiz or scenario, if it is on this laptop."""
        from trainhub_tui.cache.practice import lesson_text  # late: start-up

        return lesson_text(self.snapshot, lesson_id)

    def fetch_lesson_text(self, lesson_id: str) -> LessonText:
        """The same, fetched when it is not here. Raises Offline, Refused or ServerTrouble with a sentence."""
        if found := self.lesson_text(lesson_id):
            return found
        from trainhub_tui.fetching import fetch_lesson  # late: brings HTTP along

        return fetch_lesson(self.reach(), self.snapshot, lesson_id)

    @cached_property
    def search(self) -> Search:
        """Search over everything on this laptop (LEARN-5)."""
        from trainhub_tui.search.door import Search  # late: start-up

        return Search(self.folder, self, lambda: None if self._closed else self._changed())

    def status(self) -> SyncStatus:
        status = self._sync_status()
        pending, refused = self._counts()
        storage = self.journal.refusal or self.journal.trouble
        at = status.at or (datetime.fromisoformat(known) if (known := self.snapshot.synced_at) else None)
        sentence = storage or self.snapshot.trouble or status.sentence or self.journal.notice
        return replace(status, at=at, pending=pending, refused=refused, sentence=sentence, read_only=bool(storage))

    def now(self) -> datetime:
        return self._clock()

    @property
    def zone(self) -> str:
        """The learner's IANA zone on this laptop."""
        return self._zone

    # --- do
    def event(self, kind: EventType, object_id: str, **details: object) -> Event:
        """A learning event of now, with the next sequence number of this device; `details` are fields of Event. Raises CannotSave."""
        from trainhub_tui.happening import event_of  # late: start-up

        return event_of(self, kind, object_id, details)

    def do(self, operation: Operation) -> None:
        """Journal the operation; what is shown changes at once, sending follows.

        Raises Refused(sentence) where the rules already say no, CannotSave(sentence) where it cannot be written down."""
        self._keep([operation])

    def record(self, event: Event, told_by: Operation | None = None) -> None:
        """Journal a learning event, or the operation that carries it; the first one of a course never enrolled in enrols first.

        Raises as `do`."""
        from trainhub_core.models.learning import EventType  # late: start-up
        from trainhub_core.operations import Enroll, RecordProgress
        from trainhub_tui.early import course_of, was_never_enrolled

        operations: list[Operation] = [told_by or RecordProgress(event=event)]
        if was_never_enrolled(event, self.state()):
            operations.insert(0, Enroll(event=self.event(EventType.ENROLLED, course_of(event))))
        self._keep(operations)

    def outbox(self) -> Sequence[Waiting]:
        """What waits and what was refused, in order; empty where the journal cannot be read, which the status then says."""
        return waiting(self.journal)

    def retry(self, key: str) -> None:
        """Send a refused one again, after all others. Raises CannotSave."""
        self.journal.retry(key)
        if self._behind is not None:
            self._behind.sync.wake()

    def drop(self, key: str) -> None:
        """Forget one that is not under way. Raises CannotSave."""
        self.journal.drop(key)

    def export_outbox(self) -> str:
        """Everything not yet sent, as JSON a person can keep."""
        from trainhub_tui.exporting import exported  # late: start-up

        return exported(self.journal.open_entries())

    # --- sync
    def start(self, changed: Callable[[], None]) -> None:
        """Reach the server (starting the embedded one in solo mode), sync, and keep in sync; `changed` is called from another thread."""
        self._changed = changed
        self._go_aside()
        self.search.start()
        if self._thread is None and self._reach is not None:
            self._thread = threading.Thread(target=self._keep_in_sync, name="sync", daemon=True)
            self._thread.start()

    def sync_now(self) -> SyncStatus:
        """Send the outbox and fetch changes, now; blocks. Used by ctrl+r (in a worker) and by commands."""
        if self._reach is not None:
            self._running().sync.now()
        return self.status()

    def close(self) -> None:
        """End all of it; what was not sent stays in the outbox."""
        with self._behind_lock:
            self._closed = True
        if self._aside is not None:
            self._aside.close()
        if self._behind is not None:
            self._behind.close()
        if self._thread is not None:
            self._thread.join(2.0)
        if "search" in vars(self):
            self.search.close()
        self.snapshot.close()
        self.journal.close()
        if self._throwaway is not None:
            self._throwaway.remove()

    # --- at the server at once
    def reach(self) -> Api:
        """The server itself, for what authors and admins do there; nothing of it is queued. Blocks. Raises as `api`."""
        return self._running().sync.reach()

    # --- download
    def download(self, resource_id: str) -> None:
        """Queue a resource for offline use, a video with its captions; an outdated copy is fetched anew. Raises Refused, CannotSave."""
        resources = self.catalogue().resources
        resource = resources.get(resource_id)
        if resource is None:
            raise Refused("This file is not in the library any more.")
        self._running().downloads.add(resource)
        if resource.captions and resource.captions in resources:
            self._running().downloads.add(resources[resource.captions])

    def here(self) -> Sequence[str]:
        """The ids of what was downloaded. One read of the journal, because the first paint asks for it."""
        try:
            return [str(row[0]) for row in self.journal.read("SELECT resource_id FROM downloads WHERE sha256 <> ''")]
        except CannotSave:
            return ()  # the journal's trouble is the status's sentence

    def downloads(self) -> Sequence[Download]:
        """In the order they were asked for; empty where the journal cannot be read, which the status then says."""
        try:
            return self._running().downloads.all()
        except CannotSave:
            return []

    def kept_files(self) -> Mapping[str, Path]:
        """The files that were downloaded, by resource; no model is loaded for it."""
        try:
            return self._running().downloads.kept_files()
        except CannotSave:
            return {}

    def pause(self, resource_id: str) -> None:
        self._running().downloads.pause(resource_id)

    def resume(self, resource_id: str) -> None:
        self._running().downloads.resume(resource_id)

    def remove(self, resource_id: str) -> None:
        self._running().downloads.remove(resource_id)
        self._look_again()

    def pin(self, resource_id: str, pinned: bool) -> None:
        """A pinned file is never cleared away for space."""
        self._running().downloads.pin(resource_id, pinned)

    def file_of(self, resource_id: str) -> Path | None:
        """The verified file on this laptop, None when it is not here (a damaged one is fetched again, and its download says so)."""
        return self._running().downloads.file(resource_id)

    def address_of(self, resource_id: str) -> str | None:
        """Where a player can stream it from just now, None where it cannot (solo). Blocks. Raises Offline, Refused, ServerTrouble."""
        return self.reach().stream(resource_id)

    def space(self) -> Space:
        return self._running().downloads.space()

    # --- small things remembered on this laptop alone
    def remembered(self, name: str) -> str | None:
        """A remembered value such as `place/resource/ID` (where a document was left) or `first-run`."""
        return self.remembering.remembered(name)

    def remember(self, name: str, value: str) -> None:
        """Keep it; where nothing can be written (the status says so), until the end of this window."""
        self.remembering.remember(name, value)

    # ---
    def _keep(self, operations: Sequence[Operation]) -> None:
        from trainhub_tui.journalling import entries_of  # late: start-up

        with self._lock:
            entries = entries_of(operations, self.catalogue(), self.state(), self.now())
            self.answers.expect(it.key for it in entries)
            self.journal.add(entries)
        self._look_again()
        if self._behind is not None:
            self._behind.sync.wake()

    def _keep_in_sync(self) -> None:
        try:
            behind = self._running()
        except CannotSave:
            return  # closed before it began
        behind.run(self._tell)

    def _go_aside(self) -> None:
        """What needs the models is made by another program from now on, for as long as this one has not loaded them."""
        from trainhub_tui.aside import Aside  # late: start-up

        self._aside = aside = Aside(
            lambda: {"folder": str(self.folder), "zone": self.zone, "name": self.config.name, "now": self.now().isoformat()}
        )
        self._shown.aside = lambda: aside.done("memos")
        self.search.aside = lambda: self._shown.goes_aside and aside.done("index")

    def _look_again(self) -> None:
        if "search" in vars(self):
            self.search.wake()

    def _tell(self) -> None:
        self._look_again()
        if not self._closed:
            self._changed()

    def _running(self) -> Behind:
        """Sync and downloads, made when first asked for."""
        with self._behind_lock:
            if self._behind is None:
                if self._closed:
                    raise CannotSave("trainhub is closing.")
                from trainhub_tui.behind import Behind, Reach  # late: it imports HTTP, and the first paint needs none

                reach = self._reach() if self._reach else Reach(offline=True)
                quota = lambda: self.config.quota  # noqa: E731
                self._behind = Behind(self.folder, self.snapshot, self.journal, self._shown, self.now, reach, quota, self._tell)
            return self._behind

    def _sync_status(self) -> SyncStatus:
        if self._reach is None:
            return SyncStatus(SyncKind.OFFLINE)
        return self._behind.sync.status if self._behind else SyncStatus(SyncKind.STARTING)

    def _counts(self) -> tuple[int, int]:
        try:
            return self.journal.counts()
        except CannotSave:
            return 0, 0  # the journal's trouble is the status's sentence

    def _unknown_learner(self) -> Learner:
        from trainhub_core.models.learning import Learner  # late: start-up

        return Learner(id="me", name=self.config.name or "Learner", zone=self.zone)
