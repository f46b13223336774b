"""What is spoken in videos, by stretches of their captions, each line with its second (LEARN-5, VID-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from trainhub_tui.media.captions import Cue, read_captions
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.search.passages import Passage
from trainhub_tui.search.source import Knows, mark_of_file

STRETCH_SECONDS, STRETCH_LENGTH = 60, 600
"""A passage has lines that begin within so many seconds, and about so many characters."""


class _Video(NamedTuple):
    """What is opened, its title and what it is part of, and the file with its captions."""

    page: str
    of: str
    title: str
    part_of: str
    file: Path


class Transcripts:
    """Videos whose captions are on this laptop: the lesson where one plays it, else the video of the library."""

    NAME: ClassVar[str] = "transcripts"

    def __init__(self, hub: Knows) -> None:
        catalogue = hub.catalogue()
        lessons = {it.media: (it, course) for course in catalogue.courses.values() for it in course.lessons if it.media}
        files = {it.resource_id: it.file for it in hub.downloads() if it.file}
        self._videos: dict[str, _Video] = {}
        for resource in catalogue.resources.values():
            file = files.get(resource.captions or "")
            if file and resource.id in lessons:
                lesson, course = lessons[resource.id]
                self._videos[resource.id] = _Video("video-lesson", lesson.id, lesson.title, course.title, file)
            elif file:
                self._videos[resource.id] = _Video("video", resource.id, resource.title, resource.format, file)

    def marks(self) -> Mapping[str, str]:
        """The time and size of the captions, and what they are shown under."""
        return {it: f"{mark}/{video[:4]}" for it, video in self._videos.items() if (mark := mark_of_file(video.file))}

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        video = self._videos[group]
        try:
            cues = read_captions(video.file.read_bytes()).cues
        except (CannotOpen, OSError):
            return  # its page says why
        for stretch in _stretches(cues):
            body, stops = _said(stretch)
            words = (video.title, video.part_of, video.title, "", body)
            yield Passage("transcript", video.page, video.of, *words, stops[0][1], group, stops=stops, timed=True)


def _stretches(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    stretch: list[Cue] = []
    length = 0
    for cue in cues:
        if stretch and (cue.start - stretch[0].start >= 1_000 * STRETCH_SECONDS or length >= STRETCH_LENGTH):
            yield stretch
            stretch, length = [], 0
        stretch.append(cue)
        length += len(cue.text)
    if stretch:
        yield stretch


def _said(cues: Sequence[Cue]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The lines one after the other, and the second that each begins at."""
    body, stops = "", []
    speaker = ""
    for cue in cues:
        stops.append((len(body), cue.start // 1_000))
        body += f"{cue.speaker}: {cue.text}\n" if cue.speaker and cue.speaker != speaker else f"{cue.text}\n"
        speaker = cue.speaker or speaker
    return body, tuple(stops)
