"""HLS playlists (RFC 8216) written anew, line by line: what they name is placed by us, tags we do not know are left out.

A playlist is somebody else's text: it is read within limits, and refused with a sentence that says why."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

MOST_BYTES = 2_000_000
MOST_LINES = 60_000
LONGEST_LINE = 8_000
LONGEST_NAME = 200

KEPT = frozenset(
    {
        *("EXT-X-VERSION", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE", "EXT-X-DISCONTINUITY"),
        *("EXT-X-PLAYLIST-TYPE", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-START", "EXT-X-PROGRAM-DATE-TIME", "EXT-X-GAP"),
        *("EXT-X-BITRATE", "EXTINF"),
    }
)
"""Tags that name nothing outside of the playlist."""
_ATTRIBUTE = re.compile(r'\s*([A-Z0-9-]{1,40})=("[^"]*"|[^",]*)\s*(?:,|$)')
_RANGE = re.compile(r"(\d{1,15})(?:@(\d{0,15}))?")


class PlaylistRefused(ValueError):
    """It cannot be played, or is not safe to; its text is the sentence to show."""


class Use(StrEnum):
    """What a playlist names an address for."""

    PLAYLIST = "playlist"
    PART = "part"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Named:
    """Something a playlist names; `span` is the part of it that is meant: first byte, and how many."""

    uri: str
    use: Use
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where it is instead."""

    uri: str
    span: tuple[int, int] | None = None


Place = Callable[[Named], Placed]


def rewritten(content: bytes, place: Place) -> str:
    """The playlist with everything it names where `place` puts it, and closed: what is stored is whole.

    Raises PlaylistRefused, as `place` may."""
    lines = _lines(content)
    writing = _Writing(place)
    for line in lines:
        writing.take(line)
    return writing.whole()


def part_named(playlist: str, uri: str) -> str:
    """The name, within its folder, of what a playlist of that name calls `uri`. Raises PlaylistRefused where it leads outside."""
    try:
        found = urlsplit(uri)
        path = unquote(found.path, errors="strict")
    except ValueError:
        raise PlaylistRefused("The playlist names something whose address cannot be read.") from None
    if found.scheme or found.netloc or not path or path.startswith("/") or "\\" in path or not path.isprintable():
        raise PlaylistRefused("The playlist names something outside of its folder.")
    if len(path) > LONGEST_NAME:
        raise PlaylistRefused("The playlist names a file whose name is too long.")
    names = list(PurePosixPath(playlist).parts[:-1])
    for name in path.split("/"):
        if name == ".." and not names:
            raise PlaylistRefused("The playlist names something outside of its folder.")
        if name == "..":
            names.pop()
        elif name not in ("", "."):
            names.append(name)
    return "/".join(names)


def _lines(content: bytes) -> list[str]:
    if len(content) > MOST_BYTES:
        raise PlaylistRefused("The playlist is far longer than any video's.")
    try:
        lines = [line.strip() for line in re.split(r"\r\n|\r|\n", content.decode("utf-8-sig"))]
    except UnicodeDecodeError:
        raise PlaylistRefused("The playlist is not text.") from None
    lines = [line for line in lines if line]
    if "#EXTM3U" not in lines[:1]:
        raise PlaylistRefused("This is not an HLS playlist: its first line is not #EXTM3U.")
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise PlaylistRefused("The playlist is far longer than any video's.")
    if not all(line.isprintable() for line in lines if not line.startswith("#") or line.startswith("#EXT")):
        raise PlaylistRefused("The playlist holds control characters.")
    return lines[1:]


class _Writing:
    """The playlist written so far, and what the next line is about."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._out = ["#EXTM3U"]
        self._range = ""
        self._is_variant = self._names_parts = self._names_lists = False
        self._ends: dict[str, int] = {}

    def take(self, line: str) -> None:
        tag, _, value = line[1:].partition(":") if line.startswith("#") else ("", "", "")
        match tag:
            case "":
                self._address(line) if not line.startswith("#") else None
            case "EXT-X-BYTERANGE":
                self._range = value
            case "EXT-X-STREAM-INF":
                self._out.append(_tag(tag, _attributes(value)))
                self._is_variant = True
            case "EXT-X-MEDIA":
                self._with_address(tag, _attributes(value), Use.PLAYLIST)
            case "EXT-X-MAP":
                self._with_address(tag, _attributes(value), Use.PART)
            case "EXT-X-KEY":
                self._with_address(tag, _open_key(_attributes(value)), Use.KEY)
            case "EXT-X-SKIP":
                raise PlaylistRefused("The playlist leaves out what an earlier one named; it is one of a live stream.")
            case _ if tag in KEPT:
                self._out.append(line)

    def whole(self) -> str:
        if not self._names_parts and not self._names_lists:
            raise PlaylistRefused("The playlist names nothing to play.")
        return "\n".join([*self._out, *(["#EXT-X-ENDLIST"] if self._names_parts else []), ""])

    def _address(self, uri: str) -> None:
        span = self._span(uri, self._range) if self._range else None
        placed = self._place(Named(uri, Use.PLAYLIST if self._is_variant else Use.PART, span))
        if placed.span and not self._is_variant:
            self._out.append(f"#EXT-X-BYTERANGE:{placed.span[1]}@{placed.span[0]}")
        self._out.append(placed.uri)
        self._names_lists |= self._is_variant
        self._names_parts |= not self._is_variant
        self._is_variant, self._range = False, ""

    def _with_address(self, tag: str, attributes: dict[str, str], use: Use) -> None:
        if "URI" in attributes:
            uri = attributes["URI"]
            if not uri.startswith('"'):
                raise PlaylistRefused("The playlist has an address without quotes.")
            told = attributes.pop("BYTERANGE", "").strip('"') if use is Use.PART else ""
            placed = self._place(Named(uri.strip('"'), use, self._span(uri, told) if told else None))
            attributes["URI"] = f'"{placed.uri}"'
            if placed.span and use is Use.PART:
                attributes["BYTERANGE"] = f'"{placed.span[1]}@{placed.span[0]}"'
        self._out.append(_tag(tag, attributes))

    def _span(self, uri: str, told: str) -> tuple[int, int]:
        """The bytes that are meant; without a beginning they follow those last named of the same file."""
        found = _RANGE.fullmatch(told)
        if found is None:
            raise PlaylistRefused("The playlist names a part of a file that cannot be read.")
        start = int(found[2]) if found[2] else self._ends.get(uri, 0)
        self._ends[uri] = start + int(found[1])
        return start, int(found[1])


def _attributes(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 0
    while place < len(value):
        match = _ATTRIBUTE.match(value, place)
        if match is None:
            raise PlaylistRefused("The playlist has a line that is not in the format.")
        found.setdefault(match[1], match[2].strip())
        place = match.end()
    return found


def _open_key(attributes: dict[str, str]) -> dict[str, str]:
    """A key that a player can be given. Raises PlaylistRefused for the systems that are made to prevent that."""
    if attributes.get("KEYFORMAT", '"identity"') != '"identity"':
        raise PlaylistRefused("The video is protected by a system that no player here has.")
    if attributes.get("METHOD") not in ("NONE", "AES-128", "SAMPLE-AES"):
        raise PlaylistRefused("The video is encrypted in a way that no player here knows.")
    return attributes


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    return f"#{name}:{','.join(f'{key}={value}' for key, value in attributes.items())}"
