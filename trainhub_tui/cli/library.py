"""trainhub library: every resource, and what is on this computer (LIB-1)."""

from collections.abc import Mapping

from trainhub_core.models.library import Resource
from trainhub_core.views.library import weight
from trainhub_tui.cli.answer import Answer, Cell, Json, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.hub import Download, DownloadState


def list_library(session: Session) -> Answer:
    catalogue, choices = session.catalogue(), session.choices
    downloads = {it.resource_id: it for it in session.hub.downloads()}
    group = _chosen(choices.text("group"), {it.id: it.title for it in catalogue.groups.values()}, "group")
    collection = _chosen(choices.text("collection"), {it.id: it.title for it in catalogue.collections.values()}, "collection")
    resources = [
        it
        for it in catalogue.library.values()
        if group in ("", it.group)
        and collection in ("", it.collection)
        and not (choices.is_set("offline_only") and not _is_here(downloads.get(it.id)))
    ]
    table = Table(
        ("Title", "Group", "Collection", "Format", "Size", "Here", "Id"),
        [_row(session, it, downloads.get(it.id)) for it in resources],
        "Nothing in the library fits.",
        spare=("Group", "Format", "Collection", "Size"),
    )
    return Answer(page_of(_facts(it, downloads.get(it.id)) for it in resources), (table,))


def _chosen(word: str, titles: Mapping[str, str], noun: str) -> str:
    return found(word, titles, noun) if word else ""


def _row(session: Session, it: Resource, download: Download | None) -> tuple[str | Cell, ...]:
    catalogue = session.catalogue()
    group, collection = catalogue.groups.get(it.group or ""), catalogue.collections.get(it.collection or "")
    return (
        it.title,
        group.title if group else "",
        collection.title if collection else "",
        it.format,
        weight(it),
        here_cell(download),
        it.id,
    )


def here_cell(download: Download | None) -> Cell:
    """What this computer has of a resource."""
    if download is None:
        return Cell("")
    if _is_here(download):
        return Cell("older version" if download.outdated else "here", Role.UNDER_WAY if download.outdated else Role.DONE)
    return Cell(download.state, Role.BAD if download.state is DownloadState.FAILED else Role.UNDER_WAY)


def _is_here(download: Download | None) -> bool:
    return download is not None and download.state is DownloadState.DONE


def _facts(it: Resource, download: Download | None) -> Json:
    file = str(download.file) if download and download.file else None
    return {**facts_of(it), "offline": download.state.value if download else None, "file": file}


HANDLERS: Mapping[str, Handler] = {"library list": list_library}
