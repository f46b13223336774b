"""Files in a folder, each named by its SHA-256, handed out by this server at addresses that it signs itself."""

import asyncio
import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from trainhub_core.packed import Part, parts_of
from trainhub_server.files.store import CHUNK, SHA256, Label, PartSigner, Piece, StoreTrouble
from trainhub_server.refusals import NotThere
from trainhub_server.signing import Signer

GONE = "This file is not here any more."
Given = ParamSpec("Given")
Result = TypeVar("Result")


class FolderFiles:
    def __init__(self, folder: Path, signer: Signer) -> None:
        self._folder = folder
        self._signer = signer

    @property
    def work(self) -> Path:
        return self._folder / "incoming"

    async def check(self) -> None:
        """A folder is made when the first file comes."""
        if not await _in_thread(_is_usable, self._folder):
            raise StoreTrouble("The folder of the files cannot be read and written.")

    async def find(self, sha256: str) -> int | None:
        path = self.path(sha256)
        return await _in_thread(_size, path) if path else None

    async def add(self, sha256: str, content: bytes | Path) -> None:
        path = self.path(sha256)
        if path is None:
            raise ValueError("this is no SHA-256")
        if await _in_thread(_size, path) is None:
            await _in_thread(_write_whole, path, content, sha256, self.work)
        else:
            await _in_thread(path.touch)  # wanted again just now, see `remove`

    async def open(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        path = self.path(sha256)
        try:
            if path is None:
                raise NotThere(GONE)
            file = await asyncio.to_thread(path.open, "rb", buffering=0)
        except FileNotFoundError:
            raise NotThere(GONE) from None
        return _chunks(file, start, end)

    async def remove(self, sha256: str, before: datetime | None = None) -> int:
        path = self.path(sha256)
        return await _in_thread(_remove, path, before) if path else 0

    def sign(self, sha256: str, label: Label, expires: datetime) -> str:
        return self._signer.path(sha256, expires)

    async def parts(self, sha256: str) -> Mapping[str, Part]:
        path = self.path(sha256)
        try:
            if path is None:
                raise NotThere(GONE)
            return await asyncio.to_thread(_parts, path)
        except FileNotFoundError:
            raise NotThere(GONE) from None

    async def part_signer(self, sha256: str, expires: datetime) -> PartSigner:
        return lambda _: None

    async def keep(self, name: str, content: bytes) -> None:
        await _in_thread(_write_whole, self._pieces / name, content, None, self.work)

    async def take(self, name: str) -> bytes:
        try:
            return await asyncio.to_thread((self._pieces / name).read_bytes)
        except FileNotFoundError:
            raise NotThere("A part of this upload is not here any more; send it again.") from None

    async def kept(self, under: str = "") -> Sequence[Piece]:
        return await _in_thread(_pieces, self._pieces, under)

    async def drop(self, names: Iterable[str]) -> None:
        await _in_thread(_drop, self._pieces, list(names))

    def path(self, sha256: str) -> Path | None:
        """Where the file with this content is, or would be; None for what is no hash."""
        return self._folder / sha256[:2] / sha256 if SHA256.fullmatch(sha256) else None

    @property
    def _pieces(self) -> Path:
        return self._folder / "uploads"


async def _in_thread(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    try:
        return await asyncio.to_thread(work, *given, **named)
    except OSError as fault:
        raise StoreTrouble(f"The server's disk does not take or give this file: {fault.strerror}.") from fault


def _is_usable(folder: Path) -> bool:
    there = next((it for it in (folder, *folder.absolute().parents) if it.exists()), folder)
    return os.access(there, os.R_OK | os.W_OK | os.X_OK)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _remove(path: Path, before: datetime | None) -> int:
    try:
        told = path.stat()
        if before and told.st_mtime >= before.timestamp():
            return 0
        path.unlink()
    except OSError:
        return 0  # not here, or somebody reads it just now where a system forbids it; the next time it goes
    return told.st_size


def _write_whole(target: Path, content: bytes | Path, sha256: str | None, work: Path) -> None:
    """Under its name only once it is whole, right and on the disk; until then where the half of it that a kill leaves is cleared."""
    new = [it for it in (target.parent, *target.parent.parents) if not it.exists()]
    for folder in (target.parent, work):
        folder.mkdir(parents=True, exist_ok=True)
    part = work / f"{secrets.token_hex(8)}.part"
    try:
        _write(part, content)
        if sha256 is not None:
            with part.open("rb") as written:
                if hashlib.file_digest(written, "sha256").hexdigest() != sha256:
                    raise ValueError(f"the file for {sha256} has other content")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    for folder in dict.fromkeys((target.parent, *(it.parent for it in new))):
        _on_disk(folder)


def _on_disk(folder: Path) -> None:
    """The names in a folder are there after a power cut too; a row in the database already counts on them."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _write(part: Path, content: bytes | Path) -> None:
    with part.open("xb") as out:
        if isinstance(content, bytes):
            out.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, out)
        out.flush()
        os.fsync(out.fileno())


async def _chunks(file: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    with file:
        await asyncio.to_thread(file.seek, start)
        while start < end:
            chunk = await asyncio.to_thread(file.read, min(CHUNK, end - start))
            if not chunk:
                return
            start += len(chunk)
            yield chunk


@lru_cache(maxsize=32)
def _parts(path: Path) -> Mapping[str, Part]:
    """What a pack holds; the path names its content, so this never changes."""
    with path.open("rb") as file:
        return parts_of(file)


def _pieces(folder: Path, under: str) -> list[Piece]:
    found = []
    for path in sorted((folder / under).rglob("*")):
        if path.is_file():
            told = path.stat()
            found.append(Piece(path.relative_to(folder).as_posix(), told.st_size, datetime.fromtimestamp(told.st_mtime, UTC)))
    return found


def _drop(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
    for parent in {(folder / name).parent for name in names}:
        if parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
