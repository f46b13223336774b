"""What a file is, by its content: its name is only what somebody says."""

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from trainhub_content.files import ending_of, type_by_ending
from trainhub_core.hls import PlaylistRefused
from trainhub_core.models.library import HLS
from trainhub_core.packed import check_directory, main_of, parts_of

HEAD = 65_536
_TEXTS = frozenset({"md", "txt", "csv", "json", "html", "vtt", "svg"})
_SAME = {"jpeg": "jpg"}
_MAGIC = (
    (re.compile(rb"%PDF-\d"), "pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"....ftyp", re.DOTALL), "mp4"),
    (re.compile(rb"\x1aE\xdf\xa3"), "webm"),
    (re.compile(rb"ID3|\xff[\xe2-\xff]"), "mp3"),
)
_OFFICE = (("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("xl/workbook.xml", "xlsx"))
_MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_UNKNOWN = ("File", "application/octet-stream")


class NotWhatItSays(ValueError):
    """Its name says one thing and its content another; its text is the sentence to show."""


def kind_of(path: Path, name: str) -> tuple[str, str]:
    """Format and media type by the content; the name decides among texts alone. Raises NotWhatItSays, OSError."""
    said = _SAME.get(ending_of(name), ending_of(name))
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = HLS if _is_hls(path, head) else _ending(path, head)
    if found == "text":
        found = said if said in _TEXTS or not type_by_ending(said) else "txt"
    claim = type_by_ending(said)
    if claim and said != found and not (found == HLS and said == "zip"):
        is_ = HLS if found == HLS else (type_by_ending(found) or _UNKNOWN)[0]
        article = "it is a file of another kind" if is_ == _UNKNOWN[0] else f"by its content it is: {is_}"
        raise NotWhatItSays(f"{name} is not what its name says ({claim[0]}): {article}. Give it its right name, or send the right file.")
    return (HLS, "application/zip") if found == HLS else type_by_ending(found) or _UNKNOWN


def _ending(path: Path, head: bytes) -> str:
    if found := next((ending for magic, ending in _MAGIC if magic.match(head)), ""):
        return found
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path, head)
    return "text" if _is_text(head) else ""


def _packed(path: Path, head: bytes) -> str:
    """What kind of ZIP it is, by the names in it."""
    if head[30:38] == b"mimetype":
        told = head[38:120]
        if found := next((ending for media, ending in _MIMETYPES.items() if told.startswith(media)), ""):
            return found
    try:
        with path.open("rb") as file:
            check_directory(file)
            names = set(ZipFile(file).namelist())
    except (PlaylistRefused, BadZipFile, ValueError, NotImplementedError):
        return "zip"
    return next((ending for member, ending in _OFFICE if member in names), "zip")


def _is_hls(path: Path, head: bytes) -> bool:
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with path.open("rb") as file:
            main_of(parts_of(file))
    except PlaylistRefused:
        return False
    return True


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; a character may be cut at the end."""
    try:
        told = head.decode("utf-8")
    except UnicodeDecodeError as fault:
        if len(head) < HEAD or fault.start < len(head) - 3:
            return False
        told = head[: fault.start].decode("utf-8")
    return not any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in told)
