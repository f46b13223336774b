"""Files that authors send in parts, and what they offer of them. Source: product.md CONT-4, LIB-5; reliability.md, Server: uploads."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest

from tests.packs import FOLDER, packed
from tests.server.programme import GUIDE, SmallPack
from tests.server.running import BOTH_STORES, Partner, Server, problem, started
from trainhub_content.kinds import NotWhatItSays, kind_of
from trainhub_core.models.library import Resource
from trainhub_core.models.uploads import PublishResource, Upload, UploadedFile
from trainhub_core.models.wire import FileLink, Receipt
from trainhub_core.operations import ROOT
from trainhub_server import clearing_files
from trainhub_server.file_settings import Bucket
from trainhub_server.files.store import StoreTrouble
from trainhub_server.services import accounts
from trainhub_server.services.uploads import KEPT, MOST_OPEN
from trainhub_server.turn import Turn
from trainhub_server.unit import Unit

pytestmark = pytest.mark.anyio
PART = 1000
BOOK = b"%PDF-1.7 a book\n" * 200
LEFT = b"%PDF-1.7 nobody's\n" * 200
NEWER = b"%PDF-1.7 a newer guide\n" * 200


@pytest.fixture
async def server(database: str, files: Path | Bucket) -> AsyncIterator[Server]:
    async with started(database, files, upload_part=PART, upload_bytes=1_000_000) as running:
        yield running


class Author(Partner):
    """Somebody whose token may publish."""

    async def start(self, content: bytes, name: str = "book.pdf", size: int | None = None, told: str = "") -> httpx.Response:
        body = {"sha256": told or sha256(content).hexdigest(), "size": len(content) if size is None else size, "name": name}
        return await self.http.post(f"{ROOT}/content/uploads", json=body)

    async def started(self, content: bytes, name: str = "book.pdf", told: str = "") -> Upload:
        answer = await self.start(content, name, told=told)
        assert answer.status_code == 200, answer.text
        return Upload.model_validate_json(answer.content)

    async def part(self, upload: Upload, number: int, content: bytes, told: str = "") -> httpx.Response:
        piece = content[(number - 1) * PART : number * PART]
        url = f"{ROOT}/content/uploads/{upload.upload_id}/parts/{number}"
        return await self.http.put(url, content=piece, params={"sha256": told or sha256(piece).hexdigest()})

    async def finish(self, upload: Upload) -> httpx.Response:
        return await self.http.post(f"{ROOT}/content/uploads/{upload.upload_id}/finish")

    async def sent(self, content: bytes, name: str = "book.pdf", told: str = "") -> httpx.Response:
        """All of it, and the answer to its end."""
        upload = await self.started(content, name, told)
        for number in range(1, upload.parts + 1):
            assert (await self.part(upload, number, content)).status_code == 200
        return await self.finish(upload)

    async def publish(self, resource_id: str, content: bytes, name: str = "book.pdf", **told: str) -> httpx.Response:
        order = PublishResource.model_validate({"resource_id": resource_id, "sha256": sha256(content).hexdigest(), "name": name, **told})
        return await self.send("PUT", f"{ROOT}/content/resources", order.model_dump_json(exclude_none=True))


async def author_of(server: Server, name: str = "Ann") -> Author:
    async with server.site.writing() as unit:
        learner = await accounts.ensure(unit, name.lower(), name, "UTC")
        await accounts.add_token(unit, learner.id, f"token-of-author-{name}", scopes="read write author")
    return Author(learner.id, server.client(f"token-of-author-{name}"))


async def left(server: Server) -> list[str]:
    return [*(it.name for it in await server.site.files.kept()), *(path.name for path in server.site.files.work.glob("*"))]


@BOTH_STORES
async def test_a_file_goes_up_in_parts_and_is_offered(server: Server) -> None:
    """CONT-4: an upload, its parts in any order, a new resource that a learner fetches."""
    ann, ben = await author_of(server), await server.partner("Ben")
    upload = await ann.started(BOOK)
    assert (upload.parts, upload.have, upload.is_kept) == (4, (), False)
    for number in (4, 2, 1, 3):
        assert (await ann.part(upload, number, BOOK)).status_code == 200
    file = UploadedFile.model_validate_json((await ann.finish(upload)).content)
    assert (file.sha256, file.size, file.format, file.media_type) == (sha256(BOOK).hexdigest(), len(BOOK), "PDF", "application/pdf")
    assert await left(server) == []
    _, cursor = await ben.feed()
    answer = await ann.publish("book", BOOK, title="A Book", group="documents", category="sales")
    assert Receipt.model_validate_json(answer.content).sentence == "A Book is published as version 1."
    news, _ = await ben.feed(cursor)
    assert isinstance(book := news["resource", "book"], Resource)
    assert (book.title, book.version, book.format, book.name) == ("A Book", 1, "PDF", "book.pdf")
    link = await ben.read(FileLink, "resources/book/download")
    assert (await server.fetch(link.url)).content == BOOK


@BOTH_STORES
async def test_an_upload_that_broke_off_goes_on_with_what_is_missing(server: Server) -> None:
    """CONT-4: resumable, whichever process is asked; a part sent twice counts once."""
    ann = await author_of(server)
    upload = await ann.started(BOOK)
    await ann.part(upload, 1, BOOK)
    await ann.part(upload, 3, BOOK)
    await ann.part(upload, 3, BOOK)
    again = await ann.started(BOOK)
    assert (again.upload_id, again.have) == (upload.upload_id, (1, 3))
    assert problem(await ann.finish(upload)).detail == "Not all of it has arrived: send parts 2, 4."
    for number in (2, 4):
        await ann.part(upload, number, BOOK)
    read = await ann.read(Upload, f"content/uploads/{upload.upload_id}")
    assert read.have == (1, 2, 3, 4)
    assert (await ann.finish(upload)).status_code == 200
    assert (await ann.started(BOOK)).is_kept
    assert problem(await ann.finish(upload)).status == 404


@BOTH_STORES
async def test_a_new_version_of_a_resource_takes_the_place_of_the_old(server: Server) -> None:
    """CONT-4, LIB-5: what the order leaves out stays, downloads too; laptops are told of the new hash."""
    ann, ben = await author_of(server), await server.partner("Ben")
    await ben.read(FileLink, "resources/guide/download")
    assert (await ann.sent(NEWER, "guide.pdf")).status_code == 200
    answer = await ann.publish("guide", NEWER, "guide.pdf")
    assert Receipt.model_validate_json(answer.content).sentence == "Guide is published as version 2."
    again = await ann.publish("guide", NEWER, "guide.pdf")
    assert Receipt.model_validate_json(again.content).sentence == "Guide is published already, as version 2."
    found, _ = await ben.feed()
    assert isinstance(guide := found["resource", "guide"], Resource)
    assert (guide.version, guide.sha256, guide.downloads, guide.group) == (2, sha256(NEWER).hexdigest(), 1, "documents")
    assert (await server.fetch((await ben.read(FileLink, "resources/guide/download")).url)).content == NEWER


@BOTH_STORES
@pytest.mark.parametrize(
    ("content", "name", "told", "why"),
    [
        (BOOK, "book.pdf", "0" * 64, "its SHA-256 is another"),
        (b"GIF89a" + b"x" * 2000, "book.pdf", "", "by its content it is: GIF"),
        (b"\x7fELF" + bytes(2000), "template.docx", "", "a file of another kind"),
        (b"MZ\x90\0" + bytes(2000), "notes.txt", "", "a file of another kind"),
    ],
)
async def test_an_upload_that_lies_is_refused_and_leaves_nothing(server: Server, content: bytes, name: str, told: str, why: str) -> None:
    """reliability.md, Server: type by content, size and hash checked."""
    ann = await author_of(server)
    refused = problem(await ann.sent(content, name, told))
    assert refused.status == 409 and why in refused.detail
    assert await left(server) == []
    assert await server.site.files.find(told or sha256(content).hexdigest()) is None
    assert problem(await ann.publish("book", content, title="A Book", group="documents")).status == 404
    assert (await ann.started(content, name, told)).have == ()


@BOTH_STORES
async def test_parts_that_are_not_as_said_are_not_kept(server: Server) -> None:
    """reliability.md, Server: limits with clear answers."""
    ann = await author_of(server)
    upload = await ann.started(BOOK)
    assert problem(await ann.part(upload, 1, BOOK, told="0" * 64)).detail == (
        "Part 1 arrived with other bytes than its SHA-256 says. Send it again."
    )
    url = f"{ROOT}/content/uploads/{upload.upload_id}/parts"
    for number, content, status, why in (
        (1, b"x" * (PART + 1), 413, "Part 1 has 1000 bytes, not more."),
        (1, b"x" * (PART - 1), 422, "Part 1 has 1000 bytes; 999 arrived. Send it again."),
        (5, b"x", 422, "This file has parts 1 to 4."),
    ):
        answer = await ann.http.put(f"{url}/{number}", content=content, params={"sha256": sha256(content).hexdigest()})
        assert (problem(answer).status, problem(answer).detail) == (status, why)
    assert (await ann.http.put(f"{url}/1", content=b"x", params={"sha256": "short"})).status_code == 422
    assert await left(server) == []


async def test_limits_are_told(server: Server) -> None:
    ann = await author_of(server)
    assert problem(await ann.start(b"x", size=1_000_001)).status == 413
    assert problem(await ann.start(b"x", size=0)).status == 422
    for number in range(MOST_OPEN):
        upload = await ann.started(b"file %d" % number, "a.txt")
    refused = problem(await ann.start(b"one more", "a.txt"))
    assert refused.detail == "20 uploads of yours are not finished; finish or abandon one first."
    assert (await ann.started(b"file 3", "a.txt")).have == ()
    assert problem(await ann.start(b"", "a.txt", 7, sha256(b"file 3").hexdigest())).status == 409
    assert (await ann.http.delete(f"{ROOT}/content/uploads/{upload.upload_id}")).status_code == 200
    assert (await ann.start(b"one more", "a.txt")).status_code == 200


async def test_an_upload_is_its_author_s_alone(server: Server) -> None:
    """API-3: somebody else's is not there, though they may publish too."""
    ann, bob = await author_of(server), await author_of(server, "Bob")
    upload = await ann.started(BOOK)
    for answer in (
        await bob.part(upload, 1, BOOK),
        await bob.finish(upload),
        await bob.get(f"content/uploads/{upload.upload_id}"),
        await bob.http.delete(f"{ROOT}/content/uploads/{upload.upload_id}"),
    ):
        assert problem(answer).detail == "There is no such upload; begin it again."
    assert (await bob.started(BOOK)).upload_id != upload.upload_id


