"""What is said of a link. Pure."""

import re

from textual.content import Content

from trainhub_tui import palette

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def link_line(url: str, follow: str, copy: str) -> Content:
    """Where the chosen link leads, before it is followed."""
    hints = Content.assemble(palette.key_hint(follow, "Follow"), "  ", palette.key_hint(copy, "Copy"), "  ")
    page = url.removeprefix("#page-")
    here = f"Leads to page {page}" if page.isdigit() else "Leads to another place in this text"
    said = here if url.startswith("#") else url
    return Content.assemble(hints, (said, palette.MUTED))


def why_not_followed(url: str) -> str:
    """Why a link that leads out of its text is not opened, beyond what the opener itself refuses; nothing when it may be tried."""
    if url.startswith("#"):
        return "This text has no such place."
    if url.lower().startswith("mailto:"):
        return f"This is a mail address: {url[7:].partition('?')[0]}. y copies it."
    if not _SCHEME.match(url):
        return f"This link leads to a file beside the text ({url}), which is not here. y copies its name."
    return ""
