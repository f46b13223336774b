"""A package of somebody else's as named members that can be read and nothing else: a folder, a file or a zip. Nothing is extracted."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self
from urllib.parse import unquote

from trainhub_content.importers.names import in_order

MOST_MEMBERS = 50_000
MOST_BYTES = 2 * 2**30
MOST_TEXT = 32 * 2**20
"""Of one member that is parsed; files that are only handed on may be larger."""
CHUNK = 2**20


class PackageRefused(ValueError):
    """The package cannot be imported at all; its text is the sentence that says why."""


class MemberRefused(ValueError):
    """One member cannot be read; its text is the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package: its size as stated, and how its bytes are opened."""

    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member that is not looked at, or (`came`) one that is, though there is something to say about its name."""

    name: str
    reason: str
    came: bool = False


class Package:
    """`name` is what the source is called, without its suffix; `names` are in natural order, with forward slashes."""

    def __init__(
        self, name: str, members: Mapping[str, Member], left_out: tuple[LeftOut, ...] = (), close: ExitStack | None = None
    ) -> None:
        self.name = name
        self.names = tuple(sorted(members, key=in_order))
        self.left_out = left_out
        self._members = dict(members)
        self._folded = {member.casefold(): member for member in reversed(self.names)}
        self._close = close or ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        return self._members[name].size

    def read(self, name: str, most: int = MOST_TEXT) -> bytes:
        """The bytes of a member. Raises MemberRefused where it is absent, too large or damaged."""
        return b"".join(self.chunks(name, most))

    def chunks(self, name: str, most: int = MOST_BYTES) -> Iterator[bytes]:
        """The same in pieces; `most` holds whatever size is stated."""
        member = self._members.get(name)
        if member is None:
            raise MemberRefused("It is not in the package.")
        if member.size > most:
            raise MemberRefused(f"It has {member.size:,} bytes; {most:,} are the most.")
        left = member.size
        try:
            with member.open() as stream:
                while piece := stream.read(CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise MemberRefused("It is larger than the package says.")
                    yield piece
        except MemberRefused:
            raise
        except Exception as error:  # noqa: BLE001 (zlib, bz2, lzma, zipfile and the disk each have errors of their own)
            raise MemberRefused(f"It cannot be read: {str(error) or type(error).__name__}.") from None

    def resolve(self, address: str, at: str = "") -> str | None:
        """The member that an address in the member `at` means, None where there is none: relative, percent-encoded, in another case."""
        path = unquote(address.partition("#")[0].partition("?")[0]).replace("\\", "/")
        base = "" if path.startswith("/") else posixpath.dirname(at)
        name = posixpath.normpath(posixpath.join(base, path.lstrip("/"))) if path else at
        if name.startswith("../"):
            return None
        return name if name in self._members else self._folded.get(name.casefold())

    def under(self, folder: str) -> tuple[str, ...]:
        """The names in this folder and below it."""
        start = f"{folder.rstrip('/')}/" if folder else ""
        return tuple(name for name in self.names if name.startswith(start))

    def unwrapped(self) -> Package:
        """The same without the one folder that holds everything, as archives of repositories have it."""
        top = self.names[0].partition("/")[0] + "/" if self.names else ""
        if not top or not all(name.startswith(top) for name in self.names):
            return self
        return Package(self.name, {name.removeprefix(top): member for name, member in self._members.items()}, self.left_out)
