"""A video being played: where it stands, what was watched of it, how it ended. Knows mpv; counts by the rule in rules/watching.py."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from trainhub_core.models.base import Spans
from trainhub_core.rules import intervals
from trainhub_core.rules.watching import Seen, in_seconds, onward, step
from trainhub_core.text import clean_line
from trainhub_tui.media.mpv import VANISHED, Mpv, PlayerTrouble

LOOK_MILLISECONDS = 500
"""Between two looks: shorter ones would each have the whole slack of the rule."""
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
NEAR_END = 1.5
BROKEN_OFF = 3.0
"""Seconds before its end at which a stream that ends has broken off: players skip what they are refused, and tell of an end."""
MOST_TRIES = 3
"""New addresses asked for without getting on."""


class Ending(StrEnum):
    """How a playback ended: at the video's end, by the learner, by the player's death, by a fault of the video."""

    END = "end"
    LEFT = "left"
    VANISHED = "vanished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Stream:
    """An address to play. It and its `headers` go over the socket alone."""

    target: str
    headers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What to play and from where on. Where its address expires, `again` asks for a new one; None is the end of it."""

    target: str
    start: float = 0.0
    captions: Path | None = None
    headers: Sequence[str] = ()
    speed: float = 1.0
    again: Callable[[], Awaitable[Stream | None]] | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the video, from this second on."""

    start: float
    title: str


class Playing:
    """One playback. `moved` is called whenever something is another than before; read the fields then."""

    def __init__(self, mpv: Mpv, moved: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic) -> None:
        self._mpv = mpv
        self._moved = moved
        self._clock = clock
        self.position = 0.0
        self.duration = 0.0
        self.speed = 1.0
        self.paused = False
        self.captions_shown = True
        self.chapters: tuple[Chapter, ...] = ()
        self.watched: Spans = ()
        """Milliseconds of the video that were watched."""
        self._before: Seen | None = None
        self._looked = 0
        """The moment of the last look, in milliseconds."""
        self._seeking = False
        self._target: float | None = None
        self._jump: float | None = None

    @property
    def length(self) -> int | None:
        """Whole seconds of the video, None while unknown."""
        return round(self.duration) or None

    @property
    def watched_seconds(self) -> Spans:
        """The whole seconds that were watched."""
        return in_seconds(self.watched, self.length)

    async def run(self, source: Source) -> Ending:
        """Play until it ends, then close the player. Raises PlayerTrouble where it cannot begin."""
        self.position = source.start
        try:
            await self._mpv.start()
            await self._load(Stream(source.target, source.headers), source.start, source.captions)
            if source.speed != 1.0:
                await self._mpv.set("speed", source.speed)
            return await self._to_the_end(source)
        finally:
            await self._mpv.close()

    async def _to_the_end(self, source: Source) -> Ending:
        """Follow it; a stream that breaks off is asked for again and goes on at its second.

        The last try is from the beginning: players cannot jump in every stream (mpv issue 15184)."""
        reached, tries = source.start, 0
        while True:
            ending = await self._follow()
            if source.again is None or not self._is_broken(ending):
                return ending
            tries = 0 if self.position > reached + 1 else tries + 1
            reached = max(reached, self.position)
            stream = await source.again() if tries < MOST_TRIES else None
            if stream is None:
                return Ending.FAILED
            second = self.position if self._target is None else self._target
            second = 0.0 if tries == MOST_TRIES - 1 else second
            try:
                await self._load(stream, second, source.captions)
            except PlayerTrouble:
                return Ending.FAILED

    async def _load(self, stream: Stream, second: float, captions: Path | None) -> None:
        """Begin there. A stream is begun at its own beginning and left for that second once it plays: some fail otherwise."""
        jumps = second > 0 and (stream.target.endswith(".m3u8") or "://" in stream.target)
        self._jump, self._seeking = (second, True) if jumps else (None, False)
        await self._mpv.load(stream.target, 0.0 if jumps else second, captions, stream.headers)

    async def _restarted(self) -> None:
        """It plays on after a jump, or for the first time."""
        if self._jump is None:
            self._seeking, self._target = False, None
        else:
            second, self._jump = self._jump, None
            await self.seek(second)

    def _is_broken(self, ending: Ending) -> bool:
        """Whether it ended before its end, or before it went on after a jump."""
        left = self.duration - (self.position if self._target is None else self._target)
        return ending is Ending.FAILED or (ending is Ending.END and left > (BROKEN_OFF if self._target is None else NEAR_END))

    async def where(self) -> float:
        """The second that is shown just now. Raises PlayerTrouble."""
        second = await self._mpv.ask("get_property", "time-pos")
        return float(second) if isinstance(second, int | float) else self.position

    async def toggle(self) -> None:
        """Pause, or go on. Raises PlayerTrouble."""
        await self._mpv.ask("cycle", "pause")  # mpv knows best whether it stands still

    async def seek(self, second: float) -> None:
        """Go to a second of the video. Raises PlayerTrouble."""
        self._target = max(0.0, second)
        await self._mpv.ask("seek", self._target, "absolute+exact")

    async def at_speed(self, speed: float) -> None:
        """Play at this speed. Raises PlayerTrouble."""
        await self._mpv.set("speed", speed)

    async def show_captions(self, shown: bool) -> None:
        """Show the captions, or hide them. Raises PlayerTrouble."""
        await self._mpv.set("sub-visibility", shown)

    async def _follow(self) -> Ending:
        async for event in self._mpv.events():
            match event.get("event"):
                case "property-change":
                    self._note(str(event.get("name")), event.get("data"))
                case "seek":
                    self._close_step()
                    self._seeking = True
                case "playback-restart":
                    await self._restarted()
                case "end-file":
                    return self._ended(event)
                case "shutdown":
                    self._close_step()
                    return Ending.LEFT
                case _ if event.get("event") == VANISHED:
                    self._close_step()
                    return Ending.VANISHED
            self._moved()
        return Ending.VANISHED

    def _ended(self, event: Mapping[str, object]) -> Ending:
        reason = event.get("reason")
        if reason == "eof":
            if self._before is not None and self.duration - self.position <= NEAR_END:
                self.position = self.duration
            self._close_step()
            return Ending.END
        self._close_step()
        return Ending.LEFT if reason in ("quit", "stop") else Ending.FAILED

    def _note(self, name: str, value: object) -> None:
        if name == "time-pos" and isinstance(value, int | float):
            if self._jump is not None:
                return
            self.position = float(value)
            self._look()
        elif name == "duration" and isinstance(value, int | float):
            self.duration = float(value)
        elif name == "speed" and isinstance(value, int | float):
            self._close_step()
            self.speed = float(value)
        elif name == "pause" and isinstance(value, bool):
            self._close_step()
            self.paused = value
        elif name == "sub-visibility" and isinstance(value, bool):
            self.captions_shown = value
        elif name == "chapter-list" and isinstance(value, list):
            self.chapters = tuple(_chapters(value))

    # --- what was watched
    def _now(self) -> Seen:
        return Seen(round(self.position * 1000), round(self._clock() * 1000), self.speed)

    def _look(self) -> None:
        if self._seeking or self.paused:
            return
        now = self._now()
        if self._before is None:
            self._before, self._looked = now, now.moment
        elif now.moment - self._looked >= LOOK_MILLISECONDS:
            self._count()

    def _count(self) -> None:
        now = self._now()
        if self._before is not None and (found := step(self._before, now)):
            self.watched = intervals.union(self.watched, (found,))
        self._before = onward(self._before, now) if self._before else now
        self._looked = now.moment

    def _close_step(self) -> None:
        """Count up to here; what comes next is counted from its own beginning."""
        if self._before is not None:
            self._count()
        self._before = None


def _chapters(told: Sequence[object]) -> list[Chapter]:
    """Parts with a beginning; of what a file says, at most two hundred."""
    found = []
    for number, part in enumerate(told[:200], 1):
        start = part.get("time") if isinstance(part, dict) else None
        if isinstance(part, dict) and isinstance(start, int | float):
            found.append(Chapter(float(start), clean_line(str(part.get("title") or ""))[:200].strip() or f"Chapter {number}"))
    return found
