"""What is left of uploads that nobody finished: cleared by whoever calls this, now and then."""

from trainhub_server.repositories import uploads as repository
from trainhub_server.services import uploads
from trainhub_server.site import Site


async def clear(site: Site) -> int:
    """Forget uploads that were begun too long ago, and parts that belong to none; how many parts went. Any number may do so at once."""
    there = {it.name.partition("/")[0] for it in await site.files.kept()}
    async with site.writing() as unit:
        await repository.forget_before(unit.connection, unit.now - uploads.KEPT)
    async with site.reading() as unit:
        known = set(await repository.ids(unit.connection))
    return sum([await uploads.forget_pieces(site.files, upload_id) for upload_id in sorted(there - known)])
