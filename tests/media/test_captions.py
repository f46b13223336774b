"""WebVTT read as the standard says, on the samples of vtt.js too (VID-2, VID-4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.videos import DATA
from trainhub_tui.media.captions import Captions, Cue, read_captions
from trainhub_tui.media.refusals import CannotOpen

TALK = b"""WEBVTT - a talk

NOTE nobody reads this

intro
00:01.000 --> 00:02.500 align:start
<v.loud Mary>Ask <b>every</b> happy client.

00:00:03.000 --> 00:00:04.000
Second
line &amp; last
"""


def test_times_speakers_and_plain_words_are_read() -> None:
    """VID-2."""
    assert read_captions(TALK).cues == (Cue(1000, 2500, "Ask every happy client.", "Mary"), Cue(3000, 4000, "Second line & last"))


def test_the_line_of_a_moment_is_the_last_that_began() -> None:
    """VID-2: the transcript follows the video."""
    captions = read_captions(TALK)
    assert [captions.at(it) for it in (0, 999, 1000, 2700, 3000, 9000)] == [-1, -1, 0, 0, 1, 1]


def test_wrong_times_are_left_out_and_counted() -> None:
    """VID-2, bad input: captions with wrong times."""
    captions = read_captions(b"WEBVTT\n\n00:05.000 --> 00:02.000\nback\n\n00:61.000 --> 00:62.000\nno\n\n00:01.000 --> 00:02.000\nyes\n")
    assert (captions.skipped, [cue.text for cue in captions.cues]) == (2, ["yes"])


@pytest.mark.parametrize("content", [b"", b"1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", b"WEBVTTx\n\n", b"\x00\x00\x00\x18ftypmp42"])
def test_what_is_not_webvtt_is_refused_with_a_sentence(content: bytes) -> None:
    """VID-2, bad input."""
    with pytest.raises(CannotOpen, match="WebVTT"):
        read_captions(content)


def test_endless_captions_are_refused_and_hostile_ones_end_soon() -> None:
    """VID-2, bad input: limits held."""
    with pytest.raises(CannotOpen, match="longer"):
        read_captions(b"WEBVTT\n" + b"x" * 9_000_000)
    with pytest.raises(CannotOpen, match="more lines"):
        read_captions(b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nx\n\n" * 50_001)
    assert read_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v" + b"." * 100_000 + b"\n<<<<" * 10_000).cues == ()


def test_control_characters_do_not_come_through() -> None:
    """VID-2: captions are text from elsewhere."""
    (cue,) = read_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi \x1b]52;c;eA==\x07&#27;[2Jthere\n").cues
    assert cue.text.isprintable()


CUES = st.builds(
    lambda start, long, text, speaker: Cue(start, start + long, text, speaker),
    st.integers(0, 9_999_999),
    st.integers(1, 60_000),
    st.text(st.characters(categories=("L", "N")), min_size=1, max_size=40),
    st.just(""),
)


@given(st.lists(CUES, max_size=20))
def test_captions_written_for_the_player_are_the_captions_read(cues: list[Cue]) -> None:
    """VID-4: the transcript survives."""
    ordered = tuple(sorted(cues, key=lambda cue: (cue.start, cue.end)))
    once = read_captions(Captions(ordered).as_webvtt().encode())
    assert [(cue.start, cue.end) for cue in once.cues] == [(cue.start, cue.end) for cue in ordered]
    assert read_captions(once.as_webvtt().encode()) == once


def test_every_sample_is_opened_or_refused_with_a_reason() -> None:
    """VID-2: every file of the samples."""
    files = sorted((DATA / "vtt").rglob("*.vtt"))
    if not files:
        pytest.skip("the samples are not on this machine")
    said = {}
    for file in files:
        try:
            captions = read_captions(file.read_bytes())
            said[file.relative_to(DATA).as_posix()] = f"opened: {len(captions.cues)} lines, {captions.skipped} left out"
        except CannotOpen as refusal:
            said[file.relative_to(DATA).as_posix()] = f"refused: {refusal.sentence}"
    for name, how in said.items():
        print(f"{name}: {how}")
    assert sum(how.startswith("refused") for how in said.values()) == 8
    assert said["vtt/vttjs/file-layout/cue-spacing.vtt"] == "opened: 3 lines, 1 left out"
    assert said["vtt/vttjs/cue-times/max-spots-over-sixty.vtt"] == "opened: 0 lines, 1 left out"
