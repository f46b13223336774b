"""What a file store can do. Files are known by their SHA-256, and what is not whole is never found."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from trainhub_core.packed import Part

CHUNK = 1 << 20
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Label:
    """What a file is called and what it is, for whoever is handed it."""

    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was sent and belongs to nothing yet: what it is called, its bytes, and since when it is there."""

    name: str
    size: int
    at: datetime


PartSigner = Callable[[str], str | None]


class StoreTrouble(Exception):
    """The store cannot be reached or does not let us in; trying again may help. `sentence` is for a person, and names no secret."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FileStore(Protocol):
    """Everything raises StoreTrouble where the store does not do what it should, and nothing blocks the event loop."""

    @property
    def work(self) -> Path:
        """A folder of this machine for what is still being checked."""
        ...

    async def check(self) -> None:
        """Whether the store can be used at all, for the start of a server."""
        ...

    async def find(self, sha256: str) -> int | None:
        """How many bytes the file with this content has, None when it is not here."""
        ...

    async def add(self, sha256: str, content: bytes | Path) -> None:
        """Keep a file. Raises ValueError, and keeps nothing, where its content is not what the hash says."""
        ...

    async def open(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes of a file from `start` up to `end`. Raises NotThere."""
        ...

    async def remove(self, sha256: str, before: datetime | None = None) -> int:
        """Keep a file no more; how many bytes it had. One that was added since `before` stays, and counts 0."""
        ...

    def sign(self, sha256: str, label: Label, expires: datetime) -> str:
        """An address of the file that works without credentials until then."""
        ...

    async def parts(self, sha256: str) -> Mapping[str, Part]:
        """What a packed folder holds. Raises NotThere, PlaylistRefused."""
        ...

    async def part_signer(self, sha256: str, expires: datetime) -> PartSigner:
        """What gives the address at the store itself of a packed folder's part by its name, None for one that the server hands out."""
        ...

    async def keep(self, name: str, content: bytes) -> None:
        """Put a piece aside under a name (`upload/number`) of our own."""
        ...

    async def take(self, name: str) -> bytes:
        """A piece again. Raises NotThere."""
        ...

    async def kept(self, under: str = "") -> Sequence[Piece]:
        """The pieces whose names begin with this folder's, all without one."""
        ...

    async def drop(self, names: Iterable[str]) -> None:
        """Put no more aside what these name."""
        ...