@BOTH_STORES
async def test_what_nobody_finished_is_cleared(server: Server) -> None:
    """CONT-4: after a week, and what belongs to no upload at once; what goes on stays."""
    ann = await author_of(server)
    old = await ann.started(BOOK)
    await ann.part(old, 1, BOOK)
    await ann.part(old, 2, BOOK)
    await server.site.files.keep("00ff/00001", b"of nobody's")
    server.clock.now += KEPT
    fresh = await ann.started(NEWER, "guide.pdf")
    await ann.part(fresh, 1, NEWER)
    assert await clearing_files.clear_uploads(server.site) == 1
    server.clock.now += timedelta(seconds=1)
    assert await clearing_files.clear_uploads(server.site) == 2
    assert await left(server) == [f"{fresh.upload_id}/00001"]
    assert problem(await ann.finish(old)).status == 404


async def test_what_is_offered_has_a_place_and_a_file(server: Server) -> None:
    ann = await author_of(server)
    await ann.sent(BOOK)
    for told, why in (
        ({}, "A new resource needs a title."),
        ({"title": "A Book"}, "Say where it stands in the library: a group or a collection."),
        ({"title": "A Book", "group": "nowhere"}, "There is no group nowhere on this hub."),
        ({"title": "A Book", "group": "tools", "captions": "none"}, "There is no captions none on this hub."),
    ):
        assert problem(await ann.publish("book", BOOK, **told)).detail == why
    assert "comes with a course" in problem(await ann.publish("first-steps--ladder", BOOK)).detail
    await server.site.files.remove(sha256(BOOK).hexdigest())
    assert problem(await ann.publish("book", BOOK, title="A Book", group="tools")).status == 404
    assert not (await ann.started(BOOK)).is_kept


