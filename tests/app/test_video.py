"""A video of the library: transcript, played with a real player, what was watched remembered, resumed (VID-1 to VID-4)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, said, story
from tests.app.sections import at_page, page_of, settle, words_of
from tests.app.staged import StagedHub, staged
from tests.app.videos_world import CAPTIONS, PAGE, resources, unseen, with_video
from tests.media.videos import clip, needs
from trainhub_tui.facts import DownloadState, SyncKind
from trainhub_tui.media.players import How
from trainhub_tui.screens.video import VideoScreen

FAKE = b"\x00\x00\x00\x18ftypmp42" + bytes(500)
KEPT = "watched/resource/how-to-ask"


def screen_of(pilot: Pilot[int]) -> VideoScreen:
    assert isinstance(pilot.app.screen, VideoScreen)
    return pilot.app.screen


def kept(hub: StagedHub) -> dict[str, object]:
    told: dict[str, object] = json.loads(hub.remembered(KEPT) or "{}")
    return told


async def until(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    """Wait for the player; a test that waits in vain ends by its own time limit."""
    while not condition():
        await pilot.pause(0.05)


@story
async def test_a_video_of_the_library_opens_on_its_own_page_with_its_transcript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2, LIB-3."""
    unseen(monkeypatch)
    async with at_page(with_video(tmp_path, FAKE), page=("document", "how-to-ask")) as pilot:
        assert isinstance(pilot.app.screen, VideoScreen)
        assert "0:00 Ada: Ask every happy client. 0:01 Name one person." in words_of(pilot)
        assert "not watched yet" in words_of(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, VideoScreen)


@story
async def test_a_video_played_to_its_end_is_counted_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-3."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 3).read_bytes())
    async with at_page(hub, page=PAGE) as pilot:
        await press(pilot, "enter")
        await settle(pilot)
        assert kept(hub) == {"watched": [[0, 3]], "place": 3, "seconds": 3}
        assert "✔ 100 % watched" in page_of(pilot)
        assert "Why ask" in page_of(pilot)


@story
async def test_enter_on_a_line_plays_from_there_and_what_was_left_out_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2, VID-3: jump to a line."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 3).read_bytes())
    async with at_page(hub, "j", "enter", page=PAGE) as pilot:
        await settle(pilot)
        assert kept(hub)["watched"] == [[2, 3]]
        assert "33 % watched" in words_of(pilot) and "missing 0:00–0:02" in words_of(pilot)


@story
async def test_it_resumes_at_the_second_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2: leaving the page in the midst ends the player, and the tail is told."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 8).read_bytes())
    async with at_page(hub, page=PAGE) as pilot:
        await pilot.press("enter")
        screen = screen_of(pilot)
        await until(pilot, lambda: screen.playing is not None and screen.playing.position > 2.2)
        playing = screen.playing
        assert playing is not None
        await pilot.press("escape")
        await settle(pilot)
        left = int(playing.position)  # a player goes on while this machine is busy
        assert kept(hub)["place"] == left and kept(hub)["watched"] == [list(it) for it in playing.watched_seconds]
        pilot.app.open(*PAGE)  # type: ignore[attr-defined]
        await settle(pilot)
        assert left >= 2 and f"enter plays from 0:0{left}" in words_of(pilot)
        await press(pilot, "enter")
        await settle(pilot)
        assert kept(hub)["watched"] == [[0, 8]]


@story
async def test_the_keys_pause_speed_up_skip_and_hide_captions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 30).read_bytes())
    async with at_page(hub, page=PAGE) as pilot:
        await pilot.press("plus", "enter")
        screen = screen_of(pilot)
        await until(pilot, lambda: screen.playing is not None and screen.playing.position > 0.2)
        playing = screen.playing
        assert playing is not None
        await pilot.press("p", "plus", "C", "right")
        await until(pilot, lambda: playing.paused and playing.speed == 1.5 and not playing.captions_shown and playing.position > 10)
        await until(pilot, lambda: all(word in page_of(pilot) for word in ("paused 0:1", "1.5×", "captions hidden")))
        await pilot.press("left")
        await until(pilot, lambda: playing.position < 5)
        await pilot.press("escape")
        await settle(pilot)


