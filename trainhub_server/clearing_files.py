"""Files nobody asks for any more: of uploads that were not finished, of drafts that were not published, of work that was cut short.

Any number may clear at once."""

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from trainhub_server.repositories import uploads as repository
from trainhub_server.services import clearing, uploads
from trainhub_server.site import Site

DRAFTS_KEPT = timedelta(days=30)
WORK_KEPT = timedelta(days=1)
"""Far longer than a package may be read."""


async def clear(site: Site) -> int:
    """Forget all of them; how many parts, files and folders went."""
    return await clear_uploads(site) + await clear_drafts(site) + await clear_work(site)


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
    async with site.writing() as unit:
        before = unit.now - DRAFTS_KEPT
        cleared = await clearing.clear_old_drafts(unit, site.files, before)
    await clearing.remove_files(site.files, cleared, before)
    return len(cleared.files)


async def clear_work(site: Site) -> int:
    """Remove the folders of work that a kill cut short; how many went."""
    async with site.reading() as unit:
        before = unit.now - WORK_KEPT
    return await asyncio.to_thread(_remove_left, site.files.work, before)


def _remove_left(work: Path, before: datetime) -> int:
    try:
        left = [it for it in work.iterdir() if it.is_dir() and not it.is_symlink() and it.stat().st_mtime < before.timestamp()]
    except OSError:
        return 0  # none yet, or another server clears them just now
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)
