"""What the hub tells about itself: sync, outbox, downloads. Plain dataclasses, because they are made before the first paint."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from trainhub_core.light import light


class SyncKind(StrEnum):
    """How the hub stands to the server."""

    STARTING = "starting"
    SYNCING = "syncing"
    SYNCED = "synced"
    OFFLINE = "offline"
    TROUBLE = "trouble"
    SIGNED_OUT = "signed out"


@light(frozen=True)
class SyncStatus:
    """`pending` operations wait to be sent, `refused` ones need the learner; `sentence` says what to know or do."""

    kind: SyncKind
    at: datetime | None = None
    pending: int = 0
    refused: int = 0
    sentence: str = ""
    retry_at: datetime | None = None
    read_only: bool = False


@light(frozen=True)
class Waiting:
    """An operation in the outbox. `state` is queued, in flight, blocked or refused; `answer` the server's sentence."""

    key: str
    sentence: str
    state: str
    tries: int
    made_at: datetime
    answer: str


class DownloadState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


@light(frozen=True)
class Download:
    """One file being or having been fetched. `have` and `size` in bytes; `file` once done; `outdated` when a newer version is known."""

    resource_id: str
    title: str
    state: DownloadState
    have: int
    size: int
    sentence: str = ""
    file: Path | None = None
    pinned: bool = False
    outdated: bool = False


@light(frozen=True)
class Space:
    """Bytes that downloads use, and may use."""

    used: int
    quota: int