@story
async def test_the_line_that_is_spoken_has_the_cursor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2: the transcript follows the video."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, clip(tmp_path, 3).read_bytes())
    async with at_page(hub, page=PAGE) as pilot:
        await press(pilot, "enter")
        await settle(pilot)
        key = screen_of(pilot).transcript.key
        assert key is not None and key.startswith("2500/")


@story
async def test_search_goes_from_line_to_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2."""
    unseen(monkeypatch)
    async with at_page(with_video(tmp_path, FAKE), "slash", *"nam", page=PAGE) as pilot:
        assert "1 of 1" in page_of(pilot)
        await press(pilot, "enter")
        assert (screen_of(pilot).transcript.key or "").startswith("1600/")
        assert screen_of(pilot).transcript.has_focus


@story
async def test_a_file_that_is_no_video_is_a_sentence_and_the_app_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1, LOOK-4: bad input."""
    unseen(monkeypatch)
    needs("mpv")
    async with at_page(with_video(tmp_path, FAKE), "enter", page=PAGE) as pilot:
        await settle(pilot)
        assert "The player cannot open this video." in words_of(pilot)
        await press(pilot, "escape", "4")
        assert "Documents & Guides" in page_of(pilot)


@story
async def test_captions_that_are_none_do_not_stand_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-2, bad input."""
    unseen(monkeypatch)
    async with at_page(with_video(tmp_path, FAKE, captions=b"no captions"), page=PAGE) as pilot:
        assert "These captions are not in the WebVTT format, so the video plays without them." in words_of(pilot)
        assert "This video has no transcript. Enter plays it." in words_of(pilot)


@story
async def test_captions_that_come_later_are_fetched_and_then_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-4."""
    unseen(monkeypatch)
    hub = with_video(tmp_path, FAKE, captions=None)
    async with at_page(hub, page=PAGE) as pilot:
        assert hub.asked == [("download", "how-to-ask-captions")]
        assert "The transcript has not come yet. Enter plays the video." in words_of(pilot)
        hub.has_come("how-to-ask", FAKE)
        hub.has_come("how-to-ask-captions", CAPTIONS)
        screen_of(pilot)._poll()
        await settle(pilot)
        assert "Ada: Ask every happy client." in words_of(pilot)


@story
async def test_without_mpv_another_program_opens_it_and_nothing_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-1: the last resort, named as such."""
    unseen(monkeypatch, How.OUTSIDE)
    opened: list[str] = []
    monkeypatch.setattr("trainhub_tui.screens.video_source.other_player", lambda: None)
    hub = with_video(tmp_path, FAKE)
    async with at_page(hub, page=PAGE) as pilot:
        assert "mpv is not on this laptop: the video opens in the system's program." in words_of(pilot)
        monkeypatch.setattr(pilot.app, "open_outside", opened.append)
        await press(pilot, "enter")
        assert opened == [str(hub.file_of("how-to-ask"))]
        assert said(pilot.app)[-1] == "Opened in the system's program. What is watched there is not counted."  # type: ignore[arg-type]
        assert hub.remembered(KEPT) is None


@story
async def test_a_video_that_is_not_here_is_fetched_and_offline_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VID-4."""
    unseen(monkeypatch)
    hub = staged(*resources(FAKE), home=tmp_path)
    async with at_page(hub, page=PAGE) as pilot:
        assert hub.asked == [("download", "how-to-ask")]
        hub.has_come("how-to-ask", FAKE)
        screen_of(pilot)._poll()
        await settle(pilot)
        assert "not watched yet" in words_of(pilot)
    away = staged(*resources(FAKE), home=tmp_path / "away", kind=SyncKind.OFFLINE)
    async with at_page(away, page=PAGE) as pilot:
        assert "How to ask is not on this laptop, and the network is away." in words_of(pilot)


def test_a_video_is_downloaded_with_its_captions(tmp_path: Path) -> None:
    """VID-4: captions and transcript included."""
    from tests.builders import hub_with

    hub = hub_with(*resources(FAKE), home=tmp_path)
    hub.download("how-to-ask")
    waiting = [it.resource_id for it in hub.downloads() if it.state is DownloadState.QUEUED]
    assert waiting == ["how-to-ask", "how-to-ask-captions"] and len(CAPTIONS) > 0
    hub.close()
