"""What can be done with a resource, or a collection, wherever one is chosen: download, open outside, remove (LIB-2, LIB-5)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.library import Resource
from trainhub_core.operations import SetBookmark
from trainhub_core.views.library import size_label
from trainhub_tui.facts import Download, DownloadState, SyncKind
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.moving import MovingPage

POLL_SECONDS = 0.25
MOVING = (DownloadState.RUNNING, DownloadState.QUEUED)


class ResourceActs(MovingPage):
    """A page on which resources can be chosen; `chosen` says which ones."""

    VERBS: ClassVar[tuple[str, ...]] = ("download", "download-all", "open-outside", "remove", "bookmark")
    known: Known = Known()
    downloads: Mapping[str, Download] = {}

    @property
    def chosen(self) -> Sequence[Resource]:
        """The resources that are chosen: one, or a whole collection."""
        return ()

    @property
    def around(self) -> Sequence[Resource]:
        """The resources of the collection that what is chosen belongs to."""
        return self.chosen

    @property
    def one(self) -> Resource | None:
        """The resource that is chosen, None when it is a collection or nothing."""
        return self.chosen[0] if len(self.chosen) == 1 else None

    def is_in_footer(self, verb_id: str) -> bool:
        return super().is_in_footer(verb_id) and (verb_id != "download-all" or len(self.around) > 1)

    # --- progress
    def read_downloads(self) -> bool:
        """Look how far the downloads are; tells whether any of them has moved."""
        before, self.downloads = self.downloads, {it.resource_id: it for it in self.hub.downloads()}
        return before != self.downloads

    # --- download
    def can_download(self) -> str | None:
        if not self.chosen:
            return "Choose a document or a collection first."
        return self._why_not_fetch(self.chosen)

    def verb_download(self) -> None:
        self._fetch(self.chosen)

    def can_download_all(self) -> str | None:
        if not self.around:
            return "Choose a document or a collection first."
        return self._why_not_fetch(self.around)

    def verb_download_all(self) -> None:
        self._fetch(self.around)

    def is_here(self, resource_id: str) -> bool:
        """Whether the newest known version is on this laptop."""
        download = self.downloads.get(resource_id)
        return download is not None and download.state is DownloadState.DONE and not download.outdated

    def _why_not_fetch(self, wanted: Sequence[Resource]) -> str | None:
        missing = [it for it in wanted if it.sha256 and not self.is_here(it.id)]
        if missing:
            is_coming = all(it.id in self.downloads and self.downloads[it.id].state in MOVING for it in missing)
            return "It is on its way already; 8 shows how far." if is_coming else None
        if len(wanted) == 1 and not wanted[0].sha256:
            return f"{wanted[0].title} is played from its own address; it cannot be kept on this laptop."
        return (
            f"{wanted[0].title} is on this laptop already; enter opens it." if len(wanted) == 1 else "All of it is on this laptop already."
        )

    def _fetch(self, wanted: Sequence[Resource]) -> None:
        missing = [it for it in wanted if it.sha256 and not self.is_here(it.id)]
        what = missing[0].title if len(missing) == 1 else f"{len(missing)} files"
        size = size_label(sum(it.size for it in missing))
        later = " It starts when the network is back." if self.is_offline else ""
        self.work(lambda: self._each(self.hub.download, missing), f"Downloading {what} ({size}).{later}")

    def _each(self, act: Callable[[str], None], wanted: Sequence[Resource]) -> None:
        for it in wanted:
            act(it.id)

    @property
    def is_offline(self) -> bool:
        """Whether the server cannot be reached now."""
        return self.hub.status().kind in (SyncKind.OFFLINE, SyncKind.TROUBLE)

    # --- the file on this laptop
    def can_open_outside(self) -> str | None:
        if self.one is None:
            return "Choose a document first."
        return None if self.hub.file_of(self.one.id) else f"{self.one.title} is not on this laptop yet; d downloads it."

    def verb_open_outside(self) -> None:
        file = self.hub.file_of(self.one.id) if self.one else None
        if file and (refusal := self.app.open_outside(str(file))):
            self.say(refusal, "warning")

    def can_remove(self) -> str | None:
        if any(it.id in self.downloads for it in self.chosen):
            return None
        return "There is nothing of it on this laptop to remove."

    def verb_remove(self) -> None:
        wanted = [it for it in self.chosen if it.id in self.downloads]
        size = size_label(sum(self.downloads[it.id].have for it in wanted))
        what = wanted[0].title if len(wanted) == 1 else f"{len(wanted)} files"
        sentence = f"Remove {what} ({size}) from this laptop? It stays in the library and can be downloaded again."
        self.ask(sentence, "Remove", lambda: self.work(lambda: self._each(self.hub.remove, wanted), f"{what} removed from this laptop."))

    # --- bookmark
    def can_bookmark(self) -> str | None:
        return None if self.one else "Choose a document first."

    def verb_bookmark(self) -> Awaitable[None] | None:
        state = self.known.state
        if self.one is None or state is None:
            return None
        mark = Bookmark(kind=BookmarkKind.RESOURCE, object=self.one.id, title=self.one.title, at=self.hub.now())
        known = state.bookmarks.get(mark.id)
        on = not (known and known.on)
        said = f"Bookmark {'set on' if on else 'removed from'} {self.one.title}."
        self.do(SetBookmark(bookmark=mark.model_copy(update={"on": on})), said)
        return None
