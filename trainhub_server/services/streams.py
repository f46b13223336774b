"""Videos played from here without a download: a file by its address, an HLS folder by playlists whose parts are signed one by one."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from trainhub_core.hls import MOST_BYTES, Named, Placed, PlaylistRefused, Use, part_named, rewritten
from trainhub_core.models.library import HLS, Resource
from trainhub_core.models.wire import FileLink
from trainhub_core.packed import Part, main_of
from trainhub_server.files.store import FileStore
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.services.resources import label_of, link_to, stored
from trainhub_server.signing import Signer
from trainhub_server.unit import Unit

if TYPE_CHECKING:  # an extra
    from trainhub_server.files.cloudfront import CdnSigner

PLAYLIST = "application/vnd.apple.mpegurl"
MEDIA_TYPES = {".m3u8": PLAYLIST, ".ts": "video/mp2t", ".m4s": "video/mp4", ".mp4": "video/mp4", ".aac": "audio/aac", ".vtt": "text/vtt"}


@dataclass(frozen=True, slots=True)
class Streams:
    """What is stored, and how it is handed out."""

    files: FileStore
    signer: Signer
    cdn: "CdnSigner | None" = None

    async def link(self, resource: Resource, expires: datetime) -> FileLink:
        """A signed address to play a resource from, of an HLS folder its first playlist. Raises NotThere, Refused."""
        sha256 = resource.sha256
        if resource.format == HLS:
            address = self.signer.path(f"{sha256}/{_main(await self._parts(sha256))}", expires)
        elif self.cdn:
            address = self.cdn.file(sha256, expires)
        else:
            address = self.files.sign(sha256, label_of(resource), expires)
        return link_to(resource, address, expires)

    async def part(self, sha256: str, name: str) -> tuple[Part, str]:
        """A file of a packed folder: where in it, and its media type. Raises NotThere, Refused."""
        parts = await self._parts(sha256)
        if name not in parts:
            raise NotThere("This part of the video is not here.")
        return parts[name], MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")

    async def playlist(self, sha256: str, name: str, expires: datetime) -> str:
        """A playlist whose every address is signed until then. Raises NotThere, Refused."""
        part, _ = await self.part(sha256, name)
        parts = await self._parts(sha256)
        elsewhere = self.cdn.parts(sha256, parts, expires).get if self.cdn else await self.files.part_signer(sha256, expires)

        def place(named: Named) -> Placed:
            found = part_named(name, named.uri)
            if found not in parts:
                raise PlaylistRefused(f"{found} is missing in the video's folder.")
            address = elsewhere(found) if named.use is Use.PART else None
            return Placed(address or self.signer.path(f"{sha256}/{found}", expires), named.span)

        chunks = await self.files.open(sha256, part.start, part.start + min(part.size, MOST_BYTES + 1))
        content = b"".join([chunk async for chunk in chunks])
        try:
            return await asyncio.to_thread(rewritten, content, place)
        except PlaylistRefused as refusal:
            raise Refused(str(refusal)) from None

    async def _parts(self, sha256: str) -> Mapping[str, Part]:
        try:
            return await self.files.parts(sha256)
        except PlaylistRefused as refusal:
            raise Refused(str(refusal)) from None


async def playable(unit: Unit, caller: str, resource_id: str) -> Resource:
    """A resource that is kept here. Raises NotThere, Refused."""
    row = await unit.row_of(caller)
    catalogue = await unit.offer.at(unit.connection, row.versions)
    return stored(catalogue.resources.get(resource_id))


def _main(parts: Mapping[str, Part]) -> str:
    try:
        return main_of(parts)
    except PlaylistRefused as refusal:
        raise Refused(str(refusal)) from None
