"""Where a page's video comes from: this laptop, the server, its own address, or a page of Vimeo (VID-1, VID-4)."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from textual.content import Content

from trainhub_core.models.library import HLS, Resource
from trainhub_tui.media.packed_video import playlist_of, room_beside
from trainhub_tui.media.players import How, how_here, other_player, play_elsewhere
from trainhub_tui.media.playing import Source, Stream
from trainhub_tui.media.video_pages import NO_EXTRA, PageTrouble, has_extra, is_page, stream_of
from trainhub_tui.screens.document_words import gone, on_its_way
from trainhub_tui.screens.resource_acts import ResourceActs
from trainhub_tui.screens.video_words import NOT_COUNTED, where
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.stated import Stated

NEEDS_MPV = "This video is made of many parts, which mpv alone can play; it is not on this laptop."


class VideoSource(ResourceActs):
    """See the module. Subclasses show a `Stated`."""

    resource_id: str = ""
    _file: Path | None = None
    _streams = _asked = False

    @property
    def resource(self) -> Resource | None:
        """What is played."""
        return self.known.catalogue.resources.get(self.resource_id)

    @property
    def chosen(self) -> Sequence[Resource]:
        return [self.resource] if self.resource else []

    def how(self) -> How:
        """Where a video shows here."""
        return how_here(os.environ, chosen=self.app.config.video)

    @property
    def url(self) -> str:
        """Its own address, empty for a video that the server has."""
        return (self.resource.url or "") if self.resource and not self.resource.sha256 else ""

    @property
    def can_play(self) -> bool:
        """Whether there is a place to play it from."""
        return bool(self._file or self._streams or self.url)

    def look(self) -> bool:
        """Whether it can be played; where not, see to that, or say what stands in the way."""
        resource = self.resource
        if resource is None:
            self._state(gone("This video is not offered any more."))
            return False
        if self._file is None and resource.sha256:
            self._file = self.hub.file_of(resource.id)
        self.set_class(not self.can_play, "-stated")
        if not self.can_play:
            self._see_to(resource)
        return self.can_play

    def _see_to(self, resource: Resource) -> None:
        download = self.downloads.get(resource.id)
        if download is None and not self._asked and not self.is_offline:
            self._asked = True
            self.work(self._find_a_way)
        self._state(on_its_way(resource, download, offline=self.is_offline))

    def _find_a_way(self) -> None:
        """Stream it where a player can reach the server, else fetch it. In a thread."""
        try:
            self._streams = self.how() is not How.OUTSIDE and self.hub.address_of(self.resource_id) is not None
        except Trouble:
            self._streams = False  # what the server says to the download is said there
        if not self._streams:
            self.hub.download(self.resource_id)

    def _state(self, said: Content) -> None:
        self.query_one(Stated).show(said)

    def where(self) -> str:
        """Where it will show, and from where it comes."""
        if self.plays_in_browser:
            return f"Opens in the browser. {NOT_COUNTED}" + (f" {NO_EXTRA}" if self.how() is not How.OUTSIDE else "")
        if self.url:
            return f"{where(self.how(), None)} It streams from {urlsplit(self.url).hostname} and cannot be kept here."
        streams = "" if self._file else f" It streams from the server; {self.key_of('download')} keeps it on this laptop."
        return f"{where(self.how(), other_player())}{streams}"

    # --- what a player is given
    def room(self) -> AbstractContextManager[str | Path]:
        """A folder for what has to be written to play it."""
        packed = self._file is not None and self.resource is not None and self.resource.format == HLS
        return room_beside(self._file) if packed and self._file else TemporaryDirectory(prefix="trainhub-captions-")

    async def source(self, second: float, folder: Path, speed: float) -> Source:
        """What to play; `folder` is for what has to be written for it. Raises Trouble, PageTrouble, CannotOpen with a sentence."""
        file, resource = self._file, self.resource
        if file is not None:
            packed = resource is not None and resource.format == HLS
            if not packed:
                return Source(str(file), second, speed=speed)
            lists = Stream(str(await asyncio.to_thread(playlist_of, file, folder)))
            return Source(lists.target, second, speed=speed, again=lambda: asyncio.sleep(0, lists))
        stream = await self._stream()
        return Source(stream.target, second, None, stream.headers, speed, self._again)

    async def _stream(self) -> Stream:
        if self.url:
            return await stream_of(self.url) if is_page(self.url) else Stream(self.url)
        address = await asyncio.to_thread(self.hub.address_of, self.resource_id)
        if address is None:
            raise PageTrouble("The server has no address for this video any more; d downloads it.")
        return Stream(address)

    async def _again(self) -> Stream | None:
        try:
            return await self._stream()
        except (Trouble, PageTrouble):
            return None

    # --- without mpv
    @property
    def plays_in_browser(self) -> bool:
        """Whether it is nothing that a player here can be given."""
        return bool(self.url) and (self.how() is How.OUTSIDE or (is_page(self.url) and not has_extra()))

    def play_outside(self) -> None:
        """Hand it to another program, and say so."""
        file = self._file
        if self.plays_in_browser:
            refusal = self.app.open_outside(self.url)
            self.say(refusal or f"Opened in the browser. {NOT_COUNTED}", "warning" if refusal else "information")
        elif file is None or (self.resource and self.resource.format == HLS):
            self.say(NEEDS_MPV, "warning")
        elif name := other_player():
            play_elsewhere(name, file)
            self.say(f"Opened in {name}. {NOT_COUNTED}")
        else:
            refusal = self.app.open_outside(str(file))
            self.say(refusal or f"Opened in the system's program. {NOT_COUNTED}", "warning" if refusal else "information")

    def can_open_outside(self) -> str | None:
        if self.resource and self.resource.format == HLS:
            return "This video is made of many parts in one file; enter plays it."
        return None if self.url else super().can_open_outside()

    def verb_open_outside(self) -> None:
        if self.url:
            if refusal := self.app.open_outside(self.url):
                self.say(refusal, "warning")
        else:
            super().verb_open_outside()
