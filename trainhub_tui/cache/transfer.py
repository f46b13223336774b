"""Fetching one file: resumed where it stopped, and believed only when its hash is right.

Nothing the network does can spoil the result: every answer but the right bytes is turned into another try or a sentence."""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from trainhub_tui.troubles import Refused, ServerTrouble, Trouble

STEP_SECONDS = 0.1  # progress is told at most ten times a second
MOST_TRIES = 6
MOST_LINKS = 3
MOST_WRONG = 2
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_NEW_LINK = (401, 403, 410)
_BLOCK = 1 << 20


class Link(Protocol):
    """Where a file is, and what it must be."""

    @property
    def url(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class Reply(Protocol):
    """An answer to a request for bytes."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def chunks(self) -> Iterator[bytes]: ...


class Source(Protocol):
    """Where bytes come from."""

    def file(self, url: str, headers: Mapping[str, str]) -> AbstractContextManager[Reply]: ...


class Stopped(Trouble):
    """The learner stopped it; the bytes stay."""


class _StartOver(Exception):
    """What is here does not fit what the server has."""


class _AskAnew(Exception):
    """The address has expired."""


@dataclass
class Transfer:
    """One file on its way. `link` asks where it is (again, when the address has expired), `progress` gets the bytes that are here."""

    source: Source
    link: Callable[[], Link]
    part: Path
    progress: Callable[[int], None]
    stopped: Callable[[], bool]
    pause: Callable[[float], None] = time.sleep

    def run(self, wanted: Link) -> None:
        """Fetch until `part` is the whole, right file, synced to the disk.

        Raises Stopped, Offline, ServerTrouble (try later, the bytes stay), Refused (it will not work)."""
        tries = links = wrong = 0
        have = -1
        while True:
            if self.stopped():
                raise Stopped("Paused.")
            try:
                if self._fetched(wanted):
                    return
                wrong += 1
                self._begin_anew()
                if wrong >= MOST_WRONG:
                    raise Refused("What arrives is not this file (its checksum is wrong). Try again on another network.")
            except _StartOver:
                self._begin_anew()
                tries += 1
            except _AskAnew:
                links += 1
                if links >= MOST_LINKS:
                    raise ServerTrouble("The server gives addresses for this file that do not work.") from None
                wanted = self._same(wanted)
            except ServerTrouble as trouble:
                tries = 0 if self._size() > have else tries + 1
                if trouble.busy or trouble.retry_after or tries >= MOST_TRIES:
                    raise
                have = self._size()
                self.pause(min(5.0, 0.1 * 2**tries))
            if tries >= MOST_TRIES:
                raise ServerTrouble("The file could not be fetched; trying again later.")

    def _same(self, wanted: Link) -> Link:
        found = self.link()
        if found.sha256 != wanted.sha256:
            raise ServerTrouble("The file has just been changed on the server; fetching the new one.")
        return found

    def _fetched(self, wanted: Link) -> bool:
        """One request; whether the file is now whole and right. Cut short is ServerTrouble."""
        have, digest = self._hashed(wanted.size)
        if have < wanted.size or not wanted.size:
            etag = self._etag()
            headers = {"Range": f"bytes={have}-", "If-Range": etag} if have and etag else {}
            with self.source.file(wanted.url, headers) as reply:
                begin = self._beginning(reply, wanted, have if headers else 0, etag)
                if begin != have:
                    digest = self._hash_of_first(begin)
                have = self._receive(reply, wanted, begin, digest)
            if have < wanted.size:
                raise ServerTrouble("The connection was cut.")
        return digest.hexdigest() == wanted.sha256

    def _beginning(self, reply: Reply, wanted: Link, have: int, etag: str) -> int:
        """Where the bytes of this reply belong; raises where they do not."""
        headers = reply.headers
        if reply.status in _NEW_LINK:
            raise _AskAnew
        if reply.status in (429, 503):
            asked = headers.get("retry-after", "")
            raise ServerTrouble("The server is busy.", float(asked) if asked.isdecimal() else None, busy=True)
        if reply.status == 404:
            raise Refused("This file is not on the server any more.", 404)
        if reply.status == 416:
            raise _StartOver
        if reply.status not in (200, 206) or headers.get("content-encoding", "identity") != "identity":
            raise ServerTrouble("Something between here and the server answered in its place.")
        if reply.status == 200:
            length = headers.get("content-length", "")
            if length.isdecimal() and int(length) != wanted.size:
                raise ServerTrouble("Something between here and the server sent a page of its own instead of the file.")
            self._keep_etag(headers.get("etag", ""))
            return 0
        place = _RANGE.fullmatch(headers.get("content-range", ""))
        if not have or place is None or int(place[3]) != wanted.size or int(place[1]) > have:
            raise _StartOver
        if headers.get("etag", etag) != etag:
            raise _StartOver
        return int(place[1])

    def _receive(self, reply: Reply, wanted: Link, begin: int, digest: "hashlib._Hash") -> int:
        have, told = begin, 0.0
        handle = os.open(self.part, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.ftruncate(handle, begin)
            os.lseek(handle, begin, os.SEEK_SET)
            for chunk in reply.chunks:
                if self.stopped():
                    raise Stopped("Paused.")
                have += len(chunk)
                if have > wanted.size:
                    raise _StartOver
                _write(handle, chunk)
                digest.update(chunk)
                if (now := time.monotonic()) - told >= STEP_SECONDS:
                    told = now
                    self.progress(have)
            os.fsync(handle)
        except OSError as error:
            raise Refused(f"The file cannot be saved: {error.strerror}.") from error
        finally:
            os.close(handle)
        self.progress(have)
        return have

    def _hashed(self, size: int) -> tuple[int, "hashlib._Hash"]:
        have = self._size()
        if have > size or (have and not self._etag()):
            self._begin_anew()
            have = 0
        return have, self._hash_of_first(have)

    def _hash_of_first(self, count: int) -> "hashlib._Hash":
        digest = hashlib.sha256()
        if count:
            with self.part.open("rb", buffering=0) as file:
                while count > 0 and (block := file.read(min(_BLOCK, count))):
                    digest.update(block)
                    count -= len(block)
        return digest

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _begin_anew(self) -> None:
        self.part.unlink(missing_ok=True)
        self._state.unlink(missing_ok=True)

    @property
    def _state(self) -> Path:
        return self.part.with_suffix(".part.json")

    def _etag(self) -> str:
        try:
            found = json.loads(self._state.read_text("utf-8"))
        except (OSError, ValueError):
            return ""
        return str(found.get("etag", "")) if isinstance(found, dict) else ""

    def _keep_etag(self, etag: str) -> None:
        """Strong ones alone: a weak one does not promise the same bytes."""
        strong = etag if etag.startswith('"') and etag.isascii() and etag.isprintable() else ""
        self._state.write_text(json.dumps({"etag": strong}), "utf-8")


def _write(handle: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(handle, left) :]
