"""Files in a bucket that speaks S3, by their SHA-256; partners fetch them there, at addresses signed for a while.

A folder packed for streaming is also kept unfolded, so that players fetch each part from the bucket (or a CDN before it)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from trainhub_core.hls import PlaylistRefused
from trainhub_core.packed import NOT_ONE, Part, main_of, parts_of
from trainhub_server.file_settings import Bucket
from trainhub_server.files.keys import file_key, key_name, part_keys
from trainhub_server.files.presigned import presigned
from trainhub_server.files.store import CHUNK, SHA256, Label, PartSigner, Piece, StoreTrouble
from trainhub_server.refusals import NotThere
from trainhub_server.settings import Clock

if TYPE_CHECKING:  # a stub alone has it
    from obstore.store import S3Config, S3Credential

log = logging.getLogger(__name__)
GONE = "This file is not here any more."
INDEX = "parts.json"
PIECE_BYTES = 8 << 20
AT_ONCE = 8
MOST_KNOWN = 64
ATTACHMENT = {"Content-Type": "application/octet-stream", "Content-Disposition": "attachment"}
PATIENCE = timedelta(seconds=60)
"""How long a request to the store may take before it is given up."""
TRIES = 3
REWRITTEN_AFTER = timedelta(hours=1)
"""What is added again after this is written again, so that its age tells since when it is wanted."""


class BucketFiles:
    def __init__(self, bucket: Bucket, clock: Clock, patience: timedelta = PATIENCE, tries: int = TRIES) -> None:
        self._bucket = bucket
        self._clock = clock
        self._known: dict[str, Mapping[str, Part]] = {}
        self._store = S3Store(
            bucket.name,
            config=_config(bucket),
            prefix=bucket.prefix or None,
            credential_provider=lambda: _credential(bucket),
            client_options={"allow_http": bucket.endpoint.startswith("http://"), "timeout": patience, "connect_timeout": patience / 12},
            retry_config={"max_retries": tries - 1, "retry_timeout": patience / 2},
        )

    @property
    def work(self) -> Path:
        return Path(self._work.name)

    @cached_property
    def _work(self) -> tempfile.TemporaryDirectory[str]:
        """Gone with this process."""
        return tempfile.TemporaryDirectory(prefix="trainhub-")

    async def check(self) -> None:
        await self.find("0" * 64)
        try:
            await obstore.list_with_delimiter_async(self._store, "uploads")
        except BaseError:
            sentence = (
                f"The bucket {self._bucket.name} is not there, or this server may not list what is in it; docs/files.md names the policy."
            )
            raise StoreTrouble(sentence) from None

    async def find(self, sha256: str) -> int | None:
        if not SHA256.fullmatch(sha256):
            return None
        known = await self._known_as(sha256)
        return known.size if known else None

    async def _known_as(self, sha256: str) -> Piece | None:
        try:
            with _troubles():
                told = await obstore.head_async(self._store, key_name(sha256))
        except FileNotFoundError:
            return None
        return Piece(sha256, told["size"], told["last_modified"])

    async def add(self, sha256: str, content: bytes | Path) -> None:
        if await asyncio.to_thread(_hash_of, content) != sha256:
            raise ValueError(f"the file for {sha256} has other content")
        parts = await asyncio.to_thread(_parts_in, content)
        if parts and not any(it.name.endswith(INDEX) for it in await self._listed(f"hls/{sha256}")):
            await self._unfold(sha256, content, parts)
        known = await self._known_as(sha256)
        if known and known.at > datetime.now(UTC) - REWRITTEN_AFTER:
            return
        with _troubles():
            await obstore.put_async(
                self._store, key_name(sha256), content, attributes=ATTACHMENT, chunk_size=PIECE_BYTES, max_concurrency=4
            )

    async def open(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        if not SHA256.fullmatch(sha256):
            raise NotThere(GONE)
        return _chunks(await self._got(key_name(sha256), start, end)) if end > start else _nothing()

    async def remove(self, sha256: str, before: datetime | None = None) -> int:
        known = await self._known_as(sha256) if SHA256.fullmatch(sha256) else None
        if known is None or (before and known.at >= before):
            return 0
        self._known.pop(sha256, None)
        names = [key_name(sha256), *(it.name for it in await self._listed(f"hls/{sha256}"))]
        await self._deleted(names)
        return known.size

    def sign(self, sha256: str, label: Label, expires: datetime) -> str:
        asked = {
            "response-content-disposition": f"attachment; filename*=UTF-8''{quote(label.name, safe='')}",
            "response-content-type": label.media_type,
        }
        return presigned(self._bucket, file_key(self._bucket, sha256), self._clock(), expires, asked)

    async def parts(self, sha256: str) -> Mapping[str, Part]:
        if found := self._known.get(sha256):
            return found
        try:
            with _troubles():
                told = json.loads(bytes(await (await obstore.get_async(self._store, f"hls/{sha256}/{INDEX}")).bytes_async()))
        except FileNotFoundError:
            if await self.find(sha256) is None:
                raise NotThere(GONE) from None
            raise PlaylistRefused(NOT_ONE) from None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[sha256] = {name: Part(start, size) for name, (start, size) in told.items()}
        return self._known[sha256]

    async def part_signer(self, sha256: str, expires: datetime) -> PartSigner:
        now = self._clock()
        keys = part_keys(self._bucket, sha256, await self.parts(sha256))
        return lambda name: presigned(self._bucket, key, now, expires) if (key := keys.get(name)) else None

    async def keep(self, name: str, content: bytes) -> None:
        with _troubles():
            await obstore.put_async(self._store, f"uploads/{name}", content, use_multipart=False)

    async def take(self, name: str) -> bytes:
        try:
            with _troubles():
                return bytes(await (await obstore.get_async(self._store, f"uploads/{name}")).bytes_async())
        except FileNotFoundError:
            raise NotThere("A part of this upload is not here any more; send it again.") from None

    async def kept(self, under: str = "") -> Sequence[Piece]:
        found = await self._listed(f"uploads/{under}".rstrip("/"))
        return [Piece(it.name.removeprefix("uploads/"), it.size, it.at) for it in found]

    async def drop(self, names: Iterable[str]) -> None:
        await self._deleted([f"uploads/{name}" for name in names])

    async def _unfold(self, sha256: str, content: bytes | Path, parts: Mapping[str, Part]) -> None:
        """The parts that players fetch, and last of all where they are: what is half unfolded is not found."""
        plain = Bucket(self._bucket.name)
        wanted = [(key, parts[name]) for name, key in part_keys(plain, sha256, parts).items()]
        for start in range(0, len(wanted), AT_ONCE):
            await asyncio.gather(*(self._put_part(key, content, part) for key, part in wanted[start : start + AT_ONCE]))
        index = json.dumps({name: [part.start, part.size] for name, part in parts.items()}).encode()
        with _troubles():
            await obstore.put_async(self._store, f"hls/{sha256}/{INDEX}", index)

    async def _put_part(self, key: str, content: bytes | Path, part: Part) -> None:
        told = await asyncio.to_thread(_stretch, content, part)
        with _troubles():
            await obstore.put_async(self._store, key, told, chunk_size=PIECE_BYTES, attributes=ATTACHMENT)

    async def _got(self, name: str, start: int, end: int) -> obstore.BytesStream:
        try:
            with _troubles():
                answer = await obstore.get_async(self._store, name, options={"range": (start, end)})
                return answer.stream(min_chunk_size=CHUNK)
        except FileNotFoundError:
            raise NotThere(GONE) from None

    async def _listed(self, under: str) -> list[Piece]:
        found = []
        with _troubles():
            async for batch in obstore.list(self._store, under):
                found += [Piece(it["path"], it["size"], it["last_modified"]) for it in batch]
        return sorted(found, key=lambda it: it.name)

    async def _deleted(self, names: list[str]) -> None:
        for start in range(0, len(names), 500):
            try:
                with _troubles():
                    await obstore.delete_async(self._store, names[start : start + 500])
            except FileNotFoundError:
                continue


def _config(bucket: Bucket) -> S3Config:
    """Everything that obstore would else take from AWS's variables in the environment."""
    endpoint = bucket.endpoint or f"https://s3.{bucket.region}.amazonaws.com"
    return {
        "region": bucket.region,
        "endpoint": endpoint,
        "aws_endpoint_url_s3": endpoint,
        "virtual_hosted_style_request": False,
        "skip_signature": False,
    }


