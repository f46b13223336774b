"""The library as rows: documents and collections by group, and what of it is on this laptop (LIB-1, LIB-2). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.library import Collection, Resource
from trainhub_core.text import alphabetical
from trainhub_core.views.library import size_label, weight
from trainhub_tui.facts import Download, DownloadState
from trainhub_tui.palette import MARKS
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (
    Column("Title", 26, share=3),
    Column("Format", 9, drop=3),
    Column("Size", 8, drop=2, align="right"),
    Column("Downloads", 9, drop=4, align="right"),
    Column("On this laptop", 16, share=1),
)
COLLECTION = "collection:"
GROUP = "group:"
SORTS = ("shelf", "title", "size", "downloads", "format")
SORT_WORDS = {"shelf": "shelf order", "title": "title", "size": "size", "downloads": "most downloaded", "format": "format"}

HERE, FETCHING = MARKS["offline"].symbol, MARKS["fetching"].symbol


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What to show of the library; an empty field filters nothing."""

    text: str = ""
    group: str = ""
    format: str = ""
    category: str = ""
    here: bool = False

    @property
    def is_on(self) -> bool:
        return self != LibraryFilter()

    def sentence(self, catalogue: Catalogue) -> str:
        """The filter in words."""
        group = catalogue.groups.get(self.group)
        category = catalogue.categories.get(self.category)
        here = "on this laptop" if self.here else ""
        words = (
            f'"{self.text}"' if self.text else "",
            group.title if group else self.group,
            category.title if category else self.category,
            self.format,
            here,
        )
        return ", ".join(word for word in words if word)


def here_cell(download: Download | None) -> Cell:
    """How a file stands on this laptop: `↓ here`, `↧ 42 %`, paused, failed with the reason."""
    if download is None:
        return Cell("", "muted")
    percent = f"{100 * download.have // download.size} %" if download.size else ""
    match download.state:
        case DownloadState.DONE:
            return Cell(f"{HERE} newer one: d" if download.outdated else f"{HERE} here", "under-way" if download.outdated else "done")
        case DownloadState.RUNNING:
            return Cell(f"{FETCHING} {percent}".rstrip(), "progress")
        case DownloadState.QUEUED:
            return Cell(f"{FETCHING} waits", "muted")
        case DownloadState.PAUSED:
            return Cell(f"{FETCHING} paused {percent}".rstrip(), "under-way")
    return Cell(download.sentence or "failed", "trouble")


def collection_cell(resources: Iterable[Resource], downloads: Mapping[str, Download]) -> Cell:
    """How much of a collection is on this laptop."""
    ids = [resource.id for resource in resources]
    here = sum(1 for it in ids if it in downloads and downloads[it].state is DownloadState.DONE)
    running = sum(1 for it in ids if it in downloads and downloads[it].state in (DownloadState.RUNNING, DownloadState.QUEUED))
    if running:
        return Cell(f"{FETCHING} {here} of {len(ids)}", "progress")
    if not here:
        return Cell("", "muted")
    return Cell(f"{HERE} {here} of {len(ids)}" if here < len(ids) else f"{HERE} here", "done" if here == len(ids) else "muted")


def _downloads(count: int) -> str:
    return f"{count} download{'' if count == 1 else 's'}" if count else ""


def resource_row(resource: Resource, download: Download | None) -> Row:
    """A resource, known by its id."""
    title, kind = Cell(resource.title), Cell(resource.format, "muted")
    size, count = Cell(weight(resource), "muted"), Cell(str(resource.downloads) if resource.downloads else "", "muted")
    here = here_cell(download)
    times = Cell(_downloads(resource.downloads), "muted")
    return Row(resource.id, (title, kind, size, count, here), ((title,), (kind, size, times), (here,)), (Cell(" "),))


def collection_row(collection: Collection, resources: Sequence[Resource], downloads: Mapping[str, Download]) -> Row:
    """A collection, known by `collection:` and its id."""
    count = Cell(f"{len(resources)} {collection.unit}", "muted")
    size = Cell(size_label(sum(resource.size for resource in resources)) if resources else "", "muted")
    times = sum(resource.downloads for resource in resources)
    here = collection_cell(resources, downloads)
    title = Cell(f"{collection.title} ({len(resources)})")
    return Row(
        COLLECTION + collection.id,
        (title, Cell(collection.unit, "muted"), size, Cell(str(times) if times else "", "muted"), here),
        ((title,), (count, size), (here,)),
        (Cell("▪", "muted"),),
    )


def library_rows(catalogue: Catalogue, downloads: Mapping[str, Download], wanted: LibraryFilter, sort: str) -> list[Row]:
    """The library as it is shown: groups with their documents and collections that hold any; filtered or sorted, single resources alone."""
    if wanted.text or wanted.format or wanted.category or wanted.here or sort != "shelf":
        found = chosen(catalogue, downloads, wanted, sort)
        return [resource_row(resource, downloads.get(resource.id)) for resource in found]
    rows: list[Row] = []
    for group in catalogue.groups.values():
        if wanted.group and group.id != wanted.group:
            continue
        rows.append(_heading(group.id, group.title, catalogue))
        single = (it for it in catalogue.library.values() if it.group == group.id and it.collection is None)
        rows += [resource_row(resource, downloads.get(resource.id)) for resource in single]
        for collection in catalogue.collections.values():
            inside = resources_of(catalogue, collection.id) if collection.group == group.id else ()
            if inside:
                rows.append(collection_row(collection, inside, downloads))
    return rows


def chosen(catalogue: Catalogue, downloads: Mapping[str, Download], wanted: LibraryFilter, sort: str) -> list[Resource]:
    """The resources that pass the filter, sorted; ties by title."""
    words = wanted.text.casefold().split()
    found = [
        resource
        for resource in catalogue.library.values()
        if (not wanted.group or resource.group == wanted.group)
        and (not wanted.category or resource.category == wanted.category)
        and (not wanted.format or resource.format == wanted.format)
        and (not wanted.here or (resource.id in downloads and downloads[resource.id].state is DownloadState.DONE))
        and all(word in _text_of(resource, catalogue) for word in words)
    ]
    return sorted(found, key=lambda resource: (_sort_key(resource, sort), alphabetical(resource.title)))


def resources_of(catalogue: Catalogue, collection_id: str) -> list[Resource]:
    """What is in a collection."""
    return [resource for resource in catalogue.library.values() if resource.collection == collection_id]


def _heading(group_id: str, title: str, catalogue: Catalogue) -> Row:
    count = sum(1 for resource in catalogue.library.values() if resource.group == group_id)
    words = Cell(f"{title} ({count})", "muted")
    return Row(GROUP + group_id, (words, Cell(""), Cell(""), Cell(""), Cell("")), ((), (words,), ()))


def _text_of(resource: Resource, catalogue: Catalogue) -> str:
    collection = catalogue.collections.get(resource.collection or "")
    return f"{resource.title} {resource.format} {collection.title if collection else ''}".casefold()


def _sort_key(resource: Resource, sort: str) -> tuple[int, str]:
    match sort:
        case "size":
            return -resource.size, ""
        case "downloads":
            return -resource.downloads, ""
        case "format":
            return 0, resource.format.casefold()
        case "shelf":
            return resource.order, ""
    return 0, ""
