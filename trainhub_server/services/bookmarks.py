"""Bookmarks: the last state of each one, as the server received them."""

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.wire import Kind, Page, Receipt
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import bookmarks as repository
from trainhub_server.repositories import changes, learners
from trainhub_server.services.learning import EARLIEST
from trainhub_server.services.paging import page_of
from trainhub_server.unit import Unit

MOST_BOOKMARKS = 10_000


async def put(unit: Unit, caller: str, bookmark: Bookmark) -> Receipt:
    """Set or remove one. Raises NotThere for a mark on what does not exist."""
    await learners.lock(unit.connection, caller)
    row = await unit.row_of(caller)
    if bookmark.on and not _exists(await unit.offer.at(unit.connection, row.versions), bookmark):
        raise NotThere(f"There is no such {bookmark.kind}.")
    if await repository.count_others(unit.connection, caller, bookmark.id) >= MOST_BOOKMARKS:
        raise Refused(f"There are {MOST_BOOKMARKS} bookmarks already, removed ones among them; there is no room for more.")
    kept = bookmark.model_copy(update={"at": min(max(bookmark.at, EARLIEST), unit.now)})
    await repository.put(unit.connection, caller, kept)
    return Receipt(changes=(await changes.put(unit.connection, caller, Kind.BOOKMARK, kept.id, kept),))


async def listed(unit: Unit, caller: str, offset: int, limit: int) -> Page[Bookmark]:
    """Those that are set, newest first."""
    total = await repository.count_standing(unit.connection, caller)
    found = await repository.standing(unit.connection, caller, offset, limit)
    return page_of(Page[Bookmark], found, total, offset, limit)


def _exists(catalogue: Catalogue, bookmark: Bookmark) -> bool:
    match bookmark.kind:
        case BookmarkKind.COURSE:
            return bookmark.object in catalogue.courses
        case BookmarkKind.RESOURCE:
            return bookmark.object in catalogue.resources
    course = catalogue.courses.get(bookmark.object.partition("/")[0])
    return course is not None and any(lesson.id == bookmark.object for lesson in course.all_lessons)
