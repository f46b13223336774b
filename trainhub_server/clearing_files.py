"""Files nobody asks for any more: of uploads that were not finished, of drafts and uploads that were not published, of what a
killed process was at. Any number may clear at once."""

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from trainhub_server.repositories import publications
from trainhub_server.repositories import uploads as repository
from trainhub_server.services import clearing, uploads
from trainhub_server.services.clearing import Cleared
from trainhub_server.site import Site

DRAFTS_KEPT = timedelta(days=30)
FILES_KEPT = timedelta(days=30)
"""How long an uploaded file is kept that nothing names, or has ceased to: as long as a draft."""
WORK_KEPT = timedelta(days=1)
"""How long nothing has been written in a workplace that nobody works in any more."""


async def clear(site: Site) -> int:
    """Forget all of it; how many parts, files and workplaces went."""
    return await clear_uploads(site) + await clear_drafts(site) + await clear_unwanted(site) + await clear_work(site)


async def clear_uploads(site: Site) -> int:
    """Forget uploads that were begun too long ago, and parts that belong to none; how many parts went."""
    there = {it.name.partition("/")[0] for it in await site.files.kept()}
    async with site.writing() as unit:
        await repository.forget_before(unit.connection, unit.now - uploads.KEPT)
    async with site.reading() as unit:
        known = set(await repository.ids(unit.connection))
    return sum([await uploads.forget_pieces(site.files, upload_id) for upload_id in sorted(there - known)])


async def clear_drafts(site: Site) -> int:
    """Forget drafts that are a month old, and the files that nothing else names; how many files went."""
    before = site.settings.clock() - DRAFTS_KEPT
    cleared = await forget_drafts(site, before)
    await clearing.remove_files(site.files, cleared, before)
    return len(cleared.files)


async def forget_drafts(site: Site, before: datetime) -> Cleared:
    """Forget drafts sent before this moment. The files are read before the unit of work that decides, so that nobody waits for them;
    those of a package sent meanwhile are too new to be removed."""
    async with site.reading() as unit:
        old = await publications.packages_without_versions(unit.connection, before)
        every = await publications.packages(unit.connection) if old else ()
    named = await clearing.named_by(site.files, old, every)
    async with site.writing() as unit:
        return await clearing.clear_old_drafts(unit, named, before)


async def clear_unwanted(site: Site) -> int:
    """Forget uploaded files that no resource and no package has named for a month; how many went."""
    before = site.settings.clock() - FILES_KEPT
    async with site.writing() as unit:
        await repository.want_offered(unit.connection, unit.now)
    async with site.reading() as unit:
        old = await repository.unwanted(unit.connection, before)
        every = await publications.packages(unit.connection) if old else ()
    if not old:
        return 0
    named = await clearing.named_by(site.files, (), every)
    if named.staying is None:
        return 0
    async with site.writing() as unit:
        await repository.want(unit.connection, named.staying.intersection(old), unit.now)
    return sum([await _clear_unwanted(site, sha256, before) for sha256 in old if sha256 not in named.staying])


async def _clear_unwanted(site: Site, sha256: str, before: datetime) -> bool:
    async with site.writing() as unit:
        return await clearing.clear_unwanted(unit, site.files, sha256, before)


async def clear_work(site: Site) -> int:
    """Remove the workplaces and the half-written files that a kill left; how many went."""
    return await asyncio.to_thread(_remove_left, site.files.work, site.settings.clock() - WORK_KEPT)


def _remove_left(work: Path, before: datetime) -> int:
    left = [it for it in work.glob("*") if not it.is_symlink() and _touched(it) < before.timestamp()]
    for each in left:
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
    return len(left)


def _touched(place: Path) -> float:
    """When something was last written there. What goes while it is looked at is somebody's at work."""
    try:
        return max(it.stat().st_mtime for it in (place, *place.rglob("*")))
    except OSError:
        return float("inf")
