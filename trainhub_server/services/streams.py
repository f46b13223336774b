"""Videos played from here without a download: a file by its address, an HLS folder by playlists whose parts are signed one by one."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath

from trainhub_core.hls import MOST_BYTES, Named, Placed, PlaylistRefused, part_named, rewritten
from trainhub_core.models.library import HLS
from trainhub_core.models.wire import FileLink
from trainhub_core.packed import Part, main_of, parts_of
from trainhub_server.file_store import FileStore
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.services.resources import link_to, stored
from trainhub_server.signing import Signer
from trainhub_server.unit import Unit

PLAYLIST = "application/vnd.apple.mpegurl"
MEDIA_TYPES = {".m3u8": PLAYLIST, ".ts": "video/mp2t", ".m4s": "video/mp4", ".mp4": "video/mp4", ".aac": "audio/aac", ".vtt": "text/vtt"}


@dataclass(frozen=True, slots=True)
class Streams:
    """What is stored, and how it is handed out."""

    files: FileStore
    signer: Signer

    async def link(self, unit: Unit, caller: str, resource_id: str, life: timedelta) -> FileLink:
        """A signed address to play a resource from, of an HLS folder its first playlist. Raises NotThere, Refused."""
        row = await unit.row_of(caller)
        catalogue = await unit.offer.at(unit.connection, row.versions)
        resource = stored(catalogue.resources.get(resource_id))
        name = resource.sha256
        if resource.format == HLS:
            name = f"{name}/{await asyncio.to_thread(self._main, name)}"
        expires = (unit.now + life).replace(microsecond=0)
        return link_to(resource, self.signer.path(name, expires), expires)

    def part(self, sha256: str, name: str) -> tuple[Path, Part, str]:
        """A file of a packed folder: where it is, and its media type. Raises NotThere, Refused."""
        path, parts = self._pack(sha256)
        if name not in parts:
            raise NotThere("This part of the video is not here.")
        return path, parts[name], MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")

    def playlist(self, sha256: str, name: str, expires: datetime) -> str:
        """A playlist whose every address is signed until then. Raises NotThere, Refused."""
        path, part, _ = self.part(sha256, name)
        _, parts = self._pack(sha256)

        def place(named: Named) -> Placed:
            found = part_named(name, named.uri)
            if found not in parts:
                raise PlaylistRefused(f"{found} is missing in the video's folder.")
            return Placed(self.signer.path(f"{sha256}/{found}", expires), named.span)

        with path.open("rb") as file:
            file.seek(part.start)
            content = file.read(min(part.size, MOST_BYTES + 1))
        try:
            return rewritten(content, place)
        except PlaylistRefused as refusal:
            raise Refused(str(refusal)) from None

    def _main(self, sha256: str) -> str:
        try:
            return main_of(self._pack(sha256)[1])
        except PlaylistRefused as refusal:
            raise Refused(str(refusal)) from None

    def _pack(self, sha256: str) -> tuple[Path, Mapping[str, Part]]:
        path = self.files.find(sha256)
        if path is None:
            raise NotThere("This file is not here any more.")
        try:
            return path, _parts(path)
        except PlaylistRefused as refusal:
            raise Refused(str(refusal)) from None


@lru_cache(maxsize=32)
def _parts(path: Path) -> Mapping[str, Part]:
    """What a pack holds; the path names its content, so this never changes."""
    with path.open("rb") as file:
        return parts_of(file)
