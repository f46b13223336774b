"""Real players and videos for tests; what needs a program that is not here is skipped by its name, in CI never."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from trainhub_tui.media.mpv import Mpv

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SILENT = ("--vo=null", "--ao=null")
CHAPTERS = """;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=2000
title=Why ask
[CHAPTER]
TIMEBASE=1/1000
START=2000
END=%d
title=Whom to ask
"""


def needs(*programs: str) -> None:
    """Skip a test where one of these programs is missing; in CI that is a fault."""
    for program in programs:
        if shutil.which(program) is None:
            assert not os.environ.get("CI"), f"{program} is missing in CI"
            pytest.skip(f"{program} is not on this machine")


def clip(folder: Path, seconds: int = 6) -> Path:
    """A small video with sound and two chapters."""
    needs("mpv", "ffmpeg")
    target = folder / "clip.mp4"
    target.write_bytes(_clip(seconds))
    return target


@cache
def _clip(seconds: int) -> bytes:
    """Coded once for each length."""
    picture = ("-f", "lavfi", "-i", f"testsrc=size=160x90:rate=10:duration={seconds}")
    sound = ("-f", "lavfi", "-i", f"sine=duration={seconds}")
    tracks = ("-map", "0", "-map", "1", "-map_metadata", "2")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    with TemporaryDirectory() as folder:
        told, target = Path(folder) / "chapters.txt", Path(folder) / "clip.mp4"
        told.write_text(CHAPTERS % (seconds * 1000))
        command = ["ffmpeg", "-v", "error", "-y", *picture, *sound, "-i", str(told), *tracks, *coded, str(target)]
        subprocess.run(command, check=True, timeout=60)
        return target.read_bytes()


def large(folder: Path) -> Path:
    """A minute of six megabytes, which no player fetches at once."""
    needs("mpv", "ffmpeg")
    target = folder / "large.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=60")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-b:v", "2M", "-c:a", "aac", "-movflags", "+faststart")
    command = ["ffmpeg", "-v", "error", "-y", *picture, "-f", "lavfi", "-i", "anoisesrc=duration=60", *coded, str(target)]
    subprocess.run(command, check=True, timeout=60)
    return target


def stream(folder: Path, seconds: int = 6, *more: str) -> dict[str, bytes]:
    """An HLS stream of parts of two seconds, its files by name; `more` are ffmpeg's words for another kind of it."""
    needs("mpv", "ffmpeg")
    target = folder / "stream"
    target.mkdir(exist_ok=True)
    for name, content in _stream(seconds, more).items():
        (target / name).write_bytes(content)
    return {it.name: it.read_bytes() for it in sorted(target.iterdir())}


@cache
def _stream(seconds: int, more: tuple[str, ...]) -> dict[str, bytes]:
    """Coded once for each length and kind."""
    picture = ("-f", "lavfi", "-i", f"testsrc=size=160x90:rate=10:duration={seconds}")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20", "-c:a", "aac")
    with TemporaryDirectory() as folder:
        parts = ("-hls_time", "2", "-hls_playlist_type", "vod", *more, str(Path(folder) / "index.m3u8"))
        command = ["ffmpeg", "-v", "error", "-y", *picture, "-f", "lavfi", "-i", f"sine=duration={seconds}", *coded, *parts]
        subprocess.run(command, check=True, timeout=60, cwd=folder)
        return {it.name: it.read_bytes() for it in sorted(Path(folder).iterdir())}


def encrypted(folder: Path) -> tuple[str, ...]:
    """The words for a stream whose parts need a key."""
    told = folder / "stream" / "info"
    told.parent.mkdir(exist_ok=True)
    (folder / "stream" / "the.key").write_bytes(b"0123456789abcdef")
    told.write_text(f"the.key\n{folder / 'stream' / 'the.key'}\n")
    return ("-hls_key_info_file", str(told))


FRAGMENTED = ("-hls_segment_type", "fmp4", "-master_pl_name", "master.m3u8")
"""The words for a stream of MP4 parts below a list of variants."""


def silent_path(folder: Path) -> str:
    """A PATH on which mpv is a real one that shows and sounds nothing, where a window would open."""
    needs("mpv")
    script = folder / "mpv"
    script.write_text(f'#!/bin/sh\nexec {shutil.which("mpv")} {" ".join(SILENT)} "$@"\n')
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def silent() -> Mpv:
    """A real mpv that shows and sounds nothing."""
    return Mpv(SILENT)
