"""What a file is, by its content first: a name or a media type is only a hint, and sometimes a lie."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file: how a person calls it, which suffixes and media types name it."""

    id: str
    name: str
    suffixes: frozenset[str]
    media_types: frozenset[str] = frozenset()


def _kind(id: str, name: str, suffixes: str, media_types: str = "") -> Kind:
    return Kind(id, name, frozenset(suffixes.split()), frozenset(media_types.split()))


_OPEN_XML = "application/vnd.openxmlformats-officedocument"

MARKDOWN = _kind("markdown", "a Markdown text", "md markdown mkd mdown", "text/markdown text/x-markdown")
TEXT = _kind("text", "a plain text", "txt text log rst adoc org srt vtt", "text/plain")
HTML = _kind("html", "a web page", "html htm xhtml", "text/html application/xhtml+xml")
PDF = _kind("pdf", "a PDF", "pdf", "application/pdf application/x-pdf")
IMAGE = _kind(
    "image", "a picture", "png jpg jpeg gif webp bmp tif tiff ico", "image/png image/jpeg image/gif image/webp image/bmp image/tiff"
)
WORD = _kind("word", "a Word document", "docx docm dotx", f"{_OPEN_XML}.wordprocessingml.document")
SLIDES = _kind("slides", "a presentation", "pptx pptm potx", f"{_OPEN_XML}.presentationml.presentation")
SHEETS = _kind("sheets", "a spreadsheet", "xlsx xlsm xltx", f"{_OPEN_XML}.spreadsheetml.sheet")
BOOK = _kind("book", "an e-book", "epub", "application/epub+zip")
ARCHIVE = _kind("archive", "an archive", "zip imscc h5p", "application/zip application/x-zip-compressed")
OPEN_DOCUMENT = _kind("open document", "an OpenDocument file", "odt ods odp odg", "application/vnd.oasis.opendocument.text")
OLD_OFFICE = _kind("old", "an Office file in the format from before 2007", "doc xls ppt", "application/msword application/vnd.ms-excel")
PACKED = _kind("packed", "a packed file", "gz tgz 7z rar bz2 xz zst tar", "application/gzip application/x-7z-compressed")
VIDEO = _kind("video", "a video or a recording", "mp4 m4v webm mkv mov mp3 m4a ogg wav flac", "video/mp4 video/webm audio/mpeg")
BINARY = _kind("binary", "a file without text", "exe bin dll so dmg")
CODE = _kind(
    "code",
    "source code",
    "py js mjs ts tsx jsx json jsonl yaml yml toml ini cfg conf xml svg css scss sql sh bash zsh fish ps1 bat "
    "c h cc cpp hpp cs go rs java kt swift rb php pl lua r jl scala dart tf hcl gradle make mk dockerfile ics diff patch tex bib",
    "application/json text/x-python application/xml text/xml text/css text/javascript application/yaml text/calendar",
)
CSV = _kind("csv", "a table of values", "csv tsv tab", "text/csv text/tab-separated-values")
PACKAGES = (WORD, SLIDES, SHEETS, BOOK, OPEN_DOCUMENT, ARCHIVE)
"""Kinds that are zip archives; which one it is shows inside."""
KINDS = (MARKDOWN, TEXT, HTML, PDF, IMAGE, *PACKAGES, OLD_OFFICE, PACKED, VIDEO, BINARY, CSV, CODE)

_MAGIC: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"(?s).{0,1024}%PDF-\d"), PDF),
    (re.compile(rb"\x89PNG\r|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00\x00\x00\x00|II\*\x00|MM\x00\*|RIFF....WEBP", re.DOTALL), IMAGE),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), ARCHIVE),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), OLD_OFFICE),
    (re.compile(rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd"), PACKED),
    (re.compile(rb"(?s)....ftyp|\x1aE\xdf\xa3|OggS|ID3|fLaC|RIFF....(?:WAVE|AVI )"), VIDEO),
    (re.compile(rb"\x7fELF|MZ.{58}|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", re.DOTALL), BINARY),
    (re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL), HTML),
)


def claimed(name: str, media_type: str = "") -> Kind | None:
    """What the media type, else the name, says a file is."""
    media = media_type.partition(";")[0].strip().lower()
    suffix = PurePath(name).suffix.lower().removeprefix(".") or PurePath(name).name.lower()
    by_media = next((kind for kind in KINDS if media in kind.media_types), None) if media else None
    by_name = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    return by_name if by_media in (None, TEXT) and by_name else by_media


def found(head: bytes) -> Kind | None:
    """What the first bytes show a file to be; None for text of no certain kind."""
    for magic, kind in _MAGIC:
        if magic.match(head):
            return kind
    return None


def language_of(name: str) -> str:
    """The language of source code, as its suffix."""
    return PurePath(name).suffix.lower().removeprefix(".")


def named(id: str) -> Kind | None:
    """The kind with an id."""
    return next((kind for kind in KINDS if kind.id == id), None)
