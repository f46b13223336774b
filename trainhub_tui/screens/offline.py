"""Offline: downloads, what waits to be sent or needs attention, space, and how sync stands (LIB-2, LIB-5, WEB-3)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.views.library import size_label
from trainhub_tui import palette
from trainhub_tui.facts import Download, DownloadState, SyncKind, Waiting
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.screens.offline_rows import DOWNLOAD_COLUMNS, OUTBOX_COLUMNS, download_list, outbox_list, sync_sentence
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Rows

POLL_SECONDS = 0.5
BAR = 20


class OfflineScreen(MovingPage):
    """Two lists, and how full the space is. Verbs act on the list that has the focus."""

    SECTION = "offline"
    TITLE = "Offline"
    CSS_PATH = ["../styles/lists.tcss", "../styles/offline.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("open", "pause", "retry", "remove", "pin", "export", "download")
    _downloads: Sequence[Download] = ()
    _waiting: Sequence[Waiting] = ()
    _seen_before: object = None

    def compose_page(self) -> Iterable[Widget]:
        yield Static(id="head")
        yield RowList(DOWNLOAD_COLUMNS, card_lines=2, card_below=56, mark_width=2, id="downloads")
        yield RowList(OUTBOX_COLUMNS, card_lines=2, card_below=56, mark_width=2, id="outbox")
        yield Static(id="foot")

    def on_mount(self) -> None:
        self._list("downloads").border_title = "Downloads"
        self._list("outbox").border_title = "To send"
        self._list("downloads").empty = "Nothing is downloaded yet. In the library (4), d keeps a document for offline."
        self._list("outbox").empty = "Nothing waits to be sent."
        self._list("downloads").focus()
        self.set_interval(POLL_SECONDS, self._poll)

    def _list(self, name: str) -> RowList:
        return self.query_one(f"#{name}", RowList)

    def pane(self) -> Widget:
        return self._list("downloads")

    @property
    def _in_outbox(self) -> bool:
        return self._list("outbox").has_focus

    # --- showing
    def refresh_view(self) -> None:
        self._downloads, self._waiting = self.hub.downloads(), self.hub.outbox()
        self._list("downloads").update(Rows(download_list(self._downloads)))
        self._list("outbox").update(Rows(outbox_list(self._waiting, self.hub.zone)))
        self._show_head()
        self._show_foot()

    def _show_foot(self) -> None:
        """What there is to say of what is chosen, in full: rows shorten it."""
        self.query_one("#foot", Static).update(Content(self.why()))

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_foot()

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self._show_foot()

    def _poll(self) -> None:
        """Progress and countdown, while there is any."""
        if not self.is_current:
            return
        downloads = self.hub.downloads()
        if downloads != self._downloads:
            self.refresh_view()
        elif self.hub.status().retry_at:
            self._show_head()

    def _show_head(self) -> None:
        status, space = self.hub.status(), self.hub.space()
        percent = min(100, 100 * space.used // space.quota) if space.quota else 0
        marks = {SyncKind.SYNCED: "synced", SyncKind.OFFLINE: "no network", SyncKind.SIGNED_OUT: "trouble"}
        mark = palette.mark(marks.get(status.kind, "syncing"))
        sync = Content.assemble(mark.content, f" {sync_sentence(status, self.hub.now(), self.hub.zone)}")
        used = f" {size_label(space.used)} of {size_label(space.quota)} used"
        self.query_one("#head", Static).update(
            Content("\n").join(
                [sync, Content.assemble(palette.bar(percent, BAR if self.size.width >= 60 else BAR // 2), (used, palette.MUTED))]
            )
        )

    # --- what is chosen
    @property
    def download(self) -> Download | None:
        """The chosen download."""
        key = self._list("downloads").key
        return next((it for it in self._downloads if it.resource_id == key), None) if not self._in_outbox else None

    @property
    def waiting(self) -> Waiting | None:
        """The chosen change that was not sent yet."""
        key = self._list("outbox").key
        return next((it for it in self._waiting if it.key == key), None) if self._in_outbox else None

    def _need_download(self) -> str | None:
        if self.download:
            return None
        return "tab goes to the downloads." if self._in_outbox else "Nothing is downloaded yet."

    # --- verbs
    def can_open(self) -> str | None:
        if self.waiting:
            return self.waiting.answer or "It waits to be sent; t tries now."
        return self._need_download()

    def verb_open(self) -> None:
        if self.download:
            self.app.open("document", self.download.resource_id)

    def can_pause(self) -> str | None:
        if refusal := self._need_download():
            return refusal
        return "It is on this laptop already." if self.download and self.download.state is DownloadState.DONE else None

    def verb_pause(self) -> None:
        if it := self.download:
            go_on = it.state in (DownloadState.PAUSED, DownloadState.FAILED)
            self.work(lambda: (self.hub.resume if go_on else self.hub.pause)(it.resource_id))

    def can_retry(self) -> str | None:
        if self.waiting:
            return None
        if refusal := self._need_download():
            return refusal
        failed = self.download and self.download.state is DownloadState.FAILED
        return None if failed else "Only what failed or was refused can be tried again; p pauses and goes on."

    def verb_retry(self) -> None:
        waiting, download = self.waiting, self.download
        if waiting:
            self.work(lambda: self._send_again(waiting.key), "Tried again.")
        elif download:
            self.work(lambda: self.hub.resume(download.resource_id))

    def _send_again(self, key: str) -> None:
        self.hub.retry(key)
        self.hub.sync_now()

    def can_download(self) -> str | None:
        if refusal := self._need_download():
            return refusal
        return None if self.download and self.download.outdated else "There is no newer version; t tries again what failed."

    def verb_download(self) -> None:
        if it := self.download:
            self.work(lambda: self.hub.download(it.resource_id), f"Fetching the newer version of {it.title}.")

    def can_remove(self) -> str | None:
        if self.waiting:
            return None if self.waiting.state == "refused" else "It is not refused, so it is kept until it is sent."
        return "Nothing waits to be sent." if self._in_outbox else self._need_download()

    def verb_remove(self) -> None:
        waiting, download = self.waiting, self.download
        if waiting:
            sentence = f"Drop “{waiting.sentence}”? The server said: {waiting.answer} x writes it to a file first."
            self.ask(sentence, "Drop", lambda: self.work(lambda: self.hub.drop(waiting.key), "Dropped."))
        elif download:
            sentence = f"Remove {download.title} ({size_label(download.have)}) from this laptop? It can be downloaded again."
            self.ask(sentence, "Remove", lambda: self.work(lambda: self.hub.remove(download.resource_id), f"{download.title} removed."))

    def can_pin(self) -> str | None:
        return self._need_download()

    def verb_pin(self) -> None:
        if it := self.download:
            said = f"{it.title} may go when space is needed." if it.pinned else f"{it.title} is kept whatever the space."
            self.work(lambda: self.hub.pin(it.resource_id, not it.pinned), said)

    def can_export(self) -> str | None:
        return None if self.hub.outbox() else "Nothing waits to be sent, so there is nothing to export."

    def verb_export(self) -> None:
        self.run_worker(self._export, thread=True, group="do")

    def _export(self) -> None:
        target = Path.home() / f"trainhub-not-sent-{self.hub.now():%Y%m%d-%H%M%S}.json"
        try:
            target.write_text(self.hub.export_outbox(), encoding="utf-8")
        except OSError as error:
            self.app.call_from_thread(self.say, f"It could not be written to {target}: {error.strerror}.", "error")
        else:
            self.app.call_from_thread(self.say, f"Written to {target}.")

    def why(self) -> str:
        if self.waiting:
            return self.waiting.answer or f"{self.waiting.sentence}: {self.waiting.state}."
        return self.download.sentence if self.download else ""
