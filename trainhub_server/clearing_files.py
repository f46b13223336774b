"""Files nobody asks for any more: of uploads that were not finished, of drafts that were not published. Any number may clear at once."""

from datetime import timedelta

from trainhub_server.repositories import uploads as repository
from trainhub_server.services import clearing, uploads
from trainhub_server.site import Site

DRAFTS_KEPT = timedelta(days=30)


async def clear(site: Site) -> int:
    """Forget both; how many parts and files went."""
    return await clear_uploads(site) + await clear_drafts(site)


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
