"""The resource library and the way to its files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from trainhub_core.models.library import Resource
from trainhub_core.models.wire import FileLink, Kind, Page
from trainhub_core.text import alphabetical
from trainhub_server.files.store import FileStore, Label
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import changes, versions
from trainhub_server.repositories.changes import EVERYBODY
from trainhub_server.services.paging import page
from trainhub_server.unit import Unit


class ResourceSort(StrEnum):
    ORDER = "order"
    TITLE = "title"
    SIZE = "size"
    DOWNLOADS = "downloads"


ORDERS: dict[ResourceSort, Callable[[Resource], tuple[int, str]]] = {
    ResourceSort.ORDER: lambda it: (it.order, alphabetical(it.title)),
    ResourceSort.TITLE: lambda it: (0, alphabetical(it.title)),
    ResourceSort.SIZE: lambda it: (it.size, alphabetical(it.title)),
    ResourceSort.DOWNLOADS: lambda it: (-it.downloads, alphabetical(it.title)),
}


@dataclass(frozen=True, slots=True)
class ResourceFilter:
    """Which resources; None and "" mean any."""

    group: str | None = None
    collection: str | None = None
    category: str | None = None
    words: str = ""

    def takes(self, it: Resource) -> bool:
        text = f"{it.title} {it.summary} {it.format}".casefold()
        return (
            self.group in (None, it.group)
            and self.collection in (None, it.collection)
            and self.category in (None, it.category)
            and all(word in text for word in self.words.casefold().split())
        )


async def listed(unit: Unit, caller: str, wanted: ResourceFilter, sort: ResourceSort, offset: int, limit: int) -> Page[Resource]:
    row = await unit.row_of(caller)
    catalogue = await unit.offer.at(unit.connection, row.versions)
    return page(Page[Resource], sorted(filter(wanted.takes, catalogue.library.values()), key=ORDERS[sort]), offset, limit)


async def link(unit: Unit, caller: str, resource_id: str, files: FileStore, life: timedelta) -> FileLink:
    """A signed address of the file; counts as a download where the library shows it."""
    row = await unit.row_of(caller)
    catalogue = await unit.offer.at(unit.connection, row.versions)
    resource: Resource | None = stored(catalogue.resources.get(resource_id))
    if resource and resource.is_on_shelf:
        resource = await _counted(unit, resource)
    if resource is None:
        raise NotThere("There is no such resource.")
    expires = (unit.now + life).replace(microsecond=0)
    return link_to(resource, files.sign(resource.sha256, label_of(resource), expires), expires)


def stored(resource: Resource | None) -> Resource:
    """Raises NotThere for one that is not offered, Refused for one that is not stored here."""
    if resource is None:
        raise NotThere("There is no such resource.")
    if not resource.sha256:
        raise Refused("This resource is not stored here; it is played from its own address.")
    return resource


def link_to(resource: Resource, url: str, expires: datetime) -> FileLink:
    return FileLink(url=url, size=resource.size, sha256=resource.sha256, name=resource.name, expires=expires)


async def _counted(unit: Unit, resource: Resource) -> Resource | None:
    """The resource with one download more, which everybody is told; None when it has just gone."""
    counted = await repository.count_download(unit.connection, resource.id)
    if counted is not None:
        await changes.put(unit.connection, EVERYBODY, Kind.RESOURCE, counted.id, counted)
        await versions.bump(unit.connection, "live")
    return counted


def label_of(resource: Resource) -> Label:
    return Label(resource.name, resource.media_type)


async def label(unit: Unit, sha256: str) -> Label:
    """Name and media type to hand a file out with."""
    return Label(*(await repository.file_label(unit.connection, sha256) or (sha256, "application/octet-stream")))
