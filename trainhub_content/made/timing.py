"""When each sentence is heard and each slide is shown: one sound, and captions that are exact to the sentence."""

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap

from trainhub_content.made.scripts import Script
from trainhub_content.made.voice import Speaker

BEFORE, BETWEEN, AFTER = 0.5, 0.35, 0.8
"""Seconds of silence before the first sentence of a slide, between sentences, and after the last one."""
CAPTION_WIDTH = 46
BYTES = 2
"""Of a sample."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence and the seconds in which it is heard."""

    begins: float
    ends: float
    text: str


@dataclass(frozen=True, slots=True)
class Track:
    """All that is heard. `shown` is for how many seconds each slide stands; `sound` is a WAV file."""

    cues: tuple[Cue, ...]
    shown: tuple[float, ...]
    sound: bytes

    @property
    def seconds(self) -> float:
        return sum(self.shown)


def track_of(script: Script, speaker: Speaker) -> Track:
    """The script, spoken."""
    cues: list[Cue] = []
    shown: list[float] = []
    heard, rate = bytearray(), 0
    for slide in script.slides:
        begun = len(heard)
        for at, sentence in enumerate(slide.say):
            rate, said = _samples(speaker(sentence))
            heard += _silence(BETWEEN if at else BEFORE, rate)
            begins = len(heard)
            heard += said
            cues.append(Cue(_seconds(begins, rate), _seconds(len(heard), rate), sentence))
        heard += _silence(AFTER, rate)
        shown.append(_seconds(len(heard) - begun, rate))
    return Track(tuple(cues), tuple(shown), _sound(bytes(heard), rate))


def captions_of(track: Track) -> str:
    """The sentences as WebVTT."""
    return "\n".join(["WEBVTT", "", *(line for cue in track.cues for line in _lines(cue))])


def chapters_of(script: Script, track: Track) -> Iterator[tuple[int, str]]:
    """The second at which each slide comes, and its title."""
    begins = 0.0
    for slide, seconds in zip(script.slides, track.shown, strict=True):
        yield int(begins), slide.title
        begins += seconds


def _lines(cue: Cue) -> list[str]:
    return [f"{_time(cue.begins)} --> {_time(cue.ends)}", *wrap(cue.text, CAPTION_WIDTH), ""]


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    return f"{thousandths // 60_000:02}:{thousandths // 1000 % 60:02}.{thousandths % 1000:03}"


def _samples(spoken: bytes) -> tuple[int, bytes]:
    """The rate and the samples of a spoken sentence. Raises ValueError where it is not one channel of 16 bits."""
    with wave.open(BytesIO(spoken)) as said:
        if (said.getnchannels(), said.getsampwidth()) != (1, BYTES):
            raise ValueError("A sentence is spoken in one channel of 16 bits.")
        return said.getframerate(), said.readframes(said.getnframes())


def _silence(seconds: float, rate: int) -> bytes:
    return bytes(BYTES * round(seconds * rate))


def _seconds(size: int, rate: int) -> float:
    return size / BYTES / rate


def _sound(samples: bytes, rate: int) -> bytes:
    into = BytesIO()
    with wave.open(into, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(BYTES)
        sound.setframerate(rate)
        sound.writeframes(samples)
    return into.getvalue()