def _credential(bucket: Bucket) -> S3Credential:
    return {
        "access_key_id": bucket.key_id,
        "secret_access_key": bucket.secret,
        "token": bucket.session or None,
        "expires_at": None,
    }


@contextmanager
def _troubles() -> Iterator[None]:
    """The store's errors as ours. Not chained, and only their kind is written down: they tell requests, with addresses and headers."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise FileNotFoundError from None
    except (PermissionDeniedError, UnauthenticatedError) as fault:
        log.error("the file store refuses: %s", type(fault).__name__)
        raise StoreTrouble("The file store does not let this server in: its operator checks the access key and its policy.") from None
    except (BaseError, OSError) as fault:
        log.error("the file store fails: %s", type(fault).__name__)
        raise StoreTrouble("The file store cannot be reached just now; try again in a moment.") from None


def _hash_of(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(content: bytes | Path) -> BinaryIO:
    return BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def _parts_in(content: bytes | Path) -> Mapping[str, Part]:
    """What a folder packed for streaming holds; nothing where it is another kind of file."""
    with _opened(content) as file:
        if file.read(4) != b"PK\x03\x04":
            return {}
        try:
            main_of(parts := parts_of(file))
        except PlaylistRefused:
            return {}
    return parts


def _stretch(content: bytes | Path, part: Part) -> bytes | AsyncIterator[bytes]:
    """A part's bytes; those of a large one as they are read."""
    if isinstance(content, bytes):
        return content[part.start : part.start + part.size]
    if part.size > PIECE_BYTES:
        return _read_on(content, part)
    with content.open("rb") as file:
        return os.pread(file.fileno(), part.size, part.start)


async def _read_on(path: Path, part: Part) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        await asyncio.to_thread(file.seek, part.start)
        left = part.size
        while left > 0 and (chunk := await asyncio.to_thread(file.read, min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


async def _chunks(stream: obstore.BytesStream) -> AsyncIterator[bytes]:
    with _troubles():
        async for chunk in stream:
            yield bytes(chunk)


async def _nothing() -> AsyncIterator[bytes]:
    empty: tuple[bytes, ...] = ()
    for nothing in empty:
        yield nothing
