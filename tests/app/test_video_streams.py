"""A video's page where the video is not on this laptop: streamed from the server or from its own address, or left to the browser."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.driving import press, said, story
from tests.app.sections import at_page, settle, words_of
from tests.app.staged import StagedHub, staged
from tests.app.test_video import kept
from tests.app.videos_world import CAPTIONS, PAGE, resources, unseen
from tests.media.stream_server import film, packed_resource, serving
from tests.media.videos import clip, stream
from tests.packs import packed
from trainhub_core.models.library import Resource
from trainhub_tui.facts import SyncKind
from trainhub_tui.media.players import How
from trainhub_tui.media.playing import Stream
from trainhub_tui.media.video_pages import NO_EXTRA, stream_of
from trainhub_tui.troubles import Offline

BY_SERVER = "Plays in a window of its own. It streams from the server; d keeps it on this laptop."


def streaming(home: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> StagedHub:
    """A hub that has the captions alone, and whose server gives this address."""
    unseen(monkeypatch)
    hub = staged(*resources(b"a film"), home=home)
    hub.has_come("how-to-ask-captions", CAPTIONS)
    monkeypatch.setattr(StagedHub, "address_of", lambda *_: address)
    return hub


def elsewhere(home: Path, url: str, monkeypatch: pytest.MonkeyPatch, how: How = How.WINDOW) -> StagedHub:
    """A hub with a video that no server of ours has."""
    unseen(monkeypatch, how)
    group, known, _ = resources(b"")
    assert isinstance(known, Resource)
    told = known.model_dump() | {"url": url, "sha256": "", "size": 0, "captions": None}
    return staged(group, Resource.model_validate(told), home=home)


@story
async def test_hls_is_streamed_from_the_page_and_counted_without_a_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1, VID-3: a real server, a real player."""
    content = packed(stream(tmp_path, 4))
    with serving(tmp_path, (packed_resource("talk", content), content)) as server:
        hub = streaming(tmp_path / "home", await asyncio.to_thread(server.address, "talk"), monkeypatch)
        async with at_page(hub, page=PAGE) as pilot:
            assert BY_SERVER in words_of(pilot) and "Ask every happy client." in words_of(pilot)
            await press(pilot, "enter")
            await settle(pilot)
            assert kept(hub) == {"watched": [[0, 4]], "place": 4, "seconds": 4}
            assert hub.asked == []
            await press(pilot, "d")
            await settle(pilot)
            assert hub.asked == [("download", "how-to-ask")]


@story
async def test_an_mp4_is_streamed_and_the_network_that_goes_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1, VID-4."""
    content = clip(tmp_path, 3).read_bytes()
    with serving(tmp_path, (film("film", content), content)) as server:
        hub = streaming(tmp_path / "home", await asyncio.to_thread(server.address, "film"), monkeypatch)
        async with at_page(hub, "enter", page=PAGE) as pilot:
            await settle(pilot)
            assert kept(hub)["watched"] == [[0, 3]]

            def away(*_: object) -> str:
                raise Offline("The server cannot be reached.")

            monkeypatch.setattr(StagedHub, "address_of", away)
            await press(pilot, "enter")
            await settle(pilot)
            assert "The server cannot be reached." in words_of(pilot)


@story
async def test_a_server_that_cannot_stream_is_downloaded_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1, VID-4: solo, or a server of an older version."""
    unseen(monkeypatch)
    hub = staged(*resources(b"a film"), home=tmp_path)

    def refuses(*_: object) -> str:
        raise Offline("There is no such thing here.")

    monkeypatch.setattr(StagedHub, "address_of", refuses)
    async with at_page(hub, page=PAGE):
        assert hub.asked == [("download", "how-to-ask")]


