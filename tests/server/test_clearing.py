"""CONT-3: drafts and packages that nobody published are forgotten with their files; what learners saw, or will, stays."""

import asyncio
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.server import test_publishing
from tests.server.programme import NOW
from tests.server.running import Server
from tests.server.test_publishing import Author
from trainhub_core.models.publishing import PublicationState
from trainhub_core.models.uploads import UploadedFile
from trainhub_core.operations import ROOT
from trainhub_server import clearing_files
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.files.folder import FolderFiles
from trainhub_server.files.store import FileStore
from trainhub_server.repositories import publications, uploads
from trainhub_server.repositories.publications import StoredPackage
from trainhub_server.services import clearing, packages
from trainhub_server.services.clearing import Cleared
from trainhub_server.services.publishing import Sent

pytestmark = pytest.mark.anyio
MONTH = timedelta(days=30)
REWRITTEN = "---\ntitle: Asking\nminutes: 1\n---\n# Asking\n\nOtherwise.\n"
server, author = test_publishing.server, test_publishing.author


def aged(files: Path) -> None:
    """Every file as if it had been sent when the server's clock began."""
    for path in files.rglob("*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))


def kept_in(files: Path) -> set[str]:
    return {path.name for path in files.glob("*/*") if path.is_file()}


async def cleared(server: Server) -> Cleared:
    before = server.clock.now - MONTH
    told = await clearing_files.forget_drafts(server.site, before)
    await clearing.remove_files(server.site.files, told, before)
    return told


async def test_an_old_draft_goes_with_its_files_and_what_is_published_stays(server: Server, author: Author, tmp_path: Path) -> None:
    author.write()
    await author.published()
    standing = kept_in(tmp_path / "files")
    author.write(2, lesson=REWRITTEN)
    draft = await author.sent()
    aged(tmp_path / "files")
    server.clock.now = NOW + MONTH - timedelta(minutes=1)
    assert await cleared(server) == Cleared(0, 0)
    server.clock.now = NOW + MONTH + timedelta(minutes=1)
    told = await cleared(server)
    assert (told.drafts, told.packages) == (1, 1) and told.files
    assert kept_in(tmp_path / "files") == standing
    assert await author.versions() == [(1, PublicationState.PUBLISHED)]
    assert (await author.http.get(f"{ROOT}/content/packages/{draft.sha256}")).status_code == 404
    assert await author.published() == "Selling is published as version 2.", "sent again, it is there again"


async def test_an_earlier_version_stays_to_be_rolled_back_to(server: Server, author: Author, tmp_path: Path) -> None:
    author.write()
    await author.published()
    author.write(2, lesson=REWRITTEN)
    await author.published()
    before = kept_in(tmp_path / "files")
    aged(tmp_path / "files")
    server.clock.now = NOW + 4 * MONTH
    assert await cleared(server) == Cleared(0, 0) and kept_in(tmp_path / "files") == before
    assert (await author.post("courses/selling/rollback", '{"version":1}')).status_code == 200


async def test_a_file_sent_again_meanwhile_stays(server: Server, author: Author, tmp_path: Path) -> None:
    """The moment between what is said in the database and what is done on the disk."""
    author.write()
    await author.sent()
    aged(tmp_path / "files")
    server.clock.now = NOW + 2 * MONTH
    told = await clearing_files.forget_drafts(server.site, server.clock.now - MONTH)
    await author.sent()
    await clearing.remove_files(server.site.files, told, server.clock.now - MONTH)
    assert await author.published() == "Selling is published as version 1."


async def test_an_uploaded_file_stays_while_a_package_holds_it(server: Server, author: Author, tmp_path: Path) -> None:
    """CONT-3, CONT-4: a draft too; and while one cannot be read, nothing goes."""
    author.write()
    await author.published()
    author.write(2, lesson=REWRITTEN)
    await author.sent()
    there = kept_in(tmp_path / "files")
    lone = hashlib.sha256(b"lone").hexdigest()
    await server.site.files.add(lone, b"lone")
    async with server.site.writing(Who(DatabaseRole.AUTHOR, "ann")) as unit:
        for sha256 in (*there, lone):
            file = UploadedFile(sha256=sha256, size=1, format="Text", media_type="text/plain")
            await uploads.keep_file(unit.connection, file, "ann", NOW - 2 * MONTH)
    aged(tmp_path / "files")
    server.clock.now = NOW + MONTH - timedelta(minutes=1)
    async with server.site.reading() as unit:
        stored = await publications.packages(unit.connection)
    compiled = tmp_path / "files" / stored[0].compiled[:2] / stored[0].compiled
    told = compiled.read_bytes()
    compiled.write_bytes(b"of a bad disk")
    assert await clearing_files.clear_unwanted(server.site) == 0
    compiled.write_bytes(told)
    aged(tmp_path / "files")
    server.clock.now += timedelta(hours=1)
    assert await clearing_files.clear_unwanted(server.site) == 1
    assert kept_in(tmp_path / "files") == there
    assert await clearing_files.clear_unwanted(server.site) == 0


async def test_where_a_package_cannot_be_read_no_file_goes(server: Server, author: Author, tmp_path: Path) -> None:
    author.write()
    await author.published()
    stored = {path: path.read_bytes() for path in (tmp_path / "files").glob("*/*") if path.is_file()}
    compiled = next(path for path, content in stored.items() if content.startswith(b"{"))
    author.write(2, lesson=REWRITTEN)
    await author.sent()
    compiled.unlink()
    aged(tmp_path / "files")
    server.clock.now = NOW + 2 * MONTH
    told = await cleared(server)
    assert (told.drafts, told.packages, told.files) == (1, 1, frozenset())


async def test_nobody_waits_while_packages_are_read(
    server: Server, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CONT-3: a store may be slow. What is published while it is read stays, with its files."""
    author.write()
    await author.sent()
    aged(tmp_path / "files")
    server.clock.now = NOW + 2 * MONTH
    standing, find, told = kept_in(tmp_path / "files"), FolderFiles.find, list[str]()

    async def publishing_meanwhile(store: FolderFiles, sha256: str) -> int | None:
        monkeypatch.setattr(FolderFiles, "find", find)
        async with asyncio.timeout(60):
            sha = (await author.http.get(f"{ROOT}/content/courses/selling/versions")).json()["items"][0]["package"]
            told.append((await author.post("publish", f'{{"sha256":"{sha}"}}')).text)
        return await find(store, sha256)

    monkeypatch.setattr(FolderFiles, "find", publishing_meanwhile)
    assert await cleared(server) == Cleared(0, 0)
    assert "Selling is published as version 1." in told[0]
    assert kept_in(tmp_path / "files") == standing


async def test_an_uploaded_file_outlives_a_draft_that_held_it(server: Server, author: Author, tmp_path: Path) -> None:
    """CONT-4: an upload that was wanted since is whole."""
    author.write()
    await author.sent()
    there = kept_in(tmp_path / "files")
    aged(tmp_path / "files")
    server.clock.now = NOW + 2 * MONTH
    wanted = sorted(there)[0]
    async with server.site.writing(Who(DatabaseRole.AUTHOR, "ann")) as unit:
        file = UploadedFile(sha256=wanted, size=1, format="Text", media_type="text/plain")
        await uploads.keep_file(unit.connection, file, "ann", server.clock.now)
    told = await cleared(server)
    assert (told.packages, kept_in(tmp_path / "files")) == (1, {wanted})


def forgotten_once_it_is_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts go two months later, right after a package was read from the store."""
    server.clock.now = NOW + 2 * MONTH
    sent = packages.sent

    async def forgotten(files: FileStore, stored: StoredPackage) -> Sent:
        read = await sent(files, stored)
        monkeypatch.setattr(packages, "sent", sent)
        await cleared(server)
        return read

    monkeypatch.setattr(packages, "sent", forgotten)


async def test_a_draft_published_in_the_moment_it_is_forgotten_is_not_there(
    server: Server, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """API-2, CONT-3: nothing answers 5xx, and what is sent again is published."""
    author.write()
    draft = await author.sent()
    aged(tmp_path / "files")
    forgotten_once_it_is_read(server, monkeypatch)
    refused = await author.post("publish", f'{{"sha256":"{draft.sha256}"}}')
    assert (refused.status_code, refused.json()["detail"]) == (404, "There is no such package.")
    assert await author.published() == "Selling is published as version 1."


async def test_a_draft_sent_again_in_the_moment_it_is_forgotten_is_whole(
    server: Server, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CONT-3: no draft is noted whose files are gone."""
    author.write()
    await author.sent()
    aged(tmp_path / "files")
    forgotten_once_it_is_read(server, monkeypatch)
    assert (await author.send()).status_code == 503, "to be sent again in a moment"
    assert await author.published() == "Selling is published as version 1."


async def test_a_package_whose_files_were_lost_is_whole_once_it_is_sent_again(server: Server, author: Author, tmp_path: Path) -> None:
    """CONT-3: what the sentence asks for helps."""
    author.write()
    draft = await author.sent()
    for path in (tmp_path / "files").glob("*/*"):
        path.unlink()
    refused = await author.post("publish", f'{{"sha256":"{draft.sha256}"}}')
    assert (refused.status_code, refused.json()["detail"]) == (404, "The files of this package are not here any more; send it again.")
    assert await author.published() == "Selling is published as version 1."
    assert (await author.http.get(f"{ROOT}/content/packages/{draft.sha256}")).content == author.built()
