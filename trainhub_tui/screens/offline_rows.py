"""Downloads and what waits to be sent, as rows (LIB-2, LIB-5). Pure."""

from collections.abc import Iterable
from datetime import datetime

from trainhub_core.text import alphabetical
from trainhub_core.views.library import size_label
from trainhub_tui.facts import Download, DownloadState, SyncKind, SyncStatus, Waiting
from trainhub_tui.palette import DOT, MARKS, UNKNOWN, bar
from trainhub_tui.screens.times import countdown, time_label
from trainhub_tui.screens.webinar_rows import ago
from trainhub_tui.widgets.row_model import Cell, Column, Row

DOWNLOAD_COLUMNS = (
    Column("File", 22, share=3),
    Column("Progress", 12, drop=2),
    Column("Size", 18, drop=1, align="right"),
    Column("State", 18, share=2),
)
OUTBOX_COLUMNS = (Column("Change", 26, share=3), Column("Made", 5, drop=2), Column("State", 22, share=2))
BAR = 12
ORDER = (DownloadState.RUNNING, DownloadState.QUEUED, DownloadState.PAUSED, DownloadState.FAILED, DownloadState.DONE)
MARK_OF = {
    DownloadState.DONE: "completed",
    DownloadState.RUNNING: "fetching",
    DownloadState.QUEUED: "available",
    DownloadState.FAILED: "trouble",
}


def percent_of(download: Download) -> int:
    """How much is here, in percent; 100 only when done."""
    if download.state is DownloadState.DONE:
        return 100
    return min(99, 100 * download.have // download.size) if download.size else 0


def download_list(downloads: Iterable[Download]) -> list[Row]:
    """Downloads as rows known by resource ids: what moves first, what is done last."""
    return [_download_row(it) for it in sorted(downloads, key=lambda it: (ORDER.index(it.state), alphabetical(it.title)))]


def _download_row(download: Download) -> Row:
    done = download.state is DownloadState.DONE
    mark = MARKS[MARK_OF.get(download.state, "in progress")]
    percent = percent_of(download)
    title = Cell(download.title)
    size = Cell(size_label(download.size) if done else f"{size_label(download.have)} of {size_label(download.size)}", "muted")
    progress = Cell("" if done else bar(percent, BAR).plain, "progress")
    state = Cell(_download_words(download), mark.style.removeprefix("$"))
    return Row(download.resource_id, (title, progress, size, state), ((title,), (state, size)), (Cell(mark.symbol, state.role),))


def _download_words(download: Download) -> str:
    match download.state:
        case DownloadState.DONE:
            words = "newer version: d fetches it" if download.outdated else "on this laptop"
            return f"{words}{DOT}kept" if download.pinned else words
        case DownloadState.RUNNING:
            return f"{percent_of(download)} %"
        case DownloadState.QUEUED:
            return "waits its turn"
        case DownloadState.PAUSED:
            return f"paused at {percent_of(download)} %"
    return download.sentence or "failed"


def outbox_list(waiting: Iterable[Waiting], zone: str) -> list[Row]:
    """What was not sent yet, known by its key; the server's answer stands beside what it refused."""
    rows = []
    for it in waiting:
        refused = it.state == "refused"
        mark = MARKS["trouble" if refused else "syncing"]
        sentence = Cell(it.sentence)
        state = Cell(it.answer or it.state if refused else _waiting_words(it), mark.style.removeprefix("$"))
        made = Cell(time_label(it.made_at, zone), "muted")
        rows.append(Row(it.key, (sentence, made, state), ((sentence,), (state,)), (Cell(mark.symbol, state.role),)))
    return rows


def _waiting_words(waiting: Waiting) -> str:
    tries = f", tried {waiting.tries} times" if waiting.tries > 1 else ", tried once" if waiting.tries else ""
    words = {"queued": "waits to be sent", "in flight": "being sent", "blocked": "waits for the one before it"}
    answer = f"{DOT}{waiting.answer}" if waiting.answer else ""
    return f"{words.get(waiting.state, waiting.state)}{tries}{answer}"


def sync_sentence(status: SyncStatus, now: datetime, zone: str) -> str:
    """How this laptop stands to the server: last sync, what waits, when it is tried again."""
    last = f"Last sync {ago(status.at, now)} ({time_label(status.at, zone)})." if status.at else f"Last sync {UNKNOWN}."
    waits = f" {status.pending} to send." if status.pending else " Everything is sent."
    tries = f" Next try {countdown_seconds(status.retry_at, now)}." if status.retry_at and status.kind is not SyncKind.SYNCED else ""
    said = f" {status.sentence}" if status.sentence else ""
    return f"{last}{waits}{tries}{said}"


def countdown_seconds(moment: datetime, now: datetime) -> str:
    """A countdown that shows seconds in the last minute: `in 25 s`."""
    seconds = int((moment - now).total_seconds())
    if seconds <= 0:
        return "now"
    return f"in {seconds} s" if seconds < 60 else countdown(moment, now)
