"""Captions that a player can read: WebVTT in UTF-8, cues in order of time."""

import re
from collections.abc import Iterator

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.files import beginning, ending_of
from trainhub_content.sources import Sources

MOST_BYTES = 4_000_000
_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"\s*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")


def caption_faults(sources: Sources) -> Iterator[Fault]:
    """What is wrong with the captions of videos."""
    for file in sources.files:
        if file.path is None or ending_of(file.name) != "vtt":
            continue
        try:
            content = beginning(file.path, file.file, MOST_BYTES + 1)
        except ContentRefused as refused:
            yield from refused.faults
            continue
        yield from (Fault(file.file, line, reason) for line, reason in faults_in(content))


def faults_in(content: bytes) -> Iterator[tuple[int, str]]:
    """Line and sentence of what a player could not read."""
    if len(content) > MOST_BYTES:
        yield 1, "Captions of more than 4 MB are not read."
        return
    try:
        rows = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError as refused:
        yield content.count(b"\n", 0, refused.start) + 1, f"Not UTF-8 text: {refused.reason}."
        return
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", rows[0]):
        yield 1, "Captions begin with the line WEBVTT."
        return
    yield from _cue_faults(rows)


def _cue_faults(rows: list[str]) -> Iterator[tuple[int, str]]:
    last, cues = -1.0, 0
    for number, row in enumerate(rows, start=1):
        if "-->" not in row:
            continue
        cues += 1
        found = _CUE.fullmatch(row)
        if found is None:
            yield number, "A cue is timed like 00:01.000 --> 00:04.000."
            continue
        begin, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
        if end <= begin:
            yield number, "The cue ends before it begins."
        if begin < last:
            yield number, "The cue begins before the one above it."
        last = begin
    if not cues:
        yield 1, "There are no captions in this file."


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return 3600 * hours + 60 * minutes + seconds + thousandths / 1000
