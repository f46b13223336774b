"""Files of authors in parts: each checked as it comes, the whole before it has a name. Source: CONT-4; reliability.md, Server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from trainhub_core.models.uploads import StartUpload, Upload, UploadedFile
from trainhub_server.files.store import FileStore
from trainhub_server.refusals import Invalid, NotThere, Refused, TooLarge
from trainhub_server.repositories import uploads as repository
from trainhub_server.repositories.uploads import UploadRow
from trainhub_server.unit import Unit

KEPT = timedelta(days=7)
MOST_OPEN = 20
MOST_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file, and how many bytes every part of it has but the last."""

    file: int
    part: int

    def parts(self, size: int) -> int:
        return -(-size // self.part)

    def size_of(self, number: int, size: int) -> int:
        return min(self.part, size - (number - 1) * self.part)


async def begun(unit: Unit, caller: str, order: StartUpload, limits: Limits, random_hex: Callable[[int], str]) -> UploadRow:
    """The upload of this content, new or gone on with. Raises TooLarge, Refused."""
    if order.size > limits.file or limits.parts(order.size) > MOST_PARTS:
        raise TooLarge(f"A file may be {limits.file // 2**20} MB at most; link large videos by their address.")
    if await repository.count_others(unit.connection, caller, order.sha256) >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} uploads of yours are not finished; finish or abandon one first.")
    row = await repository.begin(unit.connection, UploadRow(random_hex(16), caller, order.sha256, order.size, order.name, unit.now))
    if row.size != order.size:
        raise Refused(f"This file was announced with {row.size} bytes before, and with {order.size} now; abandon the first upload.")
    return row


async def mine(unit: Unit, caller: str, upload_id: str) -> UploadRow:
    """Raises NotThere, also for somebody else's."""
    row = await repository.of_author(unit.connection, upload_id, caller)
    if row is None:
        raise NotThere("There is no such upload; begin it again.")
    return row


async def standing(files: FileStore, row: UploadRow, limits: Limits) -> Upload:
    """How far an upload is."""
    return _told(row, limits, have=await _have(files, row, limits))


def kept_already(row: UploadRow, limits: Limits) -> Upload:
    return _told(row, limits, is_kept=True)


async def take_part(files: FileStore, row: UploadRow, number: int, told: str, body: AsyncIterator[bytes], limits: Limits) -> None:
    """Keep a part, once more if it was there. Raises Invalid for one that is not what it is said to be, TooLarge as soon as it is."""
    count = limits.parts(row.size)
    if not 1 <= number <= count:
        raise Invalid(f"This file has parts 1 to {count}.")
    wanted = limits.size_of(number, row.size)
    content = bytearray()
    async for chunk in body:
        content += chunk
        if len(content) > wanted:
            raise TooLarge(f"Part {number} has {wanted} bytes, not more.")
    if len(content) < wanted:
        raise Invalid(f"Part {number} has {wanted} bytes; {len(content)} arrived. Send it again.")
    if (await asyncio.to_thread(sha256, content)).hexdigest() != told:
        raise Invalid(f"Part {number} arrived with other bytes than its SHA-256 says. Send it again.")
    await files.keep(_name(row, number), bytes(content))


async def put_together(files: FileStore, row: UploadRow, limits: Limits, target: Path) -> UploadedFile:
    """The whole file, looked into. Raises Refused where parts are missing; Lied where it is not the file that was announced."""
    have = set(await _have(files, row, limits))
    if missing := [number for number in range(1, limits.parts(row.size) + 1) if number not in have]:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise Refused(f"Not all of it has arrived: send parts {', '.join(map(str, missing[:5]))}{more}.")
    found = sha256()
    with target.open("xb") as out:
        for number in range(1, limits.parts(row.size) + 1):
            piece = await files.take(_name(row, number))
            await asyncio.to_thread(out.write, piece)
            await asyncio.to_thread(found.update, piece)
    if found.hexdigest() != row.sha256:
        raise Lied("What arrived is not the file that was announced (its SHA-256 is another). Nothing of it is kept; send it again.")
    form, media_type = await asyncio.to_thread(_kind_of, target, row.name)
    return UploadedFile(sha256=row.sha256, size=row.size, format=form, media_type=media_type)


async def forget_pieces(files: FileStore, upload_id: str) -> int:
    """Whatever arrived of an upload; how many parts that were."""
    names = [it.name for it in await files.kept(upload_id)]
    await files.drop(names)
    return len(names)


class Lied(Refused):
    """An upload that is not what it was announced to be: nothing of it stays."""


def _kind_of(path: Path, name: str) -> tuple[str, str]:
    from trainhub_content.kinds import NotWhatItSays, kind_of  # late: only authors need it

    try:
        return kind_of(path, name)
    except NotWhatItSays as fault:
        raise Lied(str(fault)) from None


async def _have(files: FileStore, row: UploadRow, limits: Limits) -> Sequence[int]:
    found = [(int(it.name.rpartition("/")[2]), it.size) for it in await files.kept(row.id)]
    return sorted(number for number, size in found if size == limits.size_of(number, row.size))


def _name(row: UploadRow, number: int) -> str:
    return f"{row.id}/{number:05}"


def _told(row: UploadRow, limits: Limits, have: Sequence[int] = (), is_kept: bool = False) -> Upload:
    return Upload(
        upload_id=row.id,
        sha256=row.sha256,
        size=row.size,
        part_bytes=limits.part,
        parts=limits.parts(row.size),
        have=tuple(have),
        is_kept=is_kept,
        expires=row.at + KEPT,
    )
