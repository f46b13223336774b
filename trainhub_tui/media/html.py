"""Web pages as documents: turned into Markdown by the child process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from trainhub_core.text import clean_line
from trainhub_tui.media.document import Document
from trainhub_tui.media.kinds import Kind
from trainhub_tui.media.reading import messages_of
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.media.sources import markdown_document

FAULTS = {
    "time": "Reading this web page takes too long. Press o to open it in the browser.",
    "size": "This web page is too long to be read here. Press o to open it in the browser.",
    "memory": "This web page needs too much memory to be read here. Press o to open it in the browser.",
    "nested": "This web page is too deeply nested to be read here. Press o to open it in the browser.",
}
OTHERWISE = "This web page cannot be read here. Press o to open it in the browser."


def open_html(path: Path, name: str, _: Kind, __: int = 1) -> Iterator[Document]:
    """The page as a document. Raises CannotOpen with a sentence."""
    parts: list[str] = []
    title = ""
    for message in messages_of("html", path):
        match message:
            case {"fault": str(why)} | {"stopped": str(why)}:
                raise CannotOpen(FAULTS.get(why, OTHERWISE))
            case {"title": str(found)}:
                title = " ".join(clean_line(found).split())[:200]
            case {"markdown": str(text)}:
                parts.append(text)
    source = "".join(parts)
    if not source.strip():
        raise CannotOpen("This web page has no text. Press o to open it in the browser.")
    document = markdown_document(source, name)
    yield replace(document, title=title or document.title)
