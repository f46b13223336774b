"""VID-1: HLS playlists of anybody are written anew or refused with a reason, and packed folders are looked into within limits."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packs import FOLDER, INDEX, packed
from trainhub_core import hls
from trainhub_core.hls import Named, Placed, PlaylistRefused, Use, part_named, rewritten
from trainhub_core.packed import Part, main_of, parts_of

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "hls" / "m3u8-parser"
SIGNED = "/files/hash/"


def signed(named: Named) -> Placed:
    return Placed(SIGNED + part_named("list.m3u8", named.uri) + "?signature=s", named.span)


def named(content: bytes) -> list[Named]:
    found: list[Named] = []
    rewritten(content, lambda it: found.append(it) or Placed(it.uri, it.span))  # type: ignore[func-returns-value]
    return found


def test_all_that_a_playlist_names_is_placed() -> None:
    """VID-1: variant lists, segments, keys, initial parts, byte ranges; each following range begins where the last has ended."""
    assert named(INDEX) == [
        Named("../the%20key.bin", Use.KEY),
        Named("init.mp4", Use.PART),
        Named("one.m4s", Use.PART),
        Named("all.m4s", Use.PART, (2, 4)),
        Named("all.m4s", Use.PART, (6, 3)),
    ]
    assert named(FOLDER["master.m3u8"]) == [Named("low/index.m3u8", Use.PLAYLIST)]
    sound = b'#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a", URI="de.m3u8"\n#EXT-X-STREAM-INF:AUDIO="a"\nv.m3u8\n'
    assert [it.uri for it in named(sound)] == ["de.m3u8", "v.m3u8"]


def test_it_is_written_as_it_was_and_closed() -> None:
    told = rewritten(INDEX, lambda it: Placed(f"/s/{it.uri}", (it.span[0] + 100, it.span[1]) if it.span else None))
    assert told.splitlines() == [
        "#EXTM3U",
        "#EXT-X-TARGETDURATION:2",
        '#EXT-X-KEY:METHOD=AES-128,URI="/s/../the%20key.bin",IV=0x1',
        '#EXT-X-MAP:URI="/s/init.mp4"',
        "#EXTINF:2,",
        "/s/one.m4s",
        "#EXTINF:2,",
        "#EXT-X-BYTERANGE:4@102",
        "/s/all.m4s",
        "#EXTINF:2,",
        "#EXT-X-BYTERANGE:3@106",
        "/s/all.m4s",
        "#EXT-X-ENDLIST",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not an HLS playlist"),
        (b"#EXTM3U", "nothing to play"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\n../../etc/passwd", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\n%2e%2e/etc/passwd", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\n//elsewhere/a.ts", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\n/files/other", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\na\\..\\b.ts", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\nconcat:a.ts|b.ts", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\na%0ab.ts", "outside"),
        (b"#EXTM3U\n#EXTINF:1,\n%ff.ts", "cannot be read"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://[bad/a.ts", "cannot be read"),
        (b"#EXTM3U\n#EXTINF:1,\n" + b"a" * 300, "too long"),
        (b'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="data:text/plain,0"\na.ts', "outside"),
        (b'#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,KEYFORMAT="com.apple.streamingkeydelivery",URI="k"\na.ts', "protected"),
        (b'#EXTM3U\n#EXT-X-KEY:METHOD=OWN,URI="k"\na.ts', "encrypted"),
        (b"#EXTM3U\n#EXT-X-MAP:URI=init.mp4\na.ts", "without quotes"),
        (b'#EXTM3U\n#EXT-X-MAP:URI="init.mp4\na.ts', "not in the format"),
        (b"#EXTM3U\n#EXT-X-BYTERANGE:all\na.ts", "part of a file"),
        (b"#EXTM3U\n#EXT-X-SKIP:SKIPPED-SEGMENTS=3\na.ts", "live stream"),
        (b"#EXTM3U\na\x1b]0;.ts", "control characters"),
        (b"#EXTM3U\n\xff\xfe", "not text"),
        (b"#EXTM3U\n" + b"a.ts\n" * (hls.MOST_LINES + 1), "longer"),
        (b"#EXTM3U\n" + b"a" * (hls.LONGEST_LINE + 1), "longer"),
        (b"#EXTM3U\n" + b" " * hls.MOST_BYTES, "longer"),
    ],
    ids=range(25),
)
def test_what_cannot_be_played_or_leads_elsewhere_is_refused_with_a_reason(content: bytes, why: str) -> None:
    """VID-1."""
    with pytest.raises(PlaylistRefused, match=why):
        rewritten(content, signed)


def test_every_playlist_of_the_collection_is_written_anew_or_refused() -> None:
    """VID-1: whatever they are, nothing in them leads anywhere but to what we signed."""
    if not DATA.exists():
        pytest.skip("the collection of playlists is not here")
    opened, refused = 0, {}
    for file in sorted(DATA.glob("*.m3u8")):
        try:
            told = rewritten(file.read_bytes(), signed)
        except PlaylistRefused as refusal:
            refused[file.name] = str(refusal)
            continue
        opened += 1
        again = named(told.encode())
        assert again and all(it.uri.startswith(SIGNED) and it.uri.endswith("?signature=s") for it in again), file.name
    assert (opened, len(refused)) == (29, 31)
    assert all(why.endswith(".") for why in refused.values())


@given(st.lists(st.sampled_from([*INDEX.decode().splitlines(), "", "#EXT-X-MAP:", "a,b", '"', '#EXT-X-MEDIA:URI="x",URI="http://y"'])))
def test_in_any_order_of_lines_nothing_unsigned_comes_through(lines: list[str]) -> None:
    """VID-1."""
    try:
        told = rewritten("\n".join(["#EXTM3U", *lines]).encode(), lambda it: Placed("SIGNED", it.span))
    except PlaylistRefused:
        return
    assert {it.uri for it in named(told.encode())} == {"SIGNED"}
    assert "http:" not in told


def test_a_packed_folder_is_its_files_and_where_they_lie() -> None:
    content = packed(FOLDER)
    parts = parts_of(BytesIO(content))
    assert {name: content[it.start : it.start + it.size] for name, it in parts.items()} == FOLDER
    assert main_of(parts) == "master.m3u8"


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["talk/a.m3u8"], "talk/a.m3u8"),
        (["v/a.m3u8", "v/b.m3u8", "v/Index.m3u8", "v/w/master.m3u8"], "v/Index.m3u8"),
        (["a.m3u8", "b.m3u8"], ""),
    ],
)
def test_which_playlist_is_the_first(names: list[str], main: str) -> None:
    parts = dict.fromkeys(names, Part(0, 1))
    if main:
        assert main_of(parts) == main
    else:
        with pytest.raises(PlaylistRefused, match="no playlist to begin with"):
            main_of(parts)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not a folder packed"),
        (b"PK\x05\x06" + b"\xff" * 18, "more files"),
        (packed(FOLDER)[:-30], "not a folder packed"),
        (packed(FOLDER, compressed=True), "compression"),
        (packed({"../a.ts": b"x"}), "outside"),
        (packed({"/etc/a.ts": b"x"}), "outside"),
        (packed(FOLDER)[10:], "not a folder packed"),
    ],
    ids=range(7),
)
def test_what_is_no_packed_folder_is_refused_with_a_reason(content: bytes, why: str) -> None:
    """VID-1: a table of contents that claims more than any video has is not read."""
    with pytest.raises(PlaylistRefused, match=why):
        parts_of(BytesIO(content))


@given(st.binary(max_size=200), st.integers(0, 600))
def test_a_spoilt_pack_is_refused_or_stays_within_its_bytes(noise: bytes, place: int) -> None:
    content = packed(FOLDER)
    spoilt = content[:place] + noise + content[place + len(noise) :]
    try:
        parts = parts_of(BytesIO(spoilt))
    except PlaylistRefused:
        return
    assert all(0 <= it.start <= it.start + it.size <= len(spoilt) for it in parts.values())
