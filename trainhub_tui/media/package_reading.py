"""Office files, e-books and archives: found out what they are, checked, then read. Runs in the child process only."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from trainhub_tui.media.archive import defines_entities, objection

SIGNS = (("word", "word/"), ("slides", "ppt/"), ("sheets", "xl/"))
READERS = {
    "word": "word_reading:read_word",
    "slides": "slides_reading:read_slides",
    "sheets": "sheets_reading:read_sheets",
    "book": "book_reading:read_book",
}
MOST_LISTED = 500


def read_package(path: Path) -> Iterator[dict[str, Any]]:
    """What kind of package it is, then what its reader finds in it."""
    try:
        with ZipFile(path) as archive:
            kind = kind_of(archive)
            yield {"found": kind}
            if why := objection(archive):
                yield {"fault": why}
            elif kind == "archive":
                yield from _listed(archive)
            elif kind not in READERS:
                yield {"fault": "kind"}
            elif defines_entities(archive):
                yield {"fault": "entities"}
            else:
                yield from _reader(kind)(path, archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError):
        yield {"fault": "broken"}


def kind_of(archive: ZipFile) -> str:
    """The kind of a package by the names in it."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return next((kind for kind, folder in SIGNS if any(name.startswith(folder) for name in names)), "archive")
    if "META-INF/container.xml" in names:
        return "book"
    if "mimetype" in names and "content.xml" in names:
        return "open document"
    return "archive"


def _reader(kind: str) -> Callable[[Path, ZipFile], Iterator[dict[str, Any]]]:
    """Late: each reader brings a library of its own."""
    module, _, name = READERS[kind].partition(":")
    reader: Callable[[Path, ZipFile], Iterator[dict[str, Any]]] = getattr(import_module(f"trainhub_tui.media.{module}"), name)
    return reader


def _listed(archive: ZipFile) -> Iterator[dict[str, Any]]:
    """The names and sizes in an archive. Nothing is unpacked."""
    files = [member for member in archive.infolist() if not member.is_dir()]
    rows = [[member.filename, f"{member.file_size:,}"] for member in files[:MOST_LISTED]]
    yield {"table": [["Name", "Bytes"], *rows], "right": [1]}
    if len(files) > MOST_LISTED:
        yield {"cut": "files", "shown": MOST_LISTED, "of": len(files)}
    yield {"end": True}
