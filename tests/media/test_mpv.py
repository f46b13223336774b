"""A real mpv, headless: watched seconds around a seek and a pause, resume, captions, the end, death midway (VID-1 to VID-3)."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.app.driving import story
from tests.media.videos import DATA, clip, needs, silent
from trainhub_core.rules.intervals import length
from trainhub_tui.media.mpv import FLAGS, Mpv, PlayerTrouble
from trainhub_tui.media.openers import open_document
from trainhub_tui.media.playing import Chapter, Ending, Playing, Source
from trainhub_tui.media.refusals import CannotOpen

LAW = ("--no-config", "--load-scripts=no", "--ytdl=no", "--load-unsafe-playlists=no", "--demuxer=lavf", "--tls-verify=yes", "--sid=1")
Act = Callable[[Playing], Coroutine[object, object, object]]


async def played(source: Source, act: Act | None = None, after: float = 1.0, mpv: Mpv | None = None) -> tuple[Ending, Playing]:
    """Play it; do something once this second is passed."""
    passed = asyncio.Event()
    playing = Playing(mpv or silent(), lambda: passed.set() if playing.position >= after else None)

    async def later() -> None:
        await passed.wait()
        if act:
            await act(playing)

    acting = asyncio.create_task(later())
    running = asyncio.create_task(playing.run(source))
    await asyncio.wait((acting, running), return_when=asyncio.FIRST_EXCEPTION)
    if acting.done() and (error := acting.exception()):
        running.cancel()
        raise error
    acting.cancel()
    return await running, playing


@story
async def test_a_video_played_through_counts_all_its_seconds_and_its_end(tmp_path: Path) -> None:
    """VID-3: the tail is credited."""
    ending, playing = await played(Source(str(clip(tmp_path, 3))))
    assert (ending, playing.watched_seconds, playing.length) == (Ending.END, ((0, 3),), 3)


@story
async def test_what_was_jumped_over_is_not_watched(tmp_path: Path) -> None:
    """VID-3."""
    ending, playing = await played(Source(str(clip(tmp_path, 60))), lambda it: it.seek(58.0))
    (first, last) = playing.watched
    assert ending is Ending.END
    assert 900 <= first[1] < 50_000 and 57_900 <= last[0] <= 59_900 and last[1] == 60_000


@story
async def test_rewatching_counts_once(tmp_path: Path) -> None:
    """VID-3: distinct seconds."""
    ending, playing = await played(Source(str(clip(tmp_path))), lambda it: it.seek(0.0))
    assert (ending, playing.watched_seconds) == (Ending.END, ((0, 6),))


@story
async def test_a_pause_counts_nothing_and_going_on_counts_again(tmp_path: Path) -> None:
    """VID-3."""

    async def pause(it: Playing) -> None:
        await it.toggle()
        while not it.paused:  # noqa: ASYNC110  # it is told by a property of the player
            await asyncio.sleep(0.01)
        stood = length(it.watched)
        await asyncio.sleep(0.6)
        assert length(it.watched) - stood <= 200
        await it.toggle()

    ending, playing = await played(Source(str(clip(tmp_path))), pause)
    assert (ending, playing.watched_seconds) == (Ending.END, ((0, 6),))


@story
async def test_it_resumes_where_it_was_left_and_counts_at_any_speed(tmp_path: Path) -> None:
    """VID-2."""
    ending, playing = await played(Source(str(clip(tmp_path)), start=3.0, speed=2.0))
    (span,) = playing.watched_seconds
    assert ending is Ending.END
    assert 3 <= span[0] <= 4 and span[1] == 6


@story
async def test_chapters_and_captions_are_known(tmp_path: Path) -> None:
    """VID-2."""
    captions = tmp_path / "captions.vtt"
    captions.write_text("WEBVTT\n\n00:00.000 --> 00:59.000\nAsk every happy client.\n")
    spoken: list[object] = []
    mpv = silent()

    async def look(it: Playing) -> None:
        spoken.append(await mpv.ask("get_property", "sub-text"))
        await it.show_captions(False)
        await mpv.ask("quit")

    ending, playing = await played(Source(str(clip(tmp_path, 60)), captions=captions), look, mpv=mpv)
    assert spoken == ["Ask every happy client."]
    assert playing.chapters == (Chapter(0.0, "Why ask"), Chapter(2.0, "Whom to ask"))
    assert ending in (Ending.LEFT, Ending.VANISHED)


@story
async def test_a_player_killed_midway_keeps_what_was_watched(tmp_path: Path) -> None:
    """VID-3."""
    mpv = silent()

    async def kill(_: Playing) -> None:
        os.kill(mpv.pid, signal.SIGKILL)

    ending, playing = await played(Source(str(clip(tmp_path, 60))), kill, mpv=mpv)
    assert ending is Ending.VANISHED
    assert 800 <= length(playing.watched) < 50_000
    with pytest.raises(PlayerTrouble):
        await playing.seek(1.0)


@story
async def test_what_is_no_video_is_a_sentence(tmp_path: Path) -> None:
    """VID-1, bad input: a file whose type lies, a file that has gone, a playlist that names local files."""
    needs("mpv")
    (tmp_path / "lie.mp4").write_text("# not a video\n")
    (tmp_path / "list.mp4").write_text(f"#EXTM3U\n#EXTINF:3,\nfile://{clip(tmp_path)}\n")
    for name in ("lie.mp4", "gone.mp4", "list.mp4"):
        with pytest.raises(PlayerTrouble, match="cannot open this video"):
            await Playing(silent()).run(Source(str(tmp_path / name)))


@story
async def test_a_name_that_looks_like_an_option_is_no_option(tmp_path: Path) -> None:
    """VID-1: nothing that a course says becomes an option of the player."""
    needs("mpv")
    script, ran = tmp_path / "x.lua", tmp_path / "ran"
    script.write_text(f'io.open("{ran}", "w"):close()')
    with pytest.raises(PlayerTrouble):
        await Playing(silent()).run(Source(f"--script={script}"))
    assert not ran.exists()


def arguments_of(pid: int) -> str:
    if not Path("/proc").is_dir():
        pytest.skip("/proc is not on this machine")
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


@story
async def test_addresses_and_tokens_are_not_in_the_arguments(tmp_path: Path) -> None:
    """VID-1."""
    mpv, seen = silent(), []

    async def look(_: Playing) -> None:
        seen.append(arguments_of(mpv.pid))
        seen.append(str(await mpv.ask("get_property", "http-header-fields")))
        await mpv.ask("quit")

    file = clip(tmp_path, 60)
    await played(Source(str(file), headers=("Authorization: Bearer canary-secret",)), look, mpv=mpv)
    arguments, headers = seen
    assert "canary-secret" not in arguments and str(file) not in arguments
    assert "canary-secret" in headers
    assert all(flag in arguments.split("\0") for flag in LAW) and arguments.rstrip("\0").endswith("\0--")
    assert set(LAW) <= set(FLAGS)


@story
async def test_a_player_that_cannot_start_is_a_sentence(tmp_path: Path) -> None:
    """VID-1."""
    fake = tmp_path / "mpv"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    for program in (str(fake), str(tmp_path / "nowhere")):
        with pytest.raises(PlayerTrouble, match="could not be started"):
            await Playing(Mpv(program=program)).run(Source("x"))


def test_every_sample_is_opened_or_refused_with_a_reason() -> None:
    """VID-1: every file of the samples of video; none crashes or hangs."""
    needs("mpv")
    files = [it for it in sorted((DATA / "video").rglob("*")) if it.is_file()]
    if not files:
        pytest.skip("the samples are not on this machine")

    async def tried(file: Path) -> str:
        mpv = silent()
        await mpv.start()
        try:
            await mpv.load(str(file))
        except PlayerTrouble as trouble:
            return str(trouble)
        finally:
            await mpv.close()
        return "opened"

    async def all_of_them() -> dict[str, str]:
        return {file.relative_to(DATA).as_posix(): await tried(file) for file in files}

    said = asyncio.run(all_of_them())
    for name, how in said.items():
        print(f"{name}: {how}")
    opened = {name for name, how in said.items() if how == "opened"}
    assert opened >= {"video/video.mp4", "video/mdn/video.mp4", "video/mdn/video.webm", "video/mdn/audio.mp3"}
    assert set(said.values()) <= {"opened", "The player cannot open this video. It may be damaged, or not be a video."}


def test_every_playlist_sample_is_opened_as_text_or_refused_with_a_reason() -> None:
    """VID-1: playlists are text until a server serves them; none crashes or reaches for the network."""
    files = sorted((DATA / "hls").rglob("*.m3u8"))
    if not files:
        pytest.skip("the samples are not on this machine")
    said = {}
    for file in files:
        try:
            said[file.name] = f"opened: {len(open_document(file, file.name).text)} characters"
        except CannotOpen as refusal:
            said[file.name] = f"refused: {refusal.sentence}"
    for name, how in said.items():
        print(f"{name}: {how}")
    assert {name for name, how in said.items() if how.startswith("refused")} == {"empty.m3u8"}