@story
async def test_a_stream_that_was_downloaded_plays_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-4: it resumes where the stream was left."""
    unseen(monkeypatch)
    content = packed(stream(tmp_path, 4))
    told = packed_resource("how-to-ask", content).model_dump() | {"group": "videos", "captions": None}
    hub = staged(resources(b"")[0], Resource.model_validate(told), home=tmp_path / "home", kind=SyncKind.OFFLINE)
    file = hub.has_come("how-to-ask", content)
    async with at_page(hub, "enter", page=("document", "how-to-ask")) as pilot:
        await settle(pilot)
        assert kept(hub) == {"watched": [[0, 4]], "place": 4, "seconds": 4}
        await press(pilot, "o")
        assert said(pilot.app)[-1] == "This video is made of many parts in one file; enter plays it."  # type: ignore[arg-type]
    assert [it.name for it in file.parent.iterdir()] == [file.name]


@story
async def test_a_video_at_its_own_address_says_so_and_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1: an https address of a CDN."""
    hub = elsewhere(tmp_path, "https://cdn.example.com/talk.mp4", monkeypatch)
    async with at_page(hub, "d", page=("document", "how-to-ask")) as pilot:
        assert "It streams from cdn.example.com and cannot be kept here." in words_of(pilot)
        assert said(pilot.app)[-1] == "How to ask is played from its own address; it cannot be kept on this laptop."  # type: ignore[arg-type]


@story
async def test_without_mpv_an_address_opens_in_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1: the last resort, named as such."""
    opened: list[str] = []
    async with at_page(elsewhere(tmp_path, "https://cdn.example.com/talk.mp4", monkeypatch, How.OUTSIDE), page=PAGE) as pilot:
        assert "Opens in the browser. What is watched there is not counted." in words_of(pilot)
        monkeypatch.setattr(pilot.app, "open_outside", opened.append)
        await press(pilot, "enter", "o")
        assert opened == ["https://cdn.example.com/talk.mp4"] * 2


@story
async def test_a_page_of_vimeo_opens_in_the_browser_without_the_extra_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1."""
    monkeypatch.setattr("trainhub_tui.screens.video_source.has_extra", lambda: False)
    opened: list[str] = []
    async with at_page(elsewhere(tmp_path, "https://vimeo.com/76979871", monkeypatch), page=PAGE) as pilot:
        assert NO_EXTRA in words_of(pilot)
        monkeypatch.setattr(pilot.app, "open_outside", opened.append)
        await press(pilot, "enter")
        assert opened == ["https://vimeo.com/76979871"]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Takes the place of yt-dlp's answer; what it was asked for."""
    asked: list[str] = []
    monkeypatch.setattr("trainhub_tui.screens.video_source.has_extra", lambda: True)
    yield asked


@story
async def test_a_page_of_vimeo_plays_where_the_extra_says_its_video_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: list[str]
) -> None:
    """VID-1, VID-3: yt-dlp's answer is a stand-in; the player is real."""
    file = clip(tmp_path, 3)

    async def answered(url: str) -> Stream:
        stand_in.append(url)
        return Stream(str(file), ("Referer: https://vimeo.com/",))

    monkeypatch.setattr("trainhub_tui.screens.video_source.stream_of", answered)
    hub = elsewhere(tmp_path / "home", "https://vimeo.com/76979871", monkeypatch)
    async with at_page(hub, "enter", page=PAGE) as pilot:
        await settle(pilot)
        assert stand_in == ["https://vimeo.com/76979871"]
        assert kept(hub)["watched"] == [[0, 3]]


@story
async def test_a_page_that_does_not_say_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: list[str]) -> None:
    """VID-1, bad input."""

    async def refused(url: str) -> Stream:
        return await stream_of(url, (sys.executable, "-c", "print('null')"))

    monkeypatch.setattr("trainhub_tui.screens.video_source.stream_of", refused)
    hub = elsewhere(tmp_path, "https://vimeo.com/76979871", monkeypatch)
    async with at_page(hub, "enter", page=PAGE) as pilot:
        await settle(pilot)
        assert "The page does not say where its video is: it may be private, or gone." in words_of(pilot)
    assert stand_in == []
