"""What stands in place of a document that cannot be seen yet, or at all. Pure."""

from textual.content import Content

from trainhub_core.models.library import Resource
from trainhub_core.views.library import size_label
from trainhub_tui import palette
from trainhub_tui.facts import Download, DownloadState
from trainhub_tui.screens.offline_rows import percent_of

BAR = 30


def fetching(resource: Resource, download: Download | None, *, offline: bool) -> Content:
    """How far the download is."""
    percent = percent_of(download) if download else 0
    have = download.have if download else 0
    if download and download.state is DownloadState.PAUSED:
        said = "Paused. d goes on."
    elif offline:
        said = "Waits for the network; it opens as soon as it is here."
    else:
        said = "It opens as soon as it is here."
    return Content("\n").join(
        [
            Content.styled(f"Fetching {resource.title}", palette.TITLE),
            Content(""),
            Content.assemble(palette.bar(percent, BAR), f" {percent} %"),
            Content.styled(f"{size_label(have)} of {size_label(resource.size)}", palette.MUTED),
            Content(""),
            Content.styled(said, palette.MUTED),
            Content(""),
            palette.key_hint("esc", "Back"),
        ]
    )


def gone(sentence: str) -> Content:
    """Why there is nothing to read, and never will be."""
    return Content.assemble(sentence, "\n\n", palette.key_hint("esc", "Back"))


def not_here(sentence: str) -> Content:
    """Why there is nothing to read, and the way on."""
    return Content.assemble(sentence, "\n\n", palette.key_hint("d", "Download"), "   ", palette.key_hint("esc", "Back"))


def refused(sentence: str, *, again: bool) -> Content:
    """The file, or its download, cannot be had as wished."""
    first = palette.key_hint("d", "Try again") if again else palette.key_hint("o", "Outside")
    return Content.assemble(sentence, "\n\n", first, "   ", palette.key_hint("esc", "Back"))


def away(resource: Resource) -> str:
    """The sentence for a file that is not here and cannot come now."""
    return f"{resource.title} is not on this laptop, and the network is away. d fetches it when it is back."


def on_its_way(resource: Resource, download: Download | None, *, offline: bool) -> Content:
    """What stands in the place of a file that is not here: how far it is fetched, or why it does not come."""
    if download is None and offline:
        return not_here(away(resource))
    if download is not None and download.state is DownloadState.FAILED:
        return refused(download.sentence or "The download failed.", again=True)
    return fetching(resource, download, offline=offline)
