"""A video's page in words and rows: what is watched and what is missing, the transcript, the chapters. Pure."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from textual.content import Content

from trainhub_core.models.base import Spans
from trainhub_core.rules.intervals import length
from trainhub_core.rules.progress import VIDEO_SHARE
from trainhub_core.rules.watching import without
from trainhub_tui import palette
from trainhub_tui.media.captions import Captions
from trainhub_tui.media.players import How
from trainhub_tui.media.playing import Chapter, Playing
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (Column("", 7, align="right"), Column("", 10, share=1))
ROLES = ("accent", "text", "progress")
"""Of chapters, of lines, of what the learner has marked."""
MOST_GAPS = 3
NOT_COUNTED = "What is watched there is not counted."
READ_INSTEAD = "Read its transcript below to the end instead: that counts."
NEEDS_PLAYER = "For this lesson to count, install mpv (mpv.io) or watch it on another device."


def clock(seconds: float) -> str:
    """`4:05`, `1:02:03`."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def percent(watched: Spans, seconds: int) -> int:
    """Whole percent of the video that was watched, rounded down."""
    return min(100, 100 * length(watched) // seconds) if seconds else 0


def standing(watched: Spans, seconds: int) -> Content:
    """How much was watched, and which parts are missing."""
    if not seconds:
        return Content.styled("not watched yet", palette.MUTED)
    done = Fraction(length(watched), seconds) >= VIDEO_SHARE
    mark = palette.mark("completed" if done else "in progress" if watched else "available")
    words = Content.assemble(mark.content, (f" {percent(watched, seconds)} % watched", mark.style))
    gaps = without(((0, seconds),), watched)
    if done or not watched:
        return words if done else Content.assemble(words, (f"{palette.DOT}90 % needed", palette.MUTED))
    longest = sorted(sorted(gaps, key=lambda gap: gap[0] - gap[1])[:MOST_GAPS])
    missing = ", ".join(f"{clock(start)}–{clock(end)}" for start, end in longest)
    more = f" and {len(gaps) - MOST_GAPS} more" if len(gaps) > MOST_GAPS else ""
    return Content.assemble(words, (f"{palette.DOT}90 % needed{palette.DOT}missing {missing}{more}", palette.MUTED))


def where(how: How, other: str | None) -> str:
    """Where the video will show."""
    match how:
        case How.WINDOW:
            return "Plays in a window of its own."
        case How.TERMINAL:
            return "Plays in this terminal; q comes back."
    name = other or "the system's program"
    return f"mpv is not on this laptop: the video opens in {name}. {NOT_COUNTED}"


def running(playing: Playing) -> str:
    """The line below while it plays."""
    at = f"{clock(playing.position)} of {clock(playing.duration)}" if playing.duration else clock(playing.position)
    speed = f"{palette.DOT}{playing.speed:g}×" if playing.speed != 1 else ""
    hidden = "" if playing.captions_shown else f"{palette.DOT}captions hidden"
    return f"{'paused' if playing.paused else 'playing'} {at}{speed}{hidden}"


class Marked(NamedTuple):
    """A bookmark or a note on a second: its words, the name of its sign, a note's id."""

    second: int
    words: str
    sign: str
    id: str = ""


def rows(captions: Captions | None, chapters: Sequence[Chapter], marked: Sequence[Marked] = ()) -> list[Row]:
    """Chapters, lines, bookmarks and notes in order of time; the key of each begins with its millisecond, a note's ends with its id."""
    lines = [(cue.start, 1, f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text, "") for cue in (captions.cues if captions else ())]
    lines += [(round(chapter.start * 1000), 0, chapter.title, "") for chapter in chapters]
    lines += [(it.second * 1000, 2, f"{palette.MARKS[it.sign].symbol} {it.words or 'bookmark'}", it.id or it.sign) for it in marked]
    found: list[Row] = []
    numbers: Counter[tuple[int, int]] = Counter()
    for start, rank, words, name in sorted(lines):
        numbers[start, rank] += 1
        key = f"{start}/{rank}.{numbers[start, rank]}/{name}"
        found.append(Row(key, (Cell(clock(start / 1000), "muted"), Cell(words, ROLES[rank]))))
    return found


def second_of(key: str) -> float:
    """The second that a row stands for."""
    return int(key.partition("/")[0]) / 1000


def row_at(listed: Sequence[Row], second: float) -> str:
    """The key of the last row that begins by then; empty before the first."""
    low, high = 0, len(listed)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if second_of(listed[middle].key) <= second + 0.001 else (low, middle)
    return listed[low - 1].key if low else ""
