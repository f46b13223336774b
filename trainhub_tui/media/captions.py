"""WebVTT: the lines of a video's captions, with their times and speakers. Source: W3C WebVTT, parsing; checked on vtt.js's files."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainhub_core.text import clean
from trainhub_tui.media.refusals import CannotOpen

MOST_BYTES = 8_000_000
MOST_CUES = 50_000
LONGEST_CUE = 2_000

_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>?")
_TAG = re.compile(r"<[^>]*(?:>|$)")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: from and to in milliseconds, its text on one line, who speaks."""

    start: int
    end: int
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions in order of time. `skipped` is how many had times that cannot be."""

    cues: tuple[Cue, ...] = ()
    skipped: int = 0

    def at(self, milliseconds: int) -> int:
        """The number of the caption that is spoken then, or was last; -1 before the first."""
        low, high = 0, len(self.cues)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.cues[middle].start <= milliseconds else (low, middle)
        return low - 1

    def as_webvtt(self) -> str:
        """The same captions for a player: cleaned text, nothing else of the file they came from."""
        return "WEBVTT\n\n" + "\n".join(_written(cue) for cue in self.cues)


def read_captions(content: bytes) -> Captions:
    """The captions of a WebVTT file. Raises CannotOpen with a sentence for a file that is not one."""
    if len(content) > MOST_BYTES:
        raise CannotOpen("These captions are far longer than any video's, so they are not read.")
    text = content.decode("utf-8-sig", "replace").replace("\0", "�").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", first):
        raise CannotOpen("These captions are not in the WebVTT format, so the video plays without them.")
    cues: list[Cue] = []
    skipped = 0
    for block in _blocks(rest.split("\n")):
        cue = _cue(block)
        if cue is not None:
            cues.append(cue)
        elif any("-->" in line for line in block):
            skipped += 1
        if len(cues) > MOST_CUES:
            raise CannotOpen("These captions have more lines than any video's, so they are not read.")
    return Captions(tuple(sorted(cues, key=lambda cue: (cue.start, cue.end))), skipped)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines; an empty line ends one, and so does a line with times in the midst of another caption."""
    block: list[str] = []
    for line in lines:
        begins = "-->" in line and any("-->" in earlier for earlier in block)
        if (not line.strip() or begins) and block:
            yield block
            block = []
        if line.strip():
            block.append(line)
    if block:
        yield block


def _cue(block: Sequence[str]) -> Cue | None:
    if re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]):
        return None
    found = next((number for number, line in enumerate(block[:2]) if "-->" in line), None)
    times = _TIMING.match(block[found]) if found is not None else None
    if found is None or times is None:
        return None
    start, end = _milliseconds(*times.groups()[:4]), _milliseconds(*times.groups()[4:])
    said = "\n".join(block[found + 1 :])[: 4 * LONGEST_CUE]
    voice = _VOICE.search(said)
    text = _plain(said)
    return Cue(start, end, text, _plain(voice[1]) if voice else "") if start < end and text else None


def _plain(said: str) -> str:
    return " ".join(clean(html.unescape(_TAG.sub("", said))).split())[:LONGEST_CUE]


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _written(cue: Cue) -> str:
    said = f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text
    return f"{_clock(cue.start)} --> {_clock(cue.end)}\n{html.escape(said, quote=False)}\n"


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths:03}"
