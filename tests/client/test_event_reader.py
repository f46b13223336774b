"""Server-sent events are read as the WHATWG's HTML standard has them, however they come. Source: API-4."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_tui.event_reader import MOST_BYTES, EventReader, ServerEvent, TooLong


def read(*pieces: bytes) -> list[ServerEvent]:
    reader = EventReader()
    return [event for piece in pieces for event in reader.feed(piece)]


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [ServerEvent("message", "YHOO\n+2\n10")]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            [ServerEvent("message", "first event", "1"), ServerEvent("message", "second event"), ServerEvent("message", " third event")],
        ),
        (b"data\n\ndata\ndata\n\ndata:", [ServerEvent("message", ""), ServerEvent("message", "\n")]),
        (b"data:test\n\ndata: test\n\n", [ServerEvent("message", "test"), ServerEvent("message", "test")]),
        (b"event: add\r\ndata: 1\r\n\r\nevent: none\r\n\r\ndata: 2\r\n\r\n", [ServerEvent("add", "1"), ServerEvent("message", "2")]),
        (b"\xef\xbb\xbfdata: a\r\rdata: \xef\xbb\xbfb\r\r", [ServerEvent("message", "a"), ServerEvent("message", "\ufeffb")]),
        (b"id: 1\x002\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b"id: 7\n\ndata: a\n\n", [ServerEvent("message", "a", "7")]),
        (b"Data: a\nunknown: b\n\n", []),
        (b"data: caf\xc3\xa9 \xff\n\n", [ServerEvent("message", "caf\u00e9 \ufffd")]),
        (b"data: a\x0bb\x0cc\xc2\x85d\xe2\x80\xa8e\n\n", [ServerEvent("message", "a\x0bb\x0cc\x85d\u2028e")]),
        (b"data: never ended\n", []),
    ],
)
def test_the_examples_and_rules_of_the_standard(stream: bytes, events: list[ServerEvent]) -> None:
    """API-4."""
    assert read(stream) == events


def test_retry_takes_digits_alone() -> None:
    reader = EventReader()
    for asked, seconds in (
        (b"1500", 1.5),
        (b"soon", 1.5),
        (b"-1", 1.5),
        ("\u0661".encode(), 1.5),
        (b"", 1.5),
        (b"9" * 40, 1.5),
        (b"0", 0.0),
    ):
        assert list(reader.feed(b"retry: " + asked + b"\n")) == []
        assert reader.retry == seconds


lines = st.one_of(
    st.sampled_from(["", ":", ": beat", "data", "data:", "id", "id: 7", "event: changes", "retry: 9"]),
    st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20).map(lambda text: f"data: {text}"),
    st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20),
)


@given(
    told=st.lists(st.tuples(lines, st.sampled_from([b"\r", b"\n", b"\r\n"])), max_size=30),
    cuts=st.lists(st.integers(0, 400), max_size=20),
    bom=st.booleans(),
)
def test_how_it_is_cut_into_pieces_changes_nothing(told: list[tuple[str, bytes]], cuts: list[int], bom: bool) -> None:
    """API-4: CR, LF, CRLF, a mark of byte order, pieces of any size, against one line after the other."""
    whole = (b"\xef\xbb\xbf" if bom else b"") + b"".join(line.encode() + end for line, end in told)
    edges = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    pieces = [whole[start:end] for start, end in pairwise(edges)]
    # A CR and a LF that follow each other are one end of a line, also where two lines meant them apart.
    text = whole.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    expected = _by_the_book(text.split("\n")[:-1])
    assert read(*pieces) == expected
    assert read(*(whole[at : at + 1] for at in range(len(whole)))) == expected


def _by_the_book(told: list[str]) -> list[ServerEvent]:
    """The standard's steps, word by word."""
    found: list[ServerEvent] = []
    data, name, last = "", "", ""
    for line in told:
        if line == "":
            if data:
                found.append(ServerEvent(name or "message", data.removesuffix("\n"), last))
            data, name = "", ""
        elif not line.startswith(":"):
            field, _, value = line.partition(":")
            value = value[1:] if value.startswith(" ") else value
            if field == "event":
                name = value
            elif field == "data":
                data += value + "\n"
            elif field == "id" and "\0" not in value:
                last = value
    return found


@pytest.mark.parametrize("piece", [b"data: " + b"x" * MOST_BYTES, b"x" * (MOST_BYTES + 1), b"data: 12345678\n" * (MOST_BYTES // 8)])
def test_what_is_longer_than_any_should_be_is_not_kept(piece: bytes) -> None:
    """API-4: memory stays bounded, whatever a server sends."""
    with pytest.raises(TooLong):
        read(*(piece[at : at + 1000] for at in range(0, len(piece), 1000)))
