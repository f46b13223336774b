"""Resources and collections in words: what the pane beside the library says of them. Pure."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.library import Collection, Resource
from trainhub_core.text import alphabetical
from trainhub_core.views.library import size_label, weight
from trainhub_tui import palette
from trainhub_tui.facts import Download, DownloadState
from trainhub_tui.screens.course_words import flowing
from trainhub_tui.screens.library_rows import here_cell

MOST_POPULAR = 3


def popular(catalogue: Catalogue) -> str:
    """The most downloaded resources, on one line (LIB-6)."""
    ranked = sorted((it for it in catalogue.library.values() if it.downloads), key=lambda it: (-it.downloads, alphabetical(it.title)))
    return f"Most downloaded: {', '.join(it.title for it in ranked[:MOST_POPULAR])}" if ranked else ""


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def resource_detail(resource: Resource, catalogue: Catalogue, download: Download | None) -> Content:
    """All a pane says of a resource."""
    collection = catalogue.collections.get(resource.collection or "")
    here = here_cell(download)
    times = f"downloaded {_often(resource.downloads)}" if resource.downloads else ""
    facts = palette.DOT.join(words for words in (resource.format, weight(resource), times) if words)
    lines = [Content.styled(resource.title, palette.TITLE), Content.styled(facts, palette.MUTED)]
    if collection:
        lines.append(Content.styled(f"in {collection.title}", palette.MUTED))
    if resource.summary:
        lines += [Content(""), Content(flowing(resource.summary))]
    if here.text:
        lines += [Content(""), Content.styled(here.text, f"${here.role}")]
    if download and download.sentence and download.sentence != here.text:
        lines.append(Content(download.sentence))
    return Content("\n").join(lines)


def collection_detail(collection: Collection, resources: Sequence[Resource], downloads: Mapping[str, Download]) -> Content:
    """All a pane says of a collection: its title, how much of it is here, what is in it."""
    here = sum(1 for it in resources if it.id in downloads and downloads[it.id].state is DownloadState.DONE)
    size = size_label(sum(it.size for it in resources))
    lines = [
        Content.styled(collection.title, palette.TITLE),
        Content.styled(f"{len(resources)} {collection.unit}{palette.DOT}{size}{palette.DOT}{here} on this laptop", palette.MUTED),
        Content(""),
        *(Content(it.title) for it in resources),
    ]
    return Content("\n").join(lines)
