"""How this computer stands to the server, in words and as JSON."""

from trainhub_tui.cli.answer import Json
from trainhub_tui.cli.words import counted, moment_words
from trainhub_tui.hub import SyncKind, SyncStatus

_KINDS = {
    SyncKind.SYNCING: "syncing",
    SyncKind.OFFLINE: "offline",
    SyncKind.TROUBLE: "trouble with the server",
    SyncKind.SIGNED_OUT: "signed out",
}


def status_words(status: SyncStatus, zone: str) -> str:
    """Synced Tue 28 Jan 2025 14:02; 2 changes to send; 1 needs attention (`trainhub outbox`)."""
    parts = [_standing(status, f" {moment_words(status.at, zone)}" if status.at else "")]
    if status.pending:
        parts.append(f"{counted(status.pending, 'change')} to send")
    if status.refused:
        parts.append(f"{counted(status.refused, 'change needs', 'changes need')} attention (`trainhub outbox`)")
    if status.read_only:
        parts.append("nothing can be saved on this computer")
    return "; ".join(parts)


def _standing(status: SyncStatus, when: str) -> str:
    if status.kind is SyncKind.STARTING:
        return f"last synced{when}; the server was not asked this time" if when else "nothing has come from the server yet"
    if status.kind is SyncKind.SYNCED:
        return f"synced{when}"
    return f"{_KINDS[status.kind]}{f', last synced{when}' if when else ''}"


def status_facts(status: SyncStatus) -> dict[str, Json]:
    """Every field."""
    return {
        "kind": status.kind.value,
        "at": status.at.isoformat() if status.at else None,
        "pending": status.pending,
        "refused": status.refused,
        "sentence": status.sentence,
        "retry_at": status.retry_at.isoformat() if status.retry_at else None,
        "read_only": status.read_only,
    }
