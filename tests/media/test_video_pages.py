"""VID-1: where a page's video is. What stands in for yt-dlp prints an answer of its shape; nothing of it is believed unseen."""

import json
import sys
from typing import Any

import pytest

from tests.app.driving import story
from trainhub_tui.media import video_pages
from trainhub_tui.media.playing import Stream
from trainhub_tui.media.video_pages import NO_EXTRA, PageTrouble, is_page, stream_of

PAGE = "https://vimeo.com/76979871"
AGENT = {"User-Agent": "Mozilla/5.0", "Sec-Fetch-Mode": "navigate", "Referer": "https://vimeo.com/"}
FILE = {
    "protocol": "https",
    "url": "https://cdn.example.com/540.mp4",
    "vcodec": "h264",
    "acodec": "mp4a",
    "height": 540,
    "http_headers": AGENT,
}
LIST = {
    "protocol": "m3u8_native",
    "url": "https://cdn.example.com/video.m3u8",
    "manifest_url": "https://cdn.example.com/master.m3u8",
    "vcodec": "avc1.64001F",
    "acodec": "none",
}


def stand_in(answer: object) -> tuple[str, ...]:
    """A program that answers this to whatever it is asked."""
    return (sys.executable, "-c", f"print({json.dumps(answer)!r})")


async def told(*formats: Any) -> Stream:
    return await stream_of(PAGE, stand_in({"formats": formats}))


def test_which_addresses_are_pages() -> None:
    assert is_page(PAGE) and is_page("https://player.vimeo.com/video/1?h=2")
    assert not is_page("https://cdn.example.com/vimeo.com/a.mp4") and not is_page("https://vimeo.com.example.org/1")


@story
async def test_the_best_file_a_laptop_plays_is_taken_with_plain_headers_alone() -> None:
    large = FILE | {"url": "https://cdn.example.com/4k.mp4", "height": 2160}
    better = FILE | {"url": "https://cdn.example.com/720.mp4", "height": 720}
    found = await told(LIST, FILE, large, better)
    assert found == Stream("https://cdn.example.com/720.mp4", ("User-Agent: Mozilla/5.0", "Referer: https://vimeo.com/"))


@story
async def test_else_the_list_of_all_its_streams() -> None:
    assert (await told(LIST)).target == "https://cdn.example.com/master.m3u8"


@pytest.mark.parametrize(
    "given",
    [
        FILE | {"url": "file:///etc/passwd"},
        FILE | {"url": "http://cdn.example.com/a.mp4"},
        FILE | {"url": "https://user:word@cdn.example.com/a.mp4"},
        FILE | {"url": "https://cdn.example.com/a\nb.mp4"},
        FILE | {"url": "edl://a"},
        FILE | {"url": 7},
        LIST | {"manifest_url": "file:///etc/passwd"},
        LIST | {"manifest_url": None},
        LIST | {"protocol": "dash"},
        "no format",
        {},
    ],
)
@story
async def test_an_answer_that_leads_anywhere_else_is_refused(given: object) -> None:
    """Bad input."""
    with pytest.raises(PageTrouble, match="names no video"):
        await told(given)


@story
async def test_headers_that_are_none_are_left_out() -> None:
    """Bad input: a header with a line break would be two."""
    found = await told(
        FILE | {"http_headers": {"User-Agent": "a\r\nAuthorization: b", "Referer": 7, "Cookie": "c", "Origin": "https://vimeo.com"}}
    )
    assert found.headers == ("Origin: https://vimeo.com",)
    assert (await told(FILE | {"http_headers": "none"})).headers == ()


@pytest.mark.parametrize("answer", [None, [], "text", {"formats": 7}])
@story
async def test_no_answer_is_a_sentence(answer: object) -> None:
    """A private video, one that is gone, a page that has changed."""
    with pytest.raises(PageTrouble, match="does not say where its video is"):
        await stream_of(PAGE, stand_in(answer))


@story
async def test_an_answer_without_end_and_none_in_time_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits are held; the program is ended."""
    with pytest.raises(PageTrouble, match="more than any"):
        await stream_of(PAGE, (sys.executable, "-c", "while True: print('a' * 100_000)"))
    monkeypatch.setattr(video_pages, "SECONDS", 0.2)
    with pytest.raises(PageTrouble, match="in time"):
        await stream_of(PAGE, (sys.executable, "-c", "import time; time.sleep(60)"))


@story
async def test_without_the_extra_or_the_program_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_pages, "has_extra", lambda: False)
    with pytest.raises(PageTrouble) as refusal:
        await stream_of(PAGE)
    assert str(refusal.value) == NO_EXTRA
    with pytest.raises(PageTrouble, match="cannot be started"):
        await stream_of(PAGE, ("/nowhere/at/all",))
