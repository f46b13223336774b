"""A hub whose downloads and sync state a test sets, over a real store; and one that knows the starter pack with the demo's history."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.builders import NOW, hub_with, sample_catalogue, still, tell, unreached
from trainhub_core.models.base import Fact
from trainhub_tui.facts import Download, DownloadState, Space, SyncKind, SyncStatus, Waiting
from trainhub_tui.hub import Hub
from trainhub_tui.troubles import Offline, Refused

__all__ = ["StagedHub", "hub_with", "staged"]


class StagedHub(Hub):
    """Downloads move as the test says; everything else is the real hub. `asked` keeps what was asked of the downloads."""

    kind: SyncKind = SyncKind.SYNCED
    retry_at: datetime | None = None
    sentence: str = ""
    files: dict[str, Download]
    asked: list[tuple[str, str]]
    said_waiting: list[Waiting] | None = None
    used: int = 0
    lesson_texts: dict[str, str]

    def start(self, changed: Callable[[], None]) -> None:
        """Nothing starts by itself."""

    def status(self) -> SyncStatus:
        known = super().status()
        refused = sum(1 for it in self.outbox() if it.state == "refused")
        pending = len(self.outbox()) - refused
        return replace(
            known,
            kind=self.kind,
            at=NOW,
            pending=pending,
            refused=refused,
            retry_at=self.retry_at,
            sentence=self.sentence or known.sentence,
        )

    def sync_now(self) -> SyncStatus:
        self.asked.append(("sync", ""))
        return self.status()

    def outbox(self) -> Sequence[Waiting]:
        return self.said_waiting if self.said_waiting is not None else super().outbox()

    def retry(self, key: str) -> None:
        self.asked.append(("retry", key))

    def drop(self, key: str) -> None:
        self.asked.append(("drop", key))
        if self.said_waiting is not None:
            self.said_waiting = [it for it in self.said_waiting if it.key != key]

    # --- downloads
    def download(self, resource_id: str) -> None:
        self.asked.append(("download", resource_id))
        resource = self.catalogue().resources.get(resource_id)
        if resource is None:
            raise Refused("This file is not in the library any more.")
        self.files[resource_id] = Download(resource_id, resource.title, DownloadState.QUEUED, 0, resource.size)

    def set_download(self, resource_id: str, state: DownloadState, have: int = 0, file: Path | None = None, **more: object) -> None:
        """How a download stands now."""
        resource = self.catalogue().resources[resource_id]
        have = resource.size if state is DownloadState.DONE else have
        self.files[resource_id] = Download(resource_id, resource.title, state, have, resource.size, file=file, **more)  # type: ignore[arg-type]

    def has_come(self, resource_id: str, content: bytes) -> Path:
        """The file is on this laptop."""
        resource = self.catalogue().resources[resource_id]
        folder = self.folder / "staged" / resource_id
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / resource.name
        file.write_bytes(content)
        self.set_download(resource_id, DownloadState.DONE, file=file)
        return file

    def downloads(self) -> Sequence[Download]:
        return tuple(self.files.values())

    def kept_files(self) -> Mapping[str, Path]:
        return {of: it.file for of, it in self.files.items() if it.file}

    def pause(self, resource_id: str) -> None:
        self.asked.append(("pause", resource_id))
        self.files[resource_id] = replace(self.files[resource_id], state=DownloadState.PAUSED)

    def resume(self, resource_id: str) -> None:
        self.asked.append(("resume", resource_id))
        self.files[resource_id] = replace(self.files[resource_id], state=DownloadState.RUNNING)

    def remove(self, resource_id: str) -> None:
        self.asked.append(("remove", resource_id))
        found = self.files.pop(resource_id)
        if found.file:
            shutil.rmtree(found.file.parent)

    def pin(self, resource_id: str, pinned: bool) -> None:
        self.asked.append(("pin" if pinned else "unpin", resource_id))
        self.files[resource_id] = replace(self.files[resource_id], pinned=pinned)

    def file_of(self, resource_id: str) -> Path | None:
        found = self.files.get(resource_id)
        return found.file if found else None

    def space(self) -> Space:
        return Space(self.used, 2_000_000_000)

    # --- streams
    def address_of(self, resource_id: str) -> str | None:
        """Solo, unless a test says otherwise."""
        return None

    # --- texts
    def fetch_lesson_text(self, lesson_id: str):  # type: ignore[no-untyped-def]
        found = self.lesson_text(lesson_id)
        if found is None and self.kind is SyncKind.OFFLINE:
            raise Offline("This lesson is not on this laptop yet; it needs the network.")
        return found or super().fetch_lesson_text(lesson_id)


def staged(
    *facts: Fact, home: Path, kind: SyncKind = SyncKind.SYNCED, moment: datetime = NOW, things: Sequence[Fact] | None = None
) -> StagedHub:
    """A staged hub that knows the sample catalogue (or these things), a learner and these facts."""
    from tests.builders import learner

    hub = unreached(StagedHub, home, clock=still(moment))
    hub.kind, hub.files, hub.asked = kind, {}, []
    tell(hub, *(sample_catalogue() if things is None else things), learner())
    tell(hub, *facts, seq=2)
    return hub
