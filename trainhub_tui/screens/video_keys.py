"""The keys of a video while it plays: pause, speed, captions, a few seconds back and on; and search in its transcript (VID-2)."""

from collections.abc import Awaitable, Sequence
from typing import ClassVar

from textual.widgets import Input

from trainhub_tui.media.mpv import PlayerTrouble
from trainhub_tui.media.playing import SPEEDS, Playing
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Row

SKIP_SECONDS = 10
WHILE_PLAYING = ("pause", "faster", "slower", "captions")
"""Verbs that have a place there while the video plays."""
IDLE = "The video does not play now; enter plays it."


class VideoKeys(MovingPage):
    """A page with a `transcript` that may be `playing`."""

    VERBS: ClassVar[tuple[str, ...]] = ("pause", "faster", "slower", "captions", "left", "right", "filter")
    playing: Playing | None = None
    speed: float = 1.0
    listed: Sequence[Row] = ()
    _hit: int = -1

    @property
    def transcript(self) -> RowList:
        """The list of the lines."""
        raise NotImplementedError

    async def tell_player(self, act: Awaitable[object]) -> None:
        """Wait for the player to do it; where it cannot, say so."""
        try:
            await act
        except PlayerTrouble as trouble:
            self.say(str(trouble), "warning")

    def label(self, verb_id: str) -> str:
        here = {"filter": "Find", "open": "Play", "left": "10 s back", "right": "10 s on"}
        return here.get(verb_id) or super().label(verb_id)

    def is_in_footer(self, verb_id: str) -> bool:
        return super().is_in_footer(verb_id) and (verb_id not in WHILE_PLAYING or self.playing is not None)

    # --- while it plays
    def _why_idle(self) -> str | None:
        return None if self.playing else IDLE

    can_pause = can_left = can_right = _why_idle

    async def verb_pause(self) -> None:
        if self.playing:
            await self.tell_player(self.playing.toggle())

    async def verb_left(self) -> None:
        if self.playing:
            await self.tell_player(self.playing.seek(self.playing.position - SKIP_SECONDS))

    async def verb_right(self) -> None:
        if self.playing:
            await self.tell_player(self.playing.seek(self.playing.position + SKIP_SECONDS))

    def can_captions(self) -> str | None:
        return self._why_idle()

    async def verb_captions(self) -> None:
        if self.playing:
            await self.tell_player(self.playing.show_captions(not self.playing.captions_shown))

    async def verb_faster(self) -> None:
        await self._at_speed(next((it for it in SPEEDS if it > self.speed + 0.01), SPEEDS[-1]))

    async def verb_slower(self) -> None:
        await self._at_speed(next((it for it in reversed(SPEEDS) if it < self.speed - 0.01), SPEEDS[0]))

    async def _at_speed(self, speed: float) -> None:
        self.speed = speed
        if self.playing:
            await self.tell_player(self.playing.at_speed(speed))
        else:
            self.say(f"It will play at {speed:g}×.")

    # --- search in the transcript
    def can_filter(self) -> str | None:
        return None if self.listed else "This video has no transcript to search in."

    def verb_filter(self) -> None:
        self.query_one(FilterBar).open()

    def _hits(self, text: str) -> list[str]:
        wanted = text.casefold()
        return [row.key for row in self.listed if wanted and wanted in row.cells[-1].text.casefold()]

    def _to_hit(self, bar: FilterBar, number: int) -> None:
        hits = self._hits(bar.text)
        self._hit = number % len(hits) if hits else -1
        if hits:
            self.transcript.go_to(hits[self._hit])
        bar.say("" if not bar.text else f"{self._hit + 1} of {len(hits)} · ↓ next · ⏎ there" if hits else "not found · esc")

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        self._to_hit(message.bar, 0)

    def on_filter_bar_submitted(self, message: FilterBar.Submitted) -> None:
        message.bar.close()
        self.transcript.focus()

    def verb_down(self) -> None:
        if isinstance(self.focused, Input):
            self._to_hit(self.query_one(FilterBar), self._hit + 1)
        else:
            super().verb_down()

    def verb_up(self) -> None:
        if isinstance(self.focused, Input):
            self._to_hit(self.query_one(FilterBar), self._hit - 1)
        else:
            super().verb_up()

    def step_back(self) -> bool:
        bar = self.query_one(FilterBar)
        if not bar.is_open:
            return False
        bar.close()
        self.transcript.focus()
        return True