async def test_a_newer_starter_pack_leaves_an_uploaded_version(database: str, files: Path | Bucket) -> None:
    """CONT-3: this hub's authors count more."""
    async with started(database, files, upload_part=PART) as server:
        ann = await author_of(server)
        await ann.sent(NEWER, "guide.pdf")
        await ann.publish("guide", NEWER, "guide.pdf")
    async with started(database, files, pack=lambda: SmallPack(version="2")) as server:
        found, _ = await (await server.partner()).feed()
    assert isinstance(guide := found["resource", "guide"], Resource)
    assert guide.sha256 != sha256(GUIDE).hexdigest()


@BOTH_STORES
async def test_an_uploaded_video_folder_is_played(server: Server) -> None:
    """VID-1: an HLS folder is known by what is in it."""
    ann, talk = await author_of(server), packed(FOLDER)
    answer = await ann.sent(talk, "talk.zip")
    assert UploadedFile.model_validate_json(answer.content).format == "HLS"
    await ann.publish("talk", talk, "talk.zip", title="A Talk", group="documents")
    link = await ann.read(FileLink, "resources/talk/stream")
    assert "#EXT-X-STREAM-INF" in (await server.fetch(link.url)).text


def office(member: str) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<x/>")
        made.writestr(member, "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "format_"),
    [
        (BOOK, "book.pdf", "PDF"),
        (BOOK, "book", "PDF"),
        (b"\xff\xd8\xff\xe0 jpeg", "a.JPEG", "JPEG"),
        (b"\x00\x00\x00\x18ftypisom", "a.mp4", "MP4"),
        (office("word/document.xml"), "a.docx", "Word"),
        (office("xl/workbook.xml"), "a.xlsx", "Excel"),
        (office("other.xml"), "a.zip", "ZIP"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip" + bytes(40), "a.epub", "EPUB"),
        ("# Grüße\n".encode(), "a.md", "Markdown"),
        (("x" * 65_535 + "ü").encode(), "a.csv", "CSV"),
        (b"plain", "a.log", "File"),
        (b"plain", "a", "File"),
        (b"\x7fELF" + bytes(9), "tool.bin", "File"),
    ],
)
def test_a_file_is_what_its_content_shows(tmp_path: Path, content: bytes, name: str, format_: str) -> None:
    """reliability.md, Server."""
    (tmp_path / "file").write_bytes(content)
    assert kind_of(tmp_path / "file", name)[0] == format_


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (office("word/document.xml"), "a.xlsx"),
        (office("word/document.xml"), "a.pdf"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b"<html>", "a.png"),
        (b"\x89PNG\r\n\x1a\n", "a.md"),
        (b"text\x00", "a.txt"),
        (b"", "a.pdf"),
    ],
)
def test_a_name_that_says_something_else_is_a_lie(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(NotWhatItSays, match="is not what its name says"):
        kind_of(tmp_path / "file", name)


async def test_a_disk_that_takes_nothing_is_said(server: Server) -> None:
    """Every failure has a sentence: the folder to work in cannot be made."""
    ann = await author_of(server)
    upload = await ann.started(BOOK)
    for number in range(1, upload.parts + 1):
        assert (await ann.part(upload, number, BOOK)).status_code == 200
    server.site.files.work.rmdir()
    server.site.files.work.write_bytes(b"a file, where the folder should be")
    for answer in (await ann.finish(upload), await ann.http.post(f"{ROOT}/content/packages", content=b"PK")):
        refused = problem(answer)
        assert refused.status == 503 and refused.detail.startswith("The server's disk does not take this: ")


@BOTH_STORES
async def test_a_file_that_nobody_publishes_goes_after_a_month(server: Server) -> None:
    """CONT-4: what is offered stays, and what was until a month ago; what went can be sent again."""
    ann, month = await author_of(server), clearing_files.FILES_KEPT
    server.clock.now = datetime.now(UTC)  # a disk and a bucket have no other clock
    for content, name in ((BOOK, "book.pdf"), (NEWER, "newer.pdf"), (LEFT, "left.pdf")):
        assert (await ann.sent(content, name)).status_code == 200
    assert (await ann.publish("book", BOOK, title="A Book", group="documents")).status_code == 200
    server.clock.now += month - timedelta(hours=1)
    assert await clearing_files.clear(server.site) == 0
    server.clock.now += timedelta(hours=2)
    assert (await ann.started(NEWER)).is_kept, "wanted again"
    assert await clearing_files.clear(server.site) == 1
    assert await _stored(server, BOOK, NEWER, LEFT) == [True, True, False]
    assert problem(await ann.publish("left", LEFT, title="Left", group="documents")).status == 404
    assert (await ann.publish("book", NEWER)).status_code == 200
    server.clock.now += month - timedelta(hours=1)
    assert await clearing_files.clear(server.site) == 0, "it was offered until now"
    server.clock.now += timedelta(hours=3)
    assert await clearing_files.clear(server.site) == 1
    assert await _stored(server, BOOK, NEWER, LEFT) == [False, True, False]
    assert (await ann.sent(LEFT, "left.pdf")).status_code == 200
    assert (await ann.publish("left", LEFT, "left.pdf", title="Left", group="documents")).status_code == 200


@BOTH_STORES
async def test_what_is_announced_in_the_moment_it_would_be_cleared_is_whole(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-4: a file is said to be kept only where its bytes stay."""
    ann, files = await author_of(server), server.site.files
    server.clock.now = datetime.now(UTC)  # a disk and a bucket have no other clock
    assert (await ann.sent(LEFT, "left.pdf")).status_code == 200
    server.clock.now += clearing_files.FILES_KEPT + timedelta(hours=1)
    find, remove, told, cleared_as_far = files.find, files.remove, asyncio.Event(), asyncio.Event()

    async def removed_once_it_was_told(sha256: str, before: datetime | None = None) -> int:
        cleared_as_far.set()
        await told.wait()
        return await remove(sha256, before)

    async def cleared() -> int:
        number = await clearing_files.clear_unwanted(server.site)
        cleared_as_far.set()
        return number

    async def found_while_it_is_cleared(sha256: str) -> int | None:
        monkeypatch.setattr(files, "find", find)
        monkeypatch.setattr(files, "remove", removed_once_it_was_told)
        clearing.append(asyncio.create_task(cleared()))
        await cleared_as_far.wait()
        return await find(sha256)

    clearing: list[asyncio.Task[int]] = []
    monkeypatch.setattr(files, "find", found_while_it_is_cleared)
    async with asyncio.timeout(60):
        assert (await ann.started(LEFT)).is_kept
        told.set()
        assert await clearing[0] == 0
    assert await _stored(server, LEFT) == [True]
    assert (await ann.publish("left", LEFT, "left.pdf", title="Left", group="documents")).status_code == 200


@BOTH_STORES
async def test_what_arrives_in_the_moment_it_would_be_cleared_stays(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-4: also where the store was asked for its age before it came, and lets go of it after."""
    ann, files = await author_of(server), server.site.files
    server.clock.now = datetime.now(UTC)  # a disk and a bucket have no other clock
    assert (await ann.sent(LEFT, "left.pdf")).status_code == 200
    await files.remove(sha256(LEFT).hexdigest())
    upload = await ann.started(LEFT, "left.pdf")
    for number in range(1, upload.parts + 1):
        assert (await ann.part(upload, number, LEFT)).status_code == 200
    server.clock.now += clearing_files.FILES_KEPT + timedelta(hours=1)
    add, remove, writing = files.add, files.remove, Turn.writing
    arriving, come = list[asyncio.Task[httpx.Response]](), asyncio.Event()

    async def added(sha256: str, content: bytes | Path) -> None:
        await add(sha256, content)
        come.set()

    def noting(turn: Turn) -> AbstractAsyncContextManager[Unit]:
        come.set()
        return writing(turn)

    async def removed_once_it_came(sha256: str, before: datetime | None = None) -> int:
        arriving.append(asyncio.create_task(ann.finish(upload)))
        await come.wait()
        return await remove(sha256)

    monkeypatch.setattr(files, "add", added)
    monkeypatch.setattr(files, "remove", removed_once_it_came)
    monkeypatch.setattr(Turn, "writing", noting)
    async with asyncio.timeout(60):
        assert await clearing_files.clear_unwanted(server.site) == 1
        assert (await arriving[0]).status_code == 200
    assert await _stored(server, LEFT) == [True]
    assert (await ann.started(LEFT)).is_kept


@BOTH_STORES
async def test_a_file_that_a_store_does_not_let_go_of_is_let_go_of_later(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-4: it is forgotten once it is gone."""
    ann, files = await author_of(server), server.site.files
    server.clock.now = datetime.now(UTC)
    assert (await ann.sent(LEFT, "left.pdf")).status_code == 200
    server.clock.now += clearing_files.FILES_KEPT + timedelta(hours=1)

    async def out_of_reach(sha256: str, before: datetime | None = None) -> int:
        raise StoreTrouble("The file store cannot be reached just now; try again in a moment.")

    with monkeypatch.context() as patched:
        patched.setattr(files, "remove", out_of_reach)
        with pytest.raises(StoreTrouble):
            await clearing_files.clear_unwanted(server.site)
    assert await clearing_files.clear_unwanted(server.site) == 1
    assert await _stored(server, LEFT) == [False]


async def _stored(server: Server, *contents: bytes) -> list[bool]:
    return [await server.site.files.find(sha256(it).hexdigest()) is not None for it in contents]


async def test_what_a_killed_process_worked_on_is_cleared_a_day_later(server: Server) -> None:
    """CONT-4: half of 4 GB does not stay for ever; what is written to meanwhile does, and what a link leads to."""
    work = server.site.files.work
    for name, age in (("dead", clearing_files.WORK_KEPT + timedelta(minutes=1)), ("busy", timedelta(hours=2))):
        (work / name / "pack").mkdir(parents=True)
        (work / name / "pack" / "file").write_bytes(b"x" * 1000)
        second = (server.clock.now - age).timestamp()
        for path in (work / name / "pack" / "file", work / name / "pack", work / name):
            os.utime(path, (second, second))
    (work / "half.part").write_bytes(b"x" * 1000)
    os.utime(work / "half.part", (second, second - 86_400))
    (work / "link").symlink_to(work / "busy")
    assert await clearing_files.clear(server.site) == 2
    assert {it.name for it in work.iterdir()} == {"busy", "link"}


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from trainhub_server.files.folder import FolderFiles
from trainhub_server.signing import Signer
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(getattr(FolderFiles(Path(sys.argv[1]), Signer("")), sys.argv[2])(sys.argv[3], b"half"))
"""


@pytest.mark.parametrize(("what", "name"), [("add", sha256(b"half").hexdigest()), ("keep", "00ff/00001")])
async def test_what_a_killed_process_was_writing_is_cleared_a_day_later(server: Server, tmp_path: Path, what: str, name: str) -> None:
    """CONT-4: half of a file that arrives, and of a part."""
    folder = tmp_path / "files"
    before = {it for it in folder.rglob("*") if it.is_file()}
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, str(folder), what, name)
    assert await killed.wait() == -signal.SIGKILL
    assert len({it for it in folder.rglob("*") if it.is_file()} - before) == 1
    server.clock.now = datetime.now(UTC) + clearing_files.WORK_KEPT + timedelta(minutes=1)
    await clearing_files.clear(server.site)
    assert {it for it in folder.rglob("*") if it.is_file()} == before
