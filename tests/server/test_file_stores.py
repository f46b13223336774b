"""The two places for files, a folder and a bucket, by the same tests. Source: reliability.md, Server and Downloads."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests import buckets
from tests.buckets import SECRET, Storage
from tests.packs import FOLDER, packed
from tests.server.programme import GUIDE, NOW
from tests.server.running import BOTH_STORES, Clock, Server, problem, started
from tests.server.test_files import fetched
from trainhub_core.hls import PlaylistRefused
from trainhub_core.models.wire import FileLink
from trainhub_server.file_settings import Bucket
from trainhub_server.files.bucket import BucketFiles
from trainhub_server.files.folder import FolderFiles
from trainhub_server.files.store import FileStore, Label, StoreTrouble
from trainhub_server.refusals import NotThere
from trainhub_server.signing import Signer

pytestmark = pytest.mark.anyio
RIGHT = b"right" * 1000
HASH = sha256(RIGHT).hexdigest()
TALK = packed(FOLDER)


@pytest.fixture
def place(files: Path | Bucket) -> FileStore:
    if isinstance(files, Path):
        return FolderFiles(files, Signer("secret"))
    buckets.CLOCKS[files.name] = Clock()
    return BucketFiles(files, Clock())


async def whole(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


async def left_in(files: Path | Bucket, storage: Storage | None) -> list[str]:
    if isinstance(files, Path):
        return [path.name for path in files.rglob("*") if path.is_file()]  # noqa: ASYNC240 - a test waits for nobody
    assert storage is not None
    return storage.keys(files)


@BOTH_STORES
async def test_nothing_but_what_the_hash_says_is_kept(place: FileStore, files: Path | Bucket, request: pytest.FixtureRequest) -> None:
    """LIB-2: nothing half-written or wrong is ever available; what lies leaves nothing."""
    storage = request.getfixturevalue("storage") if isinstance(files, Bucket) else None
    for lie in (b"wrong", TALK):
        with pytest.raises(ValueError, match="other content"):
            await place.add(HASH, lie)
    assert await place.find(HASH) is None
    assert await left_in(files, storage) == []
    source = place.work.with_name("source") if isinstance(files, Path) else place.work / "source"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(RIGHT)
    await place.add(HASH, source)
    await place.add(HASH, RIGHT)
    assert await place.find(HASH) == len(RIGHT)
    assert await whole(await place.open(HASH, 0, len(RIGHT))) == RIGHT
    assert await whole(await place.open(HASH, 3, 9)) == RIGHT[3:9]
    assert await whole(await place.open(HASH, 3, 3)) == b""


@BOTH_STORES
async def test_what_is_not_there_is_said_not_to_be(place: FileStore) -> None:
    await place.check()
    for name in (HASH, "../" + HASH, "", HASH.upper()):
        assert await place.find(name) is None
        with pytest.raises(NotThere):
            await place.open(name, 0, 1)
        await place.remove(name)
    with pytest.raises(NotThere):
        await place.parts(HASH)
    with pytest.raises(NotThere):
        await place.take("upload/1")
    await place.drop(["upload/1"])


@BOTH_STORES
async def test_a_removed_file_is_gone_with_all_that_was_made_of_it(
    place: FileStore, files: Path | Bucket, request: pytest.FixtureRequest
) -> None:
    storage = request.getfixturevalue("storage") if isinstance(files, Bucket) else None
    name = sha256(TALK).hexdigest()
    await place.add(name, TALK)
    assert set(await place.parts(name)) == set(FOLDER)
    await place.remove(name)
    assert await place.find(name) is None
    assert await left_in(files, storage) == []
    await place.add(HASH, RIGHT)
    with pytest.raises(PlaylistRefused):
        await place.parts(HASH)


async def test_a_video_that_was_copied_into_the_bucket_is_unfolded_when_it_is_stored_again(storage: Storage) -> None:
    """VID-1: moving from a folder copies whole files alone."""
    bucket, name = storage.bucket(), sha256(TALK).hexdigest()
    storage.backend().put_object(bucket.name, f"hub/{name[:2]}/{name}", TALK)
    place = BucketFiles(bucket, Clock())
    with pytest.raises(PlaylistRefused):
        await place.parts(name)
    await place.add(name, TALK)
    assert set(await place.parts(name)) == set(FOLDER)


@BOTH_STORES
async def test_pieces_are_kept_apart_until_they_are_dropped(place: FileStore) -> None:
    """CONT-4: resumable; a piece sent again replaces the one before."""
    for name, content in (("one/1", b"first"), ("one/2", b"wrong"), ("one/2", b"second"), ("two/1", b"other")):
        await place.keep(name, content)
    assert [(it.name, it.size) for it in await place.kept("one")] == [("one/1", 5), ("one/2", 6)]
    assert len(await place.kept()) == 3
    assert await place.take("one/2") == b"second"
    await place.drop(["one/1", "one/2"])
    assert [it.name for it in await place.kept()] == ["two/1"]
    assert await place.find(sha256(b"first").hexdigest()) is None


async def test_a_large_file_goes_up_in_parts_and_arrives_whole(storage: Storage, tmp_path: Path) -> None:
    """CONT-4: multipart; nothing unfinished is left."""
    bucket = storage.bucket()
    place, content = BucketFiles(bucket, Clock()), bytes(range(256)) * (80 << 10)
    (tmp_path / "large").write_bytes(content)
    name = sha256(content).hexdigest()
    await place.add(name, tmp_path / "large")
    assert await place.find(name) == len(content)
    assert sha256(await whole(await place.open(name, 0, len(content)))).hexdigest() == name
    assert storage.unfinished(bucket) == 0


async def test_parts_of_a_large_video_are_read_as_they_go(storage: Storage, tmp_path: Path) -> None:
    """VID-1: a segment larger than what is held in memory."""
    bucket = storage.bucket("")
    segment = bytes(range(256)) * (40 << 10)
    pack = packed({"index.m3u8": b"#EXTM3U\n#EXTINF:2,\nall.ts\n", "all.ts": segment})
    (tmp_path / "talk.zip").write_bytes(pack)
    place, name = BucketFiles(bucket, Clock()), sha256(pack).hexdigest()
    await place.add(name, tmp_path / "talk.zip")
    assert set(storage.keys(bucket)) == {f"{name[:2]}/{name}", f"hls/{name}/00000.ts", f"hls/{name}/parts.json"}
    buckets.CLOCKS[bucket.name] = Clock()
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        address = (await place.part_signer(name, NOW + timedelta(hours=1)))("all.ts")
        assert (await client.get(address or "")).content == segment


async def test_a_slow_store_holds_up_nobody_else(storage: Storage, tmp_path: Path) -> None:
    """reliability.md: nothing blocks the event loop, and a store that does not answer is given up."""
    bucket = storage.bucket()
    place = BucketFiles(bucket, Clock(), timedelta(milliseconds=400), tries=1)
    storage.held.clear()
    try:
        waiting = asyncio.create_task(place.find(HASH))
        turns = 0
        while not waiting.done():
            await asyncio.sleep(0)
            turns += 1
        with pytest.raises(StoreTrouble, match="cannot be reached"):
            await waiting
        assert turns > 100
    finally:
        storage.held.set()


async def test_a_store_in_trouble_is_a_sentence_and_an_invitation_to_try_again(storage: Storage, tmp_path: Path) -> None:
    """reliability.md: no 5xx but 503 with Retry-After; what needs no store goes on."""
    async with started(str(tmp_path / "hub.db"), storage.bucket()) as server:
        server.site.files._store = BucketFiles(storage.bucket(), Clock(), timedelta(seconds=1), tries=1)._store  # type: ignore[attr-defined]
        ana = await server.partner()
        storage.failing = True
        try:
            expires = int((NOW + timedelta(hours=1)).timestamp())
            answer = await server.fetch(server.site.signer.path(HASH, NOW + timedelta(hours=1)))
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "2"), expires
            assert problem(answer).detail == "The file store cannot be reached just now; try again in a moment."
            assert (await ana.get("dashboard")).status_code == 200
            assert (await ana.get("resources/guide/download")).status_code == 200
        finally:
            storage.failing = False


async def test_a_key_that_the_store_does_not_know_is_told_at_the_start_and_never_shown(
    storage: Storage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """reliability.md: signed URLs and secrets never reach a log or an exception's text."""
    caplog.set_level(logging.DEBUG)
    wrong = replace(storage.bucket(), key_id="AKIDSOMEBODYELSE")
    with pytest.raises(StoreTrouble, match="does not let this server in"):
        async with started(str(tmp_path / "hub.db"), wrong):
            pass
    with pytest.raises(StoreTrouble, match="The bucket nowhere-at-all is not there"):
        async with started(str(tmp_path / "other.db"), replace(wrong, name="nowhere-at-all", key_id=buckets.KEY_ID)):
            pass
    assert SECRET not in caplog.text + repr(wrong)


