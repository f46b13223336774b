"""Packages of authors: streamed to the disk, read by a process with limits, kept by the hashes of their files."""

import asyncio
import json
import logging
import os
import secrets
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import trainhub_server
from trainhub_core.models.library import Resource
from trainhub_core.models.publishing import Package, Received
from trainhub_core.models.webinars import Webinar
from trainhub_server.files.store import FileStore, StoreTrouble
from trainhub_server.refusals import Busy, ContentFaulty, Invalid, NotThere, TooLarge
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import publications
from trainhub_server.repositories.publications import StoredPackage
from trainhub_server.services import publishing
from trainhub_server.services.publishing import Sent
from trainhub_server.settings import Pack
from trainhub_server.unit import Unit

log = logging.getLogger(__name__)
LONGEST_READING = 900.0
COMPILED = "catalogue.json"
MOST_ANSWER = 20_000_000
SECRETIVE = ("TRAINHUB_", "AWS_", "PG", "CREDENTIALS_DIRECTORY")
"""How variables begin whose values whoever reads a stranger's package has no use for."""


@contextmanager
def workplace(files: FileStore) -> Iterator[Path]:
    """A folder of our own, gone at the end. Raises StoreTrouble where the disk does not take what is written there."""
    folder = files.work / secrets.token_hex(8)
    try:
        folder.mkdir(parents=True)
        yield folder
    except OSError as fault:
        raise StoreTrouble(f"The server's disk does not take this: {fault.strerror}.") from fault
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def saved(stream: AsyncIterator[bytes], target: Path, most: int) -> str:
    """Write a body to the disk; its SHA-256. Raises TooLarge as soon as it is known to be."""
    found, size = sha256(), 0
    with target.open("xb") as out:
        async for chunk in stream:
            size += len(chunk)
            if size > most:
                raise TooLarge(f"A package may be {most // 2**20} MB at most; link large videos by their address.")
            found.update(chunk)
            await asyncio.to_thread(out.write, chunk)
    if not size:
        raise Invalid("The body is empty: send the package that `trainhub content build` makes.")
    return found.hexdigest()


async def beside(unit: Unit, target: Path) -> None:
    """Write down what is on offer, for whoever checks a single course."""
    facts, _ = await repository.everything(unit.connection)
    told: dict[str, list[object]] = {}
    for fact in facts:
        if not isinstance(fact, Resource | Webinar):
            told.setdefault(repository.KIND_OF[type(fact)].value, []).append(fact.model_dump(mode="json"))
    await asyncio.to_thread(target.write_text, json.dumps(told), "utf-8")


async def received(package: Path, into: Path, there: Path) -> Received:
    """Read a package in a process of its own. Raises ContentFaulty; Invalid where it is none, or too much to read."""
    command = (sys.executable, "-P", "-m", "trainhub_content.receiving", str(package), str(into), str(there))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=_environment()
    )
    try:
        async with asyncio.timeout(LONGEST_READING):
            told, complaint = await process.communicate()
    except TimeoutError:
        raise Invalid("The package takes too long to read.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or len(told) > MOST_ANSWER:
        log.warning("a package could not be read: %s", complaint[-500:].decode("utf-8", "replace"))
        raise Invalid("The package cannot be read within the limits of memory and time.")
    outcome = Received.model_validate_json(told)
    if outcome.faults:
        raise ContentFaulty(outcome.faults)
    return outcome


async def kept(files: FileStore, outcome: Received, work: Path, package: Path, name: str) -> StoredPackage:
    """The files of a package that passed, and what it was compiled to, each under its hash. Raises StoreTrouble."""
    folder, pack = work / "folder" / outcome.folder, work / "pack"
    for file in json.loads(outcome.manifest)["files"]:
        await files.add(file["sha256"], folder / file["path"])
    for path in await asyncio.to_thread(lambda: sorted((pack / "files").glob("*"))):
        await files.add(path.name, path)
    compiled = await asyncio.to_thread((pack / COMPILED).read_bytes)
    await files.add(digest := sha256(compiled).hexdigest(), compiled)
    size = (await asyncio.to_thread(package.stat)).st_size
    return StoredPackage(name, size, outcome.manifest, digest, outcome.advice)


async def taken(unit: Unit, caller: str, stored: StoredPackage, pack: Pack, is_known: bool) -> Package:
    """Note a package as a draft of its author, once. Raises Busy where it was known, and has been forgotten since."""
    courses = await publishing.compared(unit, pack)
    if await publications.add_package(unit.connection, stored, caller, unit.now):
        if is_known:
            raise Busy
        await publishing.keep_drafts(unit, caller, stored.sha256, courses)
    return Package(sha256=stored.sha256, size=stored.size, courses=courses, advice=stored.advice)


async def found(unit: Unit, sha256_hex: str) -> StoredPackage:
    """A package that was sent. Raises NotThere."""
    stored = await publications.package(unit.connection, sha256_hex)
    if stored is None:
        raise NotThere("There is no such package.")
    return stored


async def sent(files: FileStore, stored: StoredPackage) -> Sent:
    """A package with what it was compiled to. Raises NotThere where its file is gone."""
    from trainhub_content.pack import pack_of  # late: only authors need it

    size = await files.find(stored.compiled)
    if size is None:
        raise NotThere("The files of this package are not here any more; send it again.")
    told = b"".join([chunk async for chunk in await files.open(stored.compiled, 0, size)])
    return Sent(stored.sha256, await asyncio.to_thread(pack_of, told, Path()))


async def written(files: FileStore, stored: StoredPackage, work: Path) -> Path:
    """The package again, byte for byte, in this folder. Raises NotThere where a file of it is gone."""
    from trainhub_content.packaging import Manifest, write  # late: only authors need it

    manifest = Manifest.model_validate_json(stored.manifest)
    for digest in {file.sha256 for file in manifest.files}:
        await fetched(files, digest, work / digest)
    target = work / "package.zip"
    await asyncio.to_thread(write, manifest, lambda digest: (work / digest).open("rb"), target)
    return target


async def fetched(files: FileStore, digest: str, target: Path) -> None:
    """A copy of a file in a place of ours. Raises NotThere."""
    size = await files.find(digest)
    if size is None:
        raise NotThere("A file of this package is not here any more; send it again.")
    with target.open("xb") as out:
        async for chunk in await files.open(digest, 0, size):
            await asyncio.to_thread(out.write, chunk)


def _environment() -> dict[str, str]:
    """Ours without our secrets. `-P` keeps what lies in the current folder from being imported, so a source tree is named as such."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(SECRETIVE)}
    folder = Path(trainhub_server.__file__).resolve().parent.parent
    if folder.name in ("site-packages", "dist-packages"):
        return ours
    return {**ours, "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))}
