"""The hub's status in a few words, for the top right of every page."""

from datetime import datetime

from textual.content import Content

from trainhub_tui import palette
from trainhub_tui.facts import SyncKind, SyncStatus
from trainhub_tui.screens.times import time_label


def status_line(status: SyncStatus, zone: str, now: datetime) -> Content:
    """`● synced 14:02`, `◌ syncing`, `○ offline · 2 to send`, `✖ 1 needs attention`."""
    waiting = f"{palette.DOT}{status.pending} to send" if status.pending else ""
    if status.refused:
        return _said("trouble", f"{status.refused} need{'s' if status.refused == 1 else ''} attention")
    match status.kind:
        case SyncKind.SYNCED:
            at = f" {time_label(status.at, zone)}" if status.at else ""
            return _said("synced", f"synced{at}{waiting}")
        case SyncKind.OFFLINE:
            return _said("no network", f"offline{waiting}")
        case SyncKind.SIGNED_OUT:
            return _said("trouble", f"signed out{waiting}")
        case SyncKind.TROUBLE:
            again = f"{palette.DOT}again in {_until(status.retry_at, now)}" if status.retry_at else ""
            return _said("trouble", f"server trouble{again or waiting}")
        case SyncKind.STARTING:
            return _said("syncing", f"starting{waiting}")
        case _:
            return _said("syncing", f"syncing{waiting}")


def banner(status: SyncStatus) -> str:
    """The sentence that stands under the tabs while one is signed out or nothing can be saved; empty otherwise."""
    if status.kind is SyncKind.SIGNED_OUT and not status.read_only:
        return status.sentence
    if not status.read_only:
        return ""
    return status.sentence or "Nothing can be saved on this laptop just now; you can read, and look around."


def _until(moment: datetime, now: datetime) -> str:
    seconds = max(0, int((moment - now).total_seconds()))
    return f"{seconds} s" if seconds < 100 else f"{seconds // 60} min"


def _said(state: str, words: str) -> Content:
    mark = palette.mark(state)
    return Content.assemble(mark.content, " ", (words, mark.style if state == "trouble" else palette.MUTED))
