"""Pages with a video in them (Vimeo): where its stream is, asked of yt-dlp in a process of its own, where that extra is installed.

What it answers is somebody else's: an https address and a few plain headers are taken of it, nothing more."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from trainhub_tui.media.playing import Stream

HOSTS = ("vimeo.com", "www.vimeo.com", "player.vimeo.com")
SECONDS = 40.0
MOST_LINES = 1080
MOST_ANSWERED = 8_000_000
HEADERS = ("User-Agent", "Referer", "Accept", "Accept-Language", "Origin")
LIMITED = Path(__file__).with_name("video_page_child.py")
_HEADER = re.compile(r"[\x20-\x7e]{1,1000}")
NO_EXTRA = "For this, trainhub needs its extra for videos on pages: pip install 'trainhub[video]'."


class PageTrouble(Exception):
    """The video of a page cannot be had; its text is the sentence to show."""


def is_page(url: str) -> bool:
    """Whether an address is of a page, not of a video."""
    return (urlsplit(url).hostname or "") in HOSTS


def has_extra() -> bool:
    """Whether yt-dlp is installed."""
    return find_spec("yt_dlp") is not None


async def stream_of(url: str, command: Sequence[str] = ()) -> Stream:
    """Where the video of a page is just now. Raises PageTrouble. `command` stands in for the program that is asked."""
    if not command and not has_extra():
        raise PageTrouble(NO_EXTRA)
    asked = command or (sys.executable, "-P", str(LIMITED))
    try:
        process = await asyncio.create_subprocess_exec(
            *(*asked, url), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError as error:
        raise PageTrouble(f"The program that finds videos on pages cannot be started: {error.strerror}.") from None
    try:
        async with asyncio.timeout(SECONDS):
            answer = await _answer(process)
    except TimeoutError:
        raise PageTrouble("The page does not say in time where its video is.") from None
    finally:
        if process.returncode is None:
            process.kill()
        if process.stdout:
            await process.stdout.read()  # what it left unread would keep it waiting
        await process.wait()
    return _stream(answer)


async def _answer(process: asyncio.subprocess.Process) -> bytes:
    answer = b""
    while process.stdout and (more := await process.stdout.read(65_536)):
        answer += more
        if len(answer) > MOST_ANSWERED:
            raise PageTrouble("The page answers with more than any video's page does.")
    return answer


def _stream(answer: bytes) -> Stream:
    """A stream with picture and sound in one: a file, or the list of an HLS stream."""
    try:
        told = json.loads(answer)
        formats = [it for it in told.get("formats", ()) if isinstance(it, dict)]
    except (ValueError, AttributeError, TypeError):
        raise PageTrouble("The page does not say where its video is: it may be private, or gone.") from None
    for found in (*filter(_is_whole, sorted(formats, key=_height, reverse=True)), *formats):
        address = found.get("url") if _is_whole(found) else found.get("manifest_url")
        if isinstance(address, str) and _is_https(address) and (_is_whole(found) or "m3u8" in str(found.get("protocol"))):
            return Stream(address, _headers(found.get("http_headers")))
    raise PageTrouble("The page names no video that can be played here.")


def _is_whole(told: dict[str, object]) -> bool:
    return (
        told.get("protocol") == "https" and "none" not in (told.get("vcodec", "none"), told.get("acodec", "none")) and _height(told) <= 1080
    )


def _height(told: dict[str, object]) -> int:
    height = told.get("height")
    return height if isinstance(height, int) else 0


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username and address.isascii() and address.isprintable()


def _headers(told: object) -> Sequence[str]:
    given = told if isinstance(told, dict) else {}
    return tuple(f"{name}: {given[name]}" for name in HEADERS if isinstance(given.get(name), str) and _HEADER.fullmatch(given[name]))
