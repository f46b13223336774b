"""VID-1, VID-3, VID-4: real HLS and MP4 through the real server, played by a real mpv that shows nothing."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.app.driving import story
from tests.media.stream_server import film, packed_resource, serving
from tests.media.test_mpv import played
from tests.media.videos import FRAGMENTED, SILENT, clip, encrypted, large, needs, silent, stream
from tests.packs import FOLDER, packed
from trainhub_core.rules.intervals import length
from trainhub_tui.media.mpv import Mpv, PlayerTrouble
from trainhub_tui.media.packed_video import playlist_of, room_beside
from trainhub_tui.media.playing import Ending, Playing, Source, Stream
from trainhub_tui.media.refusals import CannotOpen


def hasty() -> Mpv:
    """One that reads no more of a stream than it shows."""
    return Mpv((*SILENT, "--cache=no", "--demuxer-readahead-secs=0"))


@story
async def test_hls_is_streamed_and_all_its_seconds_are_counted(tmp_path: Path) -> None:
    """VID-1, VID-3: every playlist, key and part of it by a signed address."""
    content = packed(stream(tmp_path, 6, *encrypted(tmp_path)))
    with serving(tmp_path, (packed_resource("talk", content), content)) as server:
        ending, playing = await played(Source(server.address("talk"), speed=2.0))
    assert (ending, playing.watched_seconds, playing.length) == (Ending.END, ((0, 6),), 6)


@story
async def test_a_stream_that_no_player_can_jump_in_begins_anew_instead_of_not_at_all(tmp_path: Path) -> None:
    """VID-2: mpv issue 15184, MP4 parts and a second that is not buffered."""
    content = packed(stream(tmp_path, 6, *FRAGMENTED))
    with serving(tmp_path, (packed_resource("talk", content), content)) as server:
        address = await asyncio.to_thread(server.address, "talk")
        source = Source(address, start=2.0, speed=2.0, again=lambda: asyncio.sleep(0, Stream(address)))
        ending, playing = await played(source, mpv=hasty())
    assert ending is Ending.END
    assert playing.watched_seconds[-1][1] == 6


@story
async def test_a_list_of_variants_with_mp4_parts_is_streamed_and_resumes_at_its_second(tmp_path: Path) -> None:
    """VID-1, VID-2."""
    content = packed(stream(tmp_path, 6, *FRAGMENTED))
    with serving(tmp_path, (packed_resource("talk", content), content)) as server:
        ending, playing = await played(Source(server.address("talk"), start=3.0))
    [span] = playing.watched_seconds
    assert ending is Ending.END
    assert 3 <= span[0] <= 4 and span[1] == 6


@story
async def test_addresses_that_expire_midway_are_asked_for_again_and_it_goes_on_at_the_second(tmp_path: Path) -> None:
    """VID-1: the server says 410; the player would end early, and is given a new address instead."""
    content = packed(stream(tmp_path, 12))
    asked: list[float] = []
    reached: list[Playing] = []
    with serving(tmp_path, (packed_resource("talk", content), content)) as server:

        async def again() -> Stream:
            asked.append(length(reached[-1].watched) / 1000)
            return Stream(await asyncio.to_thread(server.address, "talk"))

        async def expire(it: Playing) -> None:
            reached.append(it)
            server.clock.now += timedelta(hours=3)

        source = Source(await asyncio.to_thread(server.address, "talk"), speed=2.0, again=again)
        ending, playing = await played(source, expire, after=2.5, mpv=hasty())
    assert ending is Ending.END
    assert len(asked) == 1 and 2 <= asked[0] < 9
    assert length(playing.watched_seconds) >= 11 and playing.position == pytest.approx(12, abs=0.2)


@story
async def test_an_mp4_by_its_address_is_played_from_any_second(tmp_path: Path) -> None:
    """VID-1: without downloading it first."""
    content = clip(tmp_path, 30).read_bytes()
    with serving(tmp_path, (film("film", content), content)) as server:
        ending, playing = await played(Source(server.address("film"), start=27.0))
        assert (ending, playing.watched_seconds) == (Ending.END, ((27, 30),))


@story
async def test_a_jump_in_an_mp4_whose_address_has_expired_arrives_by_a_new_one(tmp_path: Path) -> None:
    """VID-1: what lies behind the jump takes a new request, which the server refuses with 410."""
    content = large(tmp_path).read_bytes()
    asked: list[str] = []
    with serving(tmp_path, (film("film", content), content)) as server:

        async def again() -> Stream:
            asked.append("again")
            return Stream(await asyncio.to_thread(server.address, "film"))

        async def expire_and_jump(it: Playing) -> None:
            server.clock.now += timedelta(hours=3)
            await it.seek(56.0)

        source = Source(await asyncio.to_thread(server.address, "film"), again=again)
        ending, playing = await played(source, expire_and_jump, mpv=hasty())
    (first, last) = playing.watched_seconds
    assert (ending, asked) == (Ending.END, ["again"])
    assert first[1] < 50 and 56 <= last[0] <= 57 and last[1] == 60


@pytest.mark.parametrize("gives", ["nothing", "the old address"])
@story
async def test_a_stream_that_is_gone_for_good_ends_and_what_was_watched_counts(tmp_path: Path, gives: str) -> None:
    """VID-1, VID-3: it is not asked for without end."""
    content = packed(stream(tmp_path, 12))
    asked: list[str] = []
    with serving(tmp_path, (packed_resource("talk", content), content)) as server:
        address = await asyncio.to_thread(server.address, "talk")

        async def again() -> Stream | None:
            asked.append(gives)
            return None if gives == "nothing" else Stream(address)

        async def expire(_: Playing) -> None:
            server.clock.now += timedelta(hours=3)

        ending, playing = await played(Source(address, speed=2.0, again=again), expire, after=2.5, mpv=hasty())
    assert (ending, len(asked)) == (Ending.FAILED, 1)
    assert 2 <= length(playing.watched_seconds) <= 9


@pytest.mark.parametrize(("kind", "jumps"), [("plain", True), ("encrypted", True), ("fragmented", False)])
@story
async def test_a_downloaded_stream_plays_offline(tmp_path: Path, kind: str, jumps: bool) -> None:
    """VID-4: from any second of it; of MP4 parts from those that are buffered, because that much mpv can do."""
    more = {"plain": (), "encrypted": encrypted(tmp_path), "fragmented": FRAGMENTED}[kind]
    pack, folder = tmp_path / "pack.zip", tmp_path / "lists"
    pack.write_bytes(packed(stream(tmp_path, 6, *more)))
    folder.mkdir()
    ending, playing = await played(Source(str(playlist_of(pack, folder)), start=2.0 * jumps, speed=2.0))
    [span] = playing.watched_seconds
    assert ending is Ending.END
    assert 2 * jumps <= span[0] <= 2 * jumps + 1 and span[1] == 6
    assert sum(it.stat().st_size for it in folder.iterdir()) <= pack.stat().st_size


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a.txt": b"x"}, "no playlist to begin with"),
        ({**FOLDER, "low/index.m3u8": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd"}, "outside of its folder"),
        ({**FOLDER, "low/index.m3u8": b"#EXTM3U\n#EXTINF:1,\nlost.ts"}, "low/lost.ts is missing"),
        ({**FOLDER, "low/index.m3u8": b"#EXTM3U\n#EXT-X-BYTERANGE:99@0\none.m4s"}, "more of low/one.m4s than there is"),
        ({"m.m3u8": b"#EXTM3U\n#EXT-X-STREAM-INF:A=1\nm.m3u8\n", **{f"x{n}.m3u8": b"" for n in range(3)}}, "no playlist to begin with"),
        ({"a.m3u8": b"#EXTM3U\n" + b"".join(b"#EXT-X-STREAM-INF:A=1\nv/%d.m3u8\n" % n for n in range(60)),
          **{f"v/{n}.m3u8": b"" for n in range(60)}}, "more playlists"),
    ],
    ids=range(6),
)  # fmt: skip
def test_a_downloaded_folder_that_leads_elsewhere_or_is_broken_is_a_sentence(tmp_path: Path, files: dict[str, bytes], why: str) -> None:
    """VID-1: bad input."""
    pack = tmp_path / "pack.zip"
    pack.write_bytes(packed(files))
    with pytest.raises(CannotOpen, match=why):
        playlist_of(pack, tmp_path)


def test_what_a_killed_window_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    """VID-4: leave no trace."""
    home = tmp_path / "files"
    home.mkdir()
    pack = home / "pack.zip"
    pack.write_bytes(packed(FOLDER))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (f"playing-{gone.pid}-a", f"playing-{os.getpid()}-b", "parts"):
        (home / name).mkdir()
    with room_beside(pack) as room:
        playlist_of(pack, room)
        assert room.parent == home and len(list(room.iterdir())) == 6
    assert sorted(it.name for it in home.iterdir()) == ["pack.zip", "parts", f"playing-{os.getpid()}-b"]


def test_a_list_that_names_itself_is_written_once(tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    pack.write_bytes(packed({"m.m3u8": b"#EXTM3U\n#EXT-X-STREAM-INF:A=1\nm.m3u8\n"}))
    assert playlist_of(pack, tmp_path).read_text() == "#EXTM3U\n#EXT-X-STREAM-INF:A=1\n0.m3u8\n"


class _Hostile(BaseHTTPRequestHandler):
    """A playlist of somebody else's server that names files of this laptop."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.apple.mpegurl")
        self.end_headers()
        self.wfile.write(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{self.server.clip}\n#EXT-X-ENDLIST\n".encode())  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def hostile(file: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    server.clip = file  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/list.m3u8"
    server.shutdown()
    server.server_close()


@story
async def test_a_playlist_from_elsewhere_cannot_make_the_player_read_files(tmp_path: Path) -> None:
    """VID-1: a hostile source."""
    needs("mpv", "ffmpeg")
    stream(tmp_path, 2)
    with hostile(tmp_path / "stream" / "index0.ts") as address, pytest.raises(PlayerTrouble, match="cannot open"):
        await Playing(silent()).run(Source(address))
