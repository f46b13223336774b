"""A video: pictures of the slides and the voice, joined by ffmpeg to a small MP4 that plays while it loads."""

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from trainhub_content.made.drawing import drawn
from trainhub_content.made.scripts import Script
from trainhub_content.made.timing import Track, captions_of, track_of
from trainhub_content.made.tools import run
from trainhub_content.made.voice import Speaker

LOUDNESS, PEAK = -16, -2
"""LUFS, and dBTP: as spoken word is published."""
LEVELLED = f"loudnorm=I={LOUDNESS}:TP={PEAK}:LRA=7"
FRAMES = 5
"""A second: slides do not move."""
PICTURE = ("-c:v", "libx264", "-preset", "veryslow", "-tune", "stillimage", "-crf", "27", "-pix_fmt", "yuv420p", "-g", str(FRAMES * 10))
SOUND = ("-c:a", "aac", "-b:a", "56k", "-ac", "1", "-ar", "32000")
SAME_EACH_TIME = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-threads", "1")
HOUSE = "Training & Development Hub"


@dataclass(frozen=True, slots=True)
class Video:
    """What is built from a script."""

    film: bytes
    captions: str
    track: Track


def video_of(script: Script, speaker: Speaker) -> Video:
    """The script as a video. Raises ToolMissing, and CalledProcessError where ffmpeg fails."""
    track = track_of(script, speaker)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "said.wav").write_bytes(track.sound)
        _pictures(script, track, folder)
        run("ffmpeg", "-y", "-f", "concat", "-i", folder / "slides.txt", "-i", folder / "said.wav", *_options(folder), folder / "video.mp4")
        return Video((folder / "video.mp4").read_bytes(), captions_of(track), track)


def _pictures(script: Script, track: Track, folder: Path) -> None:
    """A PNG of each slide, and the list of how long each is shown; ffmpeg wants the last one twice."""
    rows = ["ffconcat version 1.0"]
    for number, (slide, seconds) in enumerate(zip(script.slides, track.shown, strict=True), start=1):
        drawn(slide, HOUSE, number, len(script.slides)).save(folder / f"{number}.png")
        rows += [f"file {number}.png", f"duration {seconds:.3f}"]
    rows.append(f"file {len(script.slides)}.png")
    (folder / "slides.txt").write_text("\n".join(rows) + "\n", "utf-8")


def _options(folder: Path) -> tuple[str, ...]:
    ways = ("-vf", f"fps={FRAMES}", "-af", f"{LEVELLED}:linear=true:{_measured(folder / 'said.wav')}")
    return (*ways, *PICTURE, *SOUND, "-shortest", *SAME_EACH_TIME, "-movflags", "+faststart")


def _measured(sound: Path) -> str:
    """How loud it is, told to the filter so that it changes the volume and nothing else."""
    told = run("ffmpeg", "-i", sound, "-af", f"{LEVELLED}:print_format=json", "-f", "null", "-")
    found = dict(re.findall(r'"(\w+)" : "(-?[\d.]+|-?inf)"', told))
    return ":".join(
        f"measured_{name}={found[f'input_{of}']}" for name, of in (("I", "i"), ("TP", "tp"), ("LRA", "lra"), ("thresh", "thresh"))
    )
