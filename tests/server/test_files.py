"""Files by signed, expiring addresses. Source: the download rules of reliability.md."""

from datetime import timedelta
from hashlib import sha256

import httpx
import pytest

from tests.server.programme import CHECKLIST, GUIDE, LADDER
from tests.server.running import BOTH_STORES, Server, problem
from trainhub_core.models.library import Resource
from trainhub_core.models.wire import FileLink, Page

pytestmark = [pytest.mark.anyio, BOTH_STORES]


async def fetched(server: Server, resource_id: str = "guide", **headers: str) -> httpx.Response:
    """The file over its link, without credentials."""
    ana = await server.partner()
    link = await ana.read(FileLink, f"resources/{resource_id}/download")
    return await server.fetch(link.url, **headers)


async def test_a_file_comes_whole_and_as_an_attachment(server: Server, store: str) -> None:
    """LIB-2. A bucket's ETag is its own, and nosniff is for whatever stands before it to say."""
    answer = await fetched(server, "call-back")
    assert answer.content == CHECKLIST
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''call%20%E2%80%93%20back.md"
    assert answer.headers["content-length"] == str(len(CHECKLIST))
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.headers["etag"].startswith('"')
    if store == "folder":
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["etag"] == f'"{sha256(CHECKLIST).hexdigest()}"'


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, len(GUIDE)), ("bytes=-7", len(GUIDE) - 7, len(GUIDE)), ("bytes=5-99999999", 5, len(GUIDE))],
)
async def test_a_range_comes_as_a_part(server: Server, wanted: str, start: int, end: int) -> None:
    """LIB-2: resume."""
    etag = (await fetched(server)).headers["etag"]
    answer = await fetched(server, Range=wanted, If_Range=etag)
    assert answer.status_code == 206
    assert answer.content == GUIDE[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(GUIDE)}"


async def test_a_range_behind_the_end_is_not_satisfiable(server: Server, store: str) -> None:
    answer = await fetched(server, Range=f"bytes={len(GUIDE)}-")
    assert answer.status_code == 416
    if store == "folder":
        assert problem(answer).status == 416
        assert answer.headers["content-range"] == f"bytes */{len(GUIDE)}"
        assert problem(await fetched(server, Range="bytes=-0")).status == 416


async def test_an_address_works_until_it_expires_and_for_its_file_alone(server: Server, store: str) -> None:
    """API-3. Whoever asks with an old address is told so in a way that has clients ask for a new one (401, 403, 410)."""
    ana = await server.partner()
    link = await ana.read(FileLink, "resources/guide/download")
    assert (await server.fetch(link.url)).status_code == 200
    last = link.url[-1]
    for wrong in (
        link.url.replace(link.sha256, sha256(CHECKLIST).hexdigest()),
        link.url.replace("xpires=", "xpires=9"),
        link.url[:-1] + ("0" if last != "0" else "1"),
        link.url[:-5] + "%C3%BC",
        link.url.partition("?")[0] + "?expires=99999999999&signature=00",
    ):
        assert (await server.fetch(wrong)).status_code == 403
    server.clock.now = link.expires - timedelta(seconds=1)
    assert (await server.fetch(link.url)).status_code == 200
    server.clock.now = link.expires
    expired = await server.fetch(link.url)
    assert expired.status_code == (410 if store == "folder" else 403)
    if store == "folder":
        assert problem(expired).detail == "This file address has expired; ask for a new one."
    again = await ana.read(FileLink, "resources/guide/download")
    assert (await server.fetch(again.url)).content == GUIDE


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
    assert problem(await ana.get("resources/%00/download")).status == 422


async def test_a_file_that_was_lost_is_said_to_be(server: Server, store: str) -> None:
    """LIB-2: 404, which tells a client that asking again is of no use."""
    await server.site.files.remove(sha256(GUIDE).hexdigest())
    answer = await fetched(server)
    assert answer.status_code == 404
    if store == "folder":
        assert problem(answer).detail == "This file is not here any more."
