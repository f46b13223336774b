"""What authors sent and nobody published: forgotten after a while, with the files that nothing else names."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.library import Resource
from trainhub_core.models.wire import Kind
from trainhub_server.files.store import FileStore, StoreTrouble
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import publications, uploads, versions
from trainhub_server.repositories.publications import StoredPackage
from trainhub_server.unit import Unit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much was forgotten; `files` are hashes that nothing names any more, for `remove_files` once this is committed."""

    drafts: int
    packages: int
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """The files that packages name, by the hashes of those that are to go, and of all that stay. None: it cannot be told."""

    going: Mapping[str, frozenset[str]]
    staying: frozenset[str] | None = frozenset()


async def clear_old_drafts(unit: Unit, named: Named, before: datetime) -> Cleared:
    """Forget drafts sent before this moment, and packages as old of which no version is known. What learners saw once stays, and
    what was published since the files were looked at."""
    await versions.lock_feed(unit.connection)
    drafts = await publications.forget_old_drafts(unit.connection, before)
    old = await publications.packages_without_versions(unit.connection, before)
    gone = [it.sha256 for it in old if it.sha256 in named.going]
    if not gone:
        return Cleared(drafts, 0)
    await publications.forget_packages(unit.connection, gone)
    if named.staying is None:
        return Cleared(drafts, len(gone))
    facts, _ = await repository.everything(unit.connection)
    kept = named.staying.union(*(files for sha256, files in named.going.items() if sha256 not in gone))
    kept |= {it.sha256 for it in facts if isinstance(it, Resource)} | await uploads.names(unit.connection)
    return Cleared(drafts, len(gone), frozenset().union(*(named.going[sha256] for sha256 in gone)) - kept)


async def clear_unwanted(unit: Unit, files: FileStore, sha256: str, before: datetime) -> bool:
    """Forget an uploaded file that nobody wanted since this moment, and have the store let go of it; False where it is wanted after all.

    Both in one unit of work: who wants it meanwhile waits, and finds it whole or not at all."""
    await versions.lock_feed(unit.connection)
    if not await uploads.forget_file(unit.connection, sha256, before):
        return False
    await files.remove(sha256, before)
    return True


async def named_by(files: FileStore, old: Sequence[StoredPackage], every: Iterable[StoredPackage]) -> Named:
    """What these packages name, of which the old ones are to go. Takes as long as reading them does: never within a unit of work."""
    names = {it.sha256 for it in old}
    try:
        staying = [await _named(files, it) for it in every if it.sha256 not in names]
        return Named({it.sha256: await _named(files, it, is_strict=False) for it in old}, frozenset[str]().union(*staying))
    except (StoreTrouble, NotThere, ValueError) as trouble:
        log.warning("what a package holds cannot be read, so that no file is removed: %s", trouble)
        return Named(dict.fromkeys(names, frozenset()), None)


async def remove_files(files: FileStore, cleared: Cleared, before: datetime) -> int:
    """Let go of the files; how many bytes that was. What was sent again since stays."""
    return sum([await files.remove(sha256, before) for sha256 in sorted(cleared.files)])


async def _named(files: FileStore, stored: StoredPackage, is_strict: bool = True) -> frozenset[str]:
    """Hashes of all files of a package: as they were sent, and as they were compiled. Raises StoreTrouble, NotThere, ValueError."""
    named = {stored.compiled, *(file["sha256"] for file in json.loads(stored.manifest)["files"])}
    size = await files.find(stored.compiled)
    if size is None and is_strict:
        raise NotThere(f"The compiled course {stored.compiled} is gone.")
    if size is not None:
        compiled = b"".join([chunk async for chunk in await files.open(stored.compiled, 0, size)])
        named |= {resource["sha256"] for resource in json.loads(compiled)["facts"].get(Kind.RESOURCE.value, [])}
    return frozenset(named - {""})
