"""A file as an answer: whole or one range of it, with a strong ETag, always as an attachment."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

from trainhub_core.packed import Part
from trainhub_server.refusals import NotSatisfiable

CHUNK = 1 << 20
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file to hand out; with a `part`, that stretch of it alone."""

    path: Path
    etag: str
    name: str
    media_type: str
    part: Part | None = None


def file_answer(file: Stored, wanted: str, if_range: str) -> Response:
    """200 with the whole, 206 with the one range asked for. Several ranges or an If-Range of something else get the whole.

    Raises NotSatisfiable for a range outside of the file."""
    part = file.part or Part(0, file.path.stat().st_size)
    size = part.size
    etag = f'"{file.etag}"'
    span = _span(wanted, size) if if_range in ("", etag) else None
    start, end = span or (0, size)
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Length": str(end - start),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-transform",
    }
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    chunks = _chunks(file.path, part.start + start, part.start + end)
    return StreamingResponse(chunks, 206 if span else 200, headers, file.media_type)


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """The half-open span that a Range header names, None for a header to ignore."""
    match = ONE_RANGE.fullmatch(wanted.strip())
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= size or start >= end:
        raise NotSatisfiable("That part of the file does not exist.", {"Content-Range": f"bytes */{size}"})
    return start, end


async def _chunks(path: Path, start: int, end: int) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb", buffering=0) as file:
        await asyncio.to_thread(file.seek, start)
        while start < end:
            chunk = await asyncio.to_thread(_read, file, min(CHUNK, end - start))
            if not chunk:
                return
            start += len(chunk)
            yield chunk


def _read(file: BinaryIO, size: int) -> bytes:
    return file.read(size)
