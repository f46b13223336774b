"""trainhub download: keep resources on this computer, with progress (LIB-2)."""

from collections.abc import Mapping, Sequence

from trainhub_core.catalogue import Catalogue
from trainhub_core.views.library import size_label
from trainhub_tui.cli.answer import Answer, Json, Table
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.library import here_cell
from trainhub_tui.cli.session import Handler, Session, status_of
from trainhub_tui.cli.watching import watched
from trainhub_tui.cli.words import counted
from trainhub_tui.hub import Download, DownloadState


def download(session: Session) -> Answer:
    catalogue = session.catalogue()
    wanted = _wanted(session, catalogue)
    missing = [each for each in wanted if not _is_fresh(session, each)]
    if missing and session.choices.offline:
        raise Refusal("Downloading needs the network; leave --offline out.", Status.NEEDS_NETWORK)
    if missing:
        status = session.hub.sync_now()
        if ending := status_of(status):
            raise Refusal(status.sentence or "The server cannot be reached; try again later.", ending)
    for each in missing:
        session.hub.download(each)
    return _told(watched(session, wanted))


def _told(results: Sequence[Download]) -> Answer:
    """What came of each; the first that did not finish gives the sentence and the exit status."""
    left = [it for it in results if it.state is not DownloadState.DONE]
    rows = [(it.title, here_cell(it), size_label(it.size), it.sentence, it.resource_id) for it in results]
    table = Table(("Title", "Here", "Size", "Note", "Id"), rows, "Nothing to download.", spare=("Size",))
    if not left:
        return Answer({"items": [_facts(it) for it in results]}, (table,))
    first = left[0]
    status = Status.REFUSED if first.state in (DownloadState.FAILED, DownloadState.PAUSED) else Status.NEEDS_NETWORK
    more = f" ({len(left)} of {counted(len(results), 'download')} did not finish.)" if len(left) > 1 else ""
    fault = f"{first.title}: {first.sentence or 'not finished; what came so far is kept, run the same again.'}{more}"
    return Answer({"items": [_facts(it) for it in results]}, (table,), status, fault=fault)


def _wanted(session: Session, catalogue: Catalogue) -> list[str]:
    """The resources meant; a collection stands for all in it."""
    if session.choices.is_set("all"):
        return [it.id for it in catalogue.library.values() if it.sha256]
    words = session.choices.texts("ids")
    if not words:
        raise Refusal("Say what to download: a resource, a collection, or --all.", Status.USAGE)
    titles = {it.id: it.title for it in catalogue.library.values()} | {it.id: it.title for it in catalogue.collections.values()}
    meant = [word if word in catalogue.resources else found(word, titles, "resource or collection") for word in words]
    inside = (
        [each] if each in catalogue.resources else [it.id for it in catalogue.resources.values() if it.collection == each] for each in meant
    )
    return list(dict.fromkeys(resource for resources in inside for resource in resources))


def _is_fresh(session: Session, resource_id: str) -> bool:
    known = next((it for it in session.hub.downloads() if it.resource_id == resource_id), None)
    return known is not None and known.state is DownloadState.DONE and not known.outdated


def _facts(it: Download) -> Json:
    return {
        "resource_id": it.resource_id,
        "title": it.title,
        "state": it.state.value,
        "have": it.have,
        "size": it.size,
        "sentence": it.sentence,
        "file": str(it.file) if it.file else None,
    }


HANDLERS: Mapping[str, Handler] = {"download": download}
