"""What authors sent and nobody published: forgotten after a while, with the files that nothing else names."""

import json
import logging
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.library import Resource
from trainhub_core.models.wire import Kind
from trainhub_server.files.store import FileStore, StoreTrouble
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import publications, versions
from trainhub_server.repositories.publications import StoredPackage
from trainhub_server.unit import Unit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much was forgotten; `files` are hashes that nothing names any more, for `remove_files` once this is committed."""

    drafts: int
    packages: int
    files: frozenset[str] = frozenset()


async def clear_old_drafts(unit: Unit, files: FileStore, before: datetime) -> Cleared:
    """Forget drafts sent before this moment, and packages as old of which no version is known. What learners saw once stays."""
    await versions.lock_feed(unit.connection)
    drafts = await publications.forget_old_drafts(unit.connection, before)
    old = await publications.packages_without_versions(unit.connection, before)
    if not old:
        return Cleared(drafts, 0)
    await publications.forget_packages(unit.connection, [it.sha256 for it in old])
    try:
        facts, _ = await repository.everything(unit.connection)
        kept = await _named(files, await publications.packages(unit.connection)) | {it.sha256 for it in facts if isinstance(it, Resource)}
        unused = await _named(files, old, is_strict=False) - kept
    except (StoreTrouble, NotThere, ValueError) as trouble:
        log.warning("what a package holds cannot be read, so that no file is removed: %s", trouble)
        unused = frozenset()
    return Cleared(drafts, len(old), frozenset(unused))


async def remove_files(files: FileStore, cleared: Cleared, before: datetime) -> int:
    """Let go of the files; how many bytes that was. What was sent again since stays."""
    return sum([await files.remove(sha256, before) for sha256 in sorted(cleared.files)])


async def _named(files: FileStore, stored: Iterable[StoredPackage], is_strict: bool = True) -> Set[str]:
    """Hashes of all files of these packages: as they were sent, and as they were compiled. Raises StoreTrouble, NotThere, ValueError."""
    named: set[str] = set()
    for it in stored:
        named |= {it.compiled, *(file["sha256"] for file in json.loads(it.manifest)["files"])}
        size = await files.find(it.compiled)
        if size is None and is_strict:
            raise NotThere(f"The compiled course {it.compiled} is gone.")
        if size is not None:
            compiled = b"".join([chunk async for chunk in await files.open(it.compiled, 0, size)])
            named |= {resource["sha256"] for resource in json.loads(compiled)["facts"].get(Kind.RESOURCE.value, [])}
    return named - {""}