async def test_what_the_environment_says_of_another_bucket_is_not_heeded(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-5: the settings are the whole truth; with AWS's variables beside them nothing goes elsewhere or by another's token."""
    for name, value in (
        *(("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"), ("AWS_REGION", "mars-1")),
        *(("AWS_ACCESS_KEY_ID", "AKIDOFANOTHER"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"), ("AWS_SKIP_SIGNATURE", "1")),
        *(("AWS_BUCKET", "of-another"), ("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "true")),
    ):
        monkeypatch.setenv(name, value)
    storage.asked.clear()
    place = BucketFiles(bucket := storage.bucket(), Clock())
    await place.add(HASH, RIGHT)
    assert await place.find(HASH) == len(RIGHT)
    assert storage.keys(bucket) == [f"hub/{HASH[:2]}/{HASH}"]
    assert {it.headers["authorization"].split("/")[2] for it in storage.asked} == {buckets.REGION}
    assert not [it for it in storage.asked if "x-amz-security-token" in it.headers]
    temporary = BucketFiles(replace(bucket, session="of-a-role"), Clock())
    await temporary.find(HASH)
    assert storage.asked[-1].headers["x-amz-security-token"] == "of-a-role"


async def test_a_foreign_signature_opens_nothing(storage: Storage, tmp_path: Path) -> None:
    """API-3: an address signed with another secret, for another bucket, or by nobody."""
    bucket, other = storage.bucket(), storage.bucket()
    async with started(str(tmp_path / "hub.db"), bucket) as server:
        ana = await server.partner()
        link = await ana.read(FileLink, "resources/guide/download")
        assert (await server.fetch(link.url)).content == GUIDE
        foreign = BucketFiles(replace(bucket, secret="b" * 40), server.clock)
        assert (await server.fetch(foreign.sign(link.sha256, Label("guide.pdf", "application/pdf"), link.expires))).status_code == 403
        for url in (link.url.replace(bucket.name, other.name), link.url.partition("?")[0], link.url.replace("attachment", "inline")):
            assert (await server.fetch(url)).status_code == 403
        assert (await server.fetch(link.url, "DELETE")).status_code == 403
        assert (await server.fetch(link.url)).content == GUIDE


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=5-", "If_Range": '"another"'},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=9-3"},
        {"Range": "bytes=-"},
    ],
)
async def test_a_range_of_something_else_gets_the_whole(server: Server, headers: dict[str, str]) -> None:
    """LIB-2: of our own answers; what a bucket makes of it is the bucket's."""
    answer = await fetched(server, **headers)
    assert (answer.status_code, answer.content) == (200, GUIDE)


async def test_a_file_s_name_is_on_the_disk_before_anybody_counts_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-3: a row that is committed names a file that a power cut has left there; so folders are synced too, new ones with theirs."""
    synced: list[str] = []
    at_work = os.fsync

    def noted(number: int) -> None:
        synced.append(os.path.realpath(f"/proc/self/fd/{number}"))
        at_work(number)

    monkeypatch.setattr(os, "fsync", noted)
    await FolderFiles(tmp_path / "files", Signer("secret")).add(HASH, RIGHT)
    assert synced[1:] == [str(tmp_path / "files" / HASH[:2]), str(tmp_path / "files"), str(tmp_path)]
