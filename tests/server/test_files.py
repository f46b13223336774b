"""Files by signed, expiring addresses. Source: the download rules of reliability.md."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.server.programme import CHECKLIST, GUIDE, LADDER
from tests.server.running import Server, problem
from trainhub_core.models.library import Resource
from trainhub_core.models.wire import FileLink, Page
from trainhub_server.file_store import FileStore

pytestmark = pytest.mark.anyio
ETAG = f'"{sha256(GUIDE).hexdigest()}"'


async def fetched(server: Server, resource_id: str = "guide", **headers: str) -> httpx.Response:
    """The file over its link, without credentials."""
    ana = await server.partner()
    link = await ana.read(FileLink, f"resources/{resource_id}/download")
    return await server.client().get(link.url, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_a_file_comes_whole_and_as_an_attachment(server: Server) -> None:
    """LIB-2."""
    answer = await fetched(server, "call-back")
    assert answer.content == CHECKLIST
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''call%20%E2%80%93%20back.md"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-length"] == str(len(CHECKLIST))
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.headers["etag"] == f'"{sha256(CHECKLIST).hexdigest()}"'


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, len(GUIDE)), ("bytes=-7", len(GUIDE) - 7, len(GUIDE)), ("bytes=5-99999999", 5, len(GUIDE))],
)
async def test_a_range_comes_as_a_part(server: Server, wanted: str, start: int, end: int) -> None:
    """LIB-2: resume."""
    answer = await fetched(server, Range=wanted, If_Range=ETAG)
    assert answer.status_code == 206
    assert answer.content == GUIDE[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(GUIDE)}"


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
    answer = await fetched(server, **headers)
    assert (answer.status_code, answer.content) == (200, GUIDE)


async def test_a_range_behind_the_end_is_not_satisfiable(server: Server) -> None:
    for wanted in (f"bytes={len(GUIDE)}-", "bytes=-0"):
        answer = await fetched(server, Range=wanted)
        assert problem(answer).status == 416
        assert answer.headers["content-range"] == f"bytes */{len(GUIDE)}"


async def test_an_address_works_until_it_expires_and_for_its_file_alone(server: Server) -> None:
    """API-3."""
    ana = await server.partner()
    link = await ana.read(FileLink, "resources/guide/download")
    other = sha256(CHECKLIST).hexdigest()
    stranger = server.client()
    assert (await stranger.get(link.url)).status_code == 200
    for wrong in (
        link.url.replace(link.sha256, other),
        link.url.replace("expires=", "expires=9"),
        link.url[:-1] + ("0" if link.url[-1] != "0" else "1"),
        link.url[:-5] + "%C3%BC",
    ):
        assert problem(await stranger.get(wrong)).status == 403
    server.clock.now = link.expires - timedelta(seconds=1)
    assert (await stranger.get(link.url)).status_code == 200
    server.clock.now = link.expires
    assert problem(await stranger.get(link.url)).detail == "This file address has expired; ask for a new one."


async def test_a_download_is_counted_and_told(server: Server) -> None:
    """LIB-6."""
    ana = await server.partner()
    _, cursor = await ana.feed()
    await ana.get("resources/guide/download")
    news, _ = await ana.feed(cursor)
    assert isinstance(guide := news["resource", "guide"], Resource)
    assert guide.downloads == 1
    listed = await ana.read(Page[Resource], "resources", sort="downloads")
    assert [(it.id, it.downloads) for it in listed.items] == [("guide", 1), ("call-back", 0)]


async def test_a_file_of_a_course_is_handed_out_but_stands_on_no_shelf(server: Server) -> None:
    """CONT-1, LIB-6: it is part of the catalogue, no list shows it and fetching it counts for nothing."""
    ana = await server.partner()
    facts, cursor = await ana.feed()
    assert isinstance(file := facts["resource", "first-steps--ladder"], Resource)
    assert file.course == "first-steps"
    answer = await fetched(server, "first-steps--ladder")
    assert (answer.content, answer.headers["content-type"]) == (LADDER, "image/png")
    assert (await ana.feed(cursor))[0] == {}
    assert [it.id for it in (await ana.read(Page[Resource], "resources")).items] == ["call-back", "guide"]


async def test_resources_are_filtered(server: Server) -> None:
    """LIB-1."""
    ana = await server.partner()
    assert [it.id for it in (await ana.read(Page[Resource], "resources", collection="checklists")).items] == ["call-back"]
    assert [it.id for it in (await ana.read(Page[Resource], "resources", group="documents")).items] == ["guide"]
    assert [it.id for it in (await ana.read(Page[Resource], "resources", q="call markdown")).items] == ["call-back"]
    assert problem(await ana.get("resources/nothing/download")).status == 404
    assert problem(await ana.get("resources/%00/download")).status == 404


async def test_a_file_that_was_lost_is_said_to_be(server: Server) -> None:
    found = server.site.files.find(sha256(GUIDE).hexdigest())
    assert found is not None
    found.unlink()
    assert problem(await fetched(server)).detail == "This file is not here any more."


def test_a_file_store_keeps_nothing_but_what_the_hash_says(tmp_path: Path) -> None:
    """LIB-2: nothing half-written or wrong is ever available."""
    store = FileStore(tmp_path)
    right = sha256(b"right").hexdigest()
    with pytest.raises(ValueError, match="other content"):
        store.add(right, b"wrong")
    assert store.find(right) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    source = tmp_path / "source"
    source.write_bytes(b"right")
    store.add(right, source)
    assert (found := store.find(right)) is not None
    assert found.read_bytes() == b"right"
    assert store.find("../" + right) is None
