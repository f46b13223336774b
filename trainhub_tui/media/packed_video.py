"""An HLS folder on this laptop, packed as one file: unpacked for a player under names of ours, with playlists written anew.

A playlist can name nothing outside of its pack, and what no playlist names is not unpacked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from trainhub_core.hls import MOST_BYTES, Named, Placed, PlaylistRefused, Use, part_named, rewritten
from trainhub_core.packed import Part, main_of, parts_of
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.processes import runs

MOST_LISTS = 50
ENDINGS = (".ts", ".m4s", ".mp4", ".m4a", ".m4v", ".aac", ".vtt", ".webvtt")
"""Players open nothing with another ending; keys too have to have one of them."""
BLOCK = 1 << 20
PLAYING = "playing-"


@contextmanager
def room_beside(pack: Path) -> Iterator[Path]:
    """A folder to unpack into, on the disk where the pack is; what a window that was killed has left there is removed."""
    for old in pack.parent.glob(f"{PLAYING}*"):
        number = old.name.removeprefix(PLAYING).partition("-")[0]
        if number.isdecimal() and not runs(int(number)):
            shutil.rmtree(old, ignore_errors=True)
    with TemporaryDirectory(prefix=f"{PLAYING}{os.getpid()}-", dir=pack.parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def playlist_of(pack: Path, folder: Path) -> Path:
    """The playlist to give a player, written to a folder of its own. Raises CannotOpen with a sentence."""
    try:
        with pack.open("rb") as file:
            parts = parts_of(file)
            return _Laid(file, parts, folder).first(main_of(parts))
    except PlaylistRefused as refusal:
        raise CannotOpen(str(refusal)) from None
    except OSError as error:
        raise CannotOpen(f"The video cannot be unpacked to play it: {error.strerror}.") from None


class _Laid:
    """The playlists of one pack, each written when another names it."""

    def __init__(self, file: BinaryIO, parts: Mapping[str, Part], folder: Path) -> None:
        self._file = file
        self._parts = parts
        self._folder = folder
        self._lists: list[str] = []
        self._written: dict[str, str] = {}

    def first(self, name: str) -> Path:
        self._lists.append(name)
        for number, each in enumerate(self._lists):  # it grows while it is read
            text = rewritten(self._text(each), lambda named, of=each: self._place(of, named))  # type: ignore[misc]
            (self._folder / f"{number}.m3u8").write_text(text, "utf-8")
        return self._folder / "0.m3u8"

    def _place(self, playlist: str, named: Named) -> Placed:
        name = part_named(playlist, named.uri)
        part = self._parts.get(name)
        if part is None:
            raise PlaylistRefused(f"{name} is missing in the video's folder.")
        if named.use is Use.PLAYLIST:
            return Placed(f"{self._number(name)}.m3u8")
        if named.span and sum(named.span) > part.size:
            raise PlaylistRefused(f"The playlist names more of {name} than there is.")
        return Placed(self._unpacked(name, part), named.span)

    def _number(self, playlist: str) -> int:
        if playlist not in self._lists:
            if len(self._lists) >= MOST_LISTS:
                raise PlaylistRefused("The video has more playlists than any has.")
            self._lists.append(playlist)
        return self._lists.index(playlist)

    def _unpacked(self, name: str, part: Part) -> str:
        """The part, written when it is first named."""
        if name not in self._written:
            ending = PurePosixPath(name).suffix.lower()
            self._written[name] = f"part{len(self._written)}{ending if ending in ENDINGS else ENDINGS[0]}"
            with (self._folder / self._written[name]).open("xb") as target:
                self._file.seek(part.start)
                for size in (*[BLOCK] * (part.size // BLOCK), part.size % BLOCK):
                    target.write(self._file.read(size))
        return self._written[name]

    def _text(self, name: str) -> bytes:
        part = self._parts[name]
        self._file.seek(part.start)
        return self._file.read(min(part.size, MOST_BYTES + 1))
