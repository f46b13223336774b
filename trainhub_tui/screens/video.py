"""A video: played in a window or in the terminal, its transcript to read, watched seconds counted (VID-1 to VID-4)."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual.app import SuspendNotSupported
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from trainhub_core.models.base import Spans
from trainhub_core.models.library import Resource
from trainhub_core.rules.intervals import union
from trainhub_tui import palette
from trainhub_tui.media.captions import Captions, read_captions
from trainhub_tui.media.mpv import Mpv, PlayerTrouble
from trainhub_tui.media.players import How, flags_for, interrupts_ignored
from trainhub_tui.media.playing import Chapter, Ending, Playing, Source
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.media.video_pages import PageTrouble
from trainhub_tui.screens import video_words as words
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.resource_acts import POLL_SECONDS
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.screens.video_marks import VideoMarks
from trainhub_tui.screens.watch_log import ResourceLog, WatchLog
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Row, Rows
from trainhub_tui.widgets.stated import Stated

TELL_SECONDS = 50
"""Between two tellings while it plays; with the second it takes, under a minute."""

BESIDE_LINE = 17
"""Cells of a row that are not its words, its frame among them."""
BROKEN = {
    Ending.VANISHED: "The player has ended before the video did; what was watched until then is counted.",
    Ending.FAILED: "The video breaks off here: its file or its connection is damaged. What was watched until then is counted.",
}


class VideoScreen(VideoMarks):
    """The page of one video."""

    SECTION = "library"
    CSS_PATH = ["../styles/lists.tcss", "../styles/video.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("open",)

    def __init__(self, resource_id: str, second: str = "") -> None:
        """`second` is the place to begin at; without it, where the video was left."""
        super().__init__()
        self.resource_id = resource_id
        self.ledger: WatchLog | None = None
        self.captions: Captions | None = None
        self.chapters: tuple[Chapter, ...] = ()
        self.listed: Sequence[Row] = ()
        self._second = int(second) if second.isdigit() else None
        self._misses_captions = False
        self._marked: Sequence[words.Marked] = ()
        self._spoken = self._said = ""

    def compose_page(self) -> Iterable[Widget]:
        yield Static(id="head")
        yield RowList(words.COLUMNS, id="transcript")
        yield Stated(id="state")
        yield Static(id="line")
        yield FilterBar("Search in the transcript")
        yield Static(id="news")
        yield Static(id="foot")

    def on_mount(self) -> None:
        self.transcript.focus()
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(TELL_SECONDS, self._tell_often)

    @property
    def transcript(self) -> RowList:
        """The chapters and the lines that are spoken."""
        return self.query_one("#transcript", RowList)

    def page_title(self) -> str:
        return self.resource.title if self.resource else "Video"

    # --- from nothing to a video
    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self.show_known)

    def show_known(self, found: Known) -> None:
        """Show what the hub knows now."""
        self.known = found
        self.read_downloads()
        self._proceed()
        self.show_frame()

    def _poll(self) -> None:
        if not (self.is_current and self.resource and (self._file is None or self._misses_captions) and self.read_downloads()):
            return
        if self._file is not None:
            self._read_captions(self.resource)
            self._list()
        self._proceed()
        self.show_frame()

    def _proceed(self) -> None:
        """Show the page when there is something to play."""
        if self.look() and self.resource:
            if self.ledger is None:
                self._begin(self.resource)
            elif self._marked != self.marked():
                self._list()
            self._show_standing()

    def new_log(self) -> WatchLog:
        """Where it is told what was watched."""
        return ResourceLog(self.hub, self.resource_id)

    def _begin(self, resource: Resource) -> None:
        self.ledger = self.new_log()
        if self._second is not None:
            self.ledger.place = self._second
        self.chapters = self.named_chapters()
        self._read_captions(resource)
        if (lines := resource.captions) and self._misses_captions and not self.is_offline:
            self.work(lambda: self.hub.download(lines))
        self._list()
        self.follow(self.ledger.place)
        self.call_after_refresh(self._to_transcript)

    def _to_transcript(self) -> None:
        """The keys are the list's, which had none while it was not shown."""
        if self.focused is None:
            self.transcript.focus()

    def _read_captions(self, resource: Resource) -> None:
        """Read the captions where they are here; the video plays without them where they are not, or are none."""
        try:
            file = self.hub.file_of(resource.captions) if resource.captions else None
            self.captions = read_captions(file.read_bytes()) if file else None
            self._misses_captions = file is None and resource.captions in self.known.catalogue.resources
        except (CannotOpen, OSError) as refusal:
            self._misses_captions = False
            self.show_news(str(refusal))
        missing = "The transcript has not come yet. Enter plays the video."
        self.transcript.empty = missing if self._misses_captions else "This video has no transcript. Enter plays it."

    def _list(self) -> None:
        self._marked = self.marked()
        self.listed = words.rows(self.captions, self.chapters, self._marked)
        self.transcript.update(Rows(self.listed))

    def named_chapters(self) -> tuple[Chapter, ...]:
        """The parts that the course names; a video's own stand in their place where it names none."""
        return ()

    def standing_at(self) -> float:
        return self._start(self.transcript.key or "", self.ledger) if self.ledger else 0.0

    # --- what is seen
    def standing(self) -> Content:
        """How much of it was watched."""
        return words.standing(self.watched, self.ledger.seconds if self.ledger else 0)

    def _show_standing(self) -> None:
        if self.ledger is None:
            return
        head = [self.standing()]
        if self.playing is None:
            head.append(Content.styled(self.where(), palette.MUTED))
        self.query_one("#head", Static).update(Content("\n").join(head))
        at = words.clock(self.ledger.place)
        rest = f"enter plays{f' from {at}' if self.ledger.place else ''}"
        self.query_one("#foot", Static).update(Content(words.running(self.playing) if self.playing else rest))

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self._show_line(message.key)

    def _show_line(self, key: str) -> None:
        """The chosen line in full, where the list had to shorten it."""
        said = next((row.cells[-1].text for row in self.listed if row.key == key), "")
        line = self.query_one("#line", Static)
        line.update(Content(said))
        line.display = cell_len(said) > self.size.width - BESIDE_LINE  # the list itself has no width while it is not shown

    def show_news(self, sentence: str) -> None:
        """A line above the foot, in place; an empty one hides it."""
        news = self.query_one("#news", Static)
        news.update(Content(sentence))
        news.display = bool(sentence)

    def follow(self, second: float) -> None:
        """Put the cursor on the line that is spoken as it begins, unless the transcript is being searched."""
        key = words.row_at(self.listed, second)
        if key and key != self._spoken and not isinstance(self.focused, Input):
            self.transcript.go_to(key)
        self._spoken = key

    @property
    def watched(self) -> Spans:
        """The seconds that were watched, those of now too."""
        return union(self.ledger.watched if self.ledger else (), self.playing.watched_seconds if self.playing else ())

    # --- playing
    def new_player(self, how: How) -> Mpv:
        """An mpv for that place."""
        return Mpv(flags_for(how, os.environ, self.app.config.video), in_terminal=how is How.TERMINAL)

    def can_open(self) -> str | None:
        return None if self.can_play else "The video is not on this laptop yet; d downloads it."

    async def verb_open(self) -> None:
        key = self.transcript.key
        if self.playing is not None and key:
            await self.tell_player(self.playing.seek(words.second_of(key)))
        elif self.playing is None and self.can_play and self.ledger is not None:
            self._play(self._start(key or "", self.ledger))

    def on_row_list_opened(self, _: RowList.Opened) -> None:
        self.run_worker(self.action_verb("open"), group="keys")

    def _start(self, key: str, ledger: WatchLog) -> float:
        """Where it was left, or at the line that was chosen instead; from the beginning when it had been left at the end."""
        home = words.row_at(self.listed, ledger.place) or (self.listed[0].key if self.listed else "")
        if key and key != home:
            return words.second_of(key)
        return 0.0 if ledger.seconds and ledger.place >= ledger.seconds - 1 else float(ledger.place)

    def _play(self, second: float) -> None:
        self.show_news("")
        how = self.how()
        if how is How.OUTSIDE or self.plays_in_browser:
            self.play_outside()
        else:
            self.run_worker(self._watch(second, how), group="play", exclusive=True)

    async def _watch(self, second: float, how: How) -> None:
        ending = Ending.LEFT
        try:
            with self.room() as folder:
                source = replace(await self.source(second, Path(folder), self.speed), captions=self._written_captions(Path(folder)))
                self.playing = Playing(self.new_player(how), self._moved)
                self.show_frame()
                ending = await self._shown(self.playing, source, how)
        except (PlayerTrouble, PageTrouble, CannotOpen, Trouble, SuspendNotSupported, OSError) as trouble:
            self.show_news(str(trouble))
        finally:
            self._moved()
            self._tell()
            self.playing = None
        if ending in BROKEN:
            self.show_news(BROKEN[ending])
        self.app.post_message(HubChanged())
        self._show_standing()

    def _written_captions(self, folder: Path) -> Path | None:
        """The captions as a file for the player."""
        if self.captions is None:
            return None
        target = folder / "captions.vtt"
        target.write_text(self.captions.as_webvtt(), "utf-8")
        return target

    async def _shown(self, playing: Playing, source: Source, how: How) -> Ending:
        if how is not How.TERMINAL:
            return await playing.run(source)
        with interrupts_ignored(), self.app.batch_update(), self.app.suspend():
            return await playing.run(source)

    def _moved(self) -> None:
        """The player has told something."""
        playing, ledger = self.playing, self.ledger
        if playing is None or ledger is None or not self.is_attached:
            return
        ledger.seconds = ledger.seconds or playing.length or 0
        self.speed = playing.speed
        if (chapters := self.named_chapters() or playing.chapters) != self.chapters:
            self.chapters = chapters
            self._list()
        if not playing.paused:
            self.plays()
        ledger.place = int(playing.position)
        self.follow(playing.position)
        if (line := words.running(playing)) != self._said:
            self._said = line
            self._show_standing()

    def plays(self) -> None:
        """The video runs just now."""

    # --- what is told
    def _tell_often(self) -> None:
        if self.playing is not None:
            self._tell()

    def _tell(self) -> None:
        """Tell what was watched and where it was left, at once: the page may be gone the next moment."""
        if self.ledger is None or self.playing is None:
            return
        try:
            self.ledger.keep(self.watched, self.ledger.place)
        except Trouble as trouble:
            self.say(trouble.sentence, "error")

    def on_unmount(self) -> None:
        self._tell()

    def why(self) -> str:
        return self.standing().plain if self.ledger else ""
