"""A file as an answer: whole or one range of it, with a strong ETag, always as an attachment."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

from trainhub_core.packed import Part
from trainhub_server.files.store import FileStore, Label
from trainhub_server.refusals import NotSatisfiable

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Stored:
    """What to hand out of a file: `part`, which may be all of it."""

    sha256: str
    etag: str
    label: Label
    part: Part


async def file_answer(files: FileStore, file: Stored, wanted: str, if_range: str) -> Response:
    """200 with the whole, 206 with the one range asked for. Several ranges or an If-Range of something else get the whole.

    Raises NotSatisfiable for a range outside of the file, NotThere."""
    size = file.part.size
    etag = f'"{file.etag}"'
    span = _span(wanted, size) if if_range in ("", etag) else None
    start, end = span or (0, size)
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Length": str(end - start),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.label.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-transform",
    }
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    chunks = await files.open(file.sha256, file.part.start + start, file.part.start + end)
    return StreamingResponse(chunks, 206 if span else 200, headers, file.label.media_type)


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
