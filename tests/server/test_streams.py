"""VID-1: videos played from the server: a file by its signed address, HLS by playlists whose every address is signed and expires."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.packs import FOLDER, packed
from tests.server.programme import FACTS, GUIDE, SmallPack, resource
from tests.server.running import BOTH_STORES, Server, problem, started
from trainhub_core.models.base import Fact
from trainhub_core.models.library import Resource
from trainhub_core.models.wire import FileLink
from trainhub_server.file_settings import Bucket

pytestmark = [pytest.mark.anyio, BOTH_STORES]
TALK = packed(FOLDER)
LOST = packed({name: content for name, content in FOLDER.items() if name != "low/one.m4s"})
HASH = sha256(TALK).hexdigest()


def hls(resource_id: str, content: bytes) -> Resource:
    return resource(resource_id, content, format="HLS", media_type="application/zip", name=f"{resource_id}.zip")


def elsewhere() -> Fact:
    told = resource("far", b"").model_dump() | {"sha256": "", "size": 0, "url": "https://cdn.example.com/talk.mp4"}
    return Resource.model_validate(told)


@pytest.fixture
async def server(database: str, files: Path | Bucket) -> AsyncIterator[Server]:
    """A server with an HLS folder, one with a missing part, one that is none, and a video that lies elsewhere."""
    facts = (*FACTS, hls("talk", TALK), hls("lost", LOST), hls("none", b"no zip"), elsewhere())
    pack = replace(SmallPack(), facts=facts, files=(*SmallPack().files, TALK, LOST, b"no zip"))
    async with started(database, files, pack=lambda: pack) as running:
        yield running


async def playlist(server: Server, url: str) -> list[str]:
    """The addresses in a playlist, fetched without credentials."""
    answer = await server.fetch(url)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/vnd.apple.mpegurl")
    return re.findall(r"(?:http[^\"\n]*|/files/[^\"\n]*)", answer.text)


async def parts(server: Server) -> dict[str, str]:
    """The addresses of what the talk is made of, in the order of its playlist."""
    ana = await server.partner()
    link = await ana.read(FileLink, "resources/talk/stream")
    [low] = await playlist(server, link.url)
    return dict(zip(("key", "init", "one", "all", "again"), await playlist(server, low), strict=True))


async def fetched(server: Server, url: str, **headers: str) -> httpx.Response:
    return await server.fetch(url, **headers)


async def test_every_address_of_every_playlist_is_signed_and_gives_its_bytes(server: Server) -> None:
    found = await parts(server)
    assert found["all"] == found["again"]
    for name, content in (("key", b"0123456789abcdef"), ("init", b"begin"), ("one", b"first part")):
        answer = await fetched(server, found[name])
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["content-length"] == str(len(content))
    answer = await fetched(server, found["all"], Range="bytes=2-5")
    assert (answer.status_code, answer.content) == (206, b"twol")
    assert answer.headers["content-range"] == "bytes 2-5/11"
    assert (await fetched(server, found["all"], Range="bytes=11-")).status_code == 416


async def test_addresses_of_parts_expire_together_and_are_asked_for_again(server: Server) -> None:
    """Expired is 410, which says that a new address helps; a wrong one is 403."""
    found = await parts(server)
    server.clock.now += timedelta(hours=2) - timedelta(seconds=1)
    assert (await fetched(server, found["one"])).status_code == 200
    server.clock.now += timedelta(seconds=1)
    for url in found.values():
        answer = await fetched(server, url)
        if url.startswith("/"):
            refusal = problem(answer)
            assert (refusal.status, refusal.detail) == (410, "This file address has expired; ask for a new one.")
        else:
            assert answer.status_code == 403
    again = await parts(server)
    assert (await fetched(server, again["one"])).content == b"first part"


async def test_an_address_is_good_for_its_part_alone(server: Server, store: str) -> None:
    found = await parts(server)
    one = found["one"]
    wrong = [one.replace(HASH, sha256(LOST).hexdigest()), one.replace("xpires=", "xpires=9")]
    if store == "folder":
        wrong += [one.replace("one.m4s", "all.m4s"), one.replace("/low/one.m4s", ""), one.replace("one.m4s", "%2e%2e/master.m3u8")]
    else:
        wrong += [one.replace("00001.m4s", "00002.m4s"), one.replace(f"hls/{HASH}/00001.m4s", f"{HASH[:2]}/{HASH}")]
    for url in wrong:
        assert url != one
        assert (await fetched(server, url)).status_code == 403


async def test_parts_of_a_bucket_s_video_come_from_the_bucket_and_its_secrets_from_here(server: Server, store: str) -> None:
    """VID-1: playlists and keys are this server's to give; the bytes pass it by."""
    here = {name for name, url in (await parts(server)).items() if url.startswith("/files/")}
    assert here == ({"key"} if store == "bucket" else {"key", "init", "one", "all", "again"})


async def test_a_playlist_that_names_what_is_not_there_is_refused_with_its_name(server: Server) -> None:
    ana = await server.partner()
    link = await ana.read(FileLink, "resources/lost/stream")
    [low] = await playlist(server, link.url)
    refusal = problem(await fetched(server, low))
    assert (refusal.status, refusal.detail) == (409, "low/one.m4s is missing in the video's folder.")


async def test_what_cannot_be_streamed_is_refused_with_a_reason(server: Server) -> None:
    ana = await server.partner()
    assert (
        problem(await ana.get("resources/none/stream")).detail == "This is not a folder packed for streaming (a ZIP without compression)."
    )
    assert problem(await ana.get("resources/nothing/stream")).status == 404
    for way in ("stream", "download"):
        refusal = problem(await ana.get(f"resources/far/{way}"))
        assert (refusal.status, refusal.detail) == (409, "This resource is not stored here; it is played from its own address.")


async def test_a_file_is_streamed_in_ranges_and_counts_no_download(server: Server) -> None:
    ana = await server.partner()
    link = await ana.read(FileLink, "resources/guide/stream")
    answer = await fetched(server, link.url, Range="bytes=5-9")
    assert (answer.status_code, answer.content) == (206, GUIDE[5:10])
    feed, _ = await ana.feed()
    assert isinstance(guide := feed["resource", "guide"], Resource)
    assert guide.downloads == 0


async def test_the_folder_is_downloaded_as_one_file(server: Server) -> None:
    """VID-4."""
    ana = await server.partner()
    link = await ana.read(FileLink, "resources/talk/download")
    assert (await fetched(server, link.url)).content == TALK
