"""Files that come with a course or stand in the library as they are: what they are called, what they are, how large they may be."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from trainhub_content.faults import ContentRefused, Fault
from trainhub_core.models.library import Resource

MOST_BYTES = 512 * 2**20
"""A file that is larger is refused; a video of that length is better linked."""
MOST_IN_MEMORY = 4_000_000
Content = bytes | Path
"""What a file holds, or where it lies when it is large."""
_TYPES = {
    "png": ("PNG", "image/png"),
    "jpg": ("JPEG", "image/jpeg"),
    "jpeg": ("JPEG", "image/jpeg"),
    "gif": ("GIF", "image/gif"),
    "webp": ("WebP", "image/webp"),
    "svg": ("SVG", "image/svg+xml"),
    "mp4": ("MP4", "video/mp4"),
    "webm": ("WebM", "video/webm"),
    "mp3": ("MP3", "audio/mpeg"),
    "vtt": ("WebVTT", "text/vtt"),
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pptx": ("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": ("OpenDocument", "application/vnd.oasis.opendocument.text"),
    "ods": ("OpenDocument", "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": ("OpenDocument", "application/vnd.oasis.opendocument.presentation"),
    "epub": ("EPUB", "application/epub+zip"),
    "md": ("Markdown", "text/markdown"),
    "txt": ("Text", "text/plain"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "html": ("Web page", "text/html"),
    "zip": ("ZIP", "application/zip"),
}
"""Format for people and media type, by the ending of the name. A table of our own: the system's differs from machine to machine."""
_STREAMED = {"m3u8": ("HLS", "application/vnd.apple.mpegurl"), **{ending: _TYPES[ending] for ending in ("mp4", "webm")}}
VIDEOS = frozenset({"mp4", "webm"})
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg"})
_FITS = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST_ID = 150


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A file that a lesson names, or the captions of a video: its place in the content folder, and its label.

    A video may have an address instead of a place.
    `captions` is the id of the captions that a video has."""

    id: str
    course: str | None
    file: str
    title: str
    path: Path | None
    captions: str | None = None
    url: str | None = None

    @property
    def name(self) -> str:
        return self.path.name if self.path else PurePosixPath(urlsplit(self.url or "").path).name

    def resource(self) -> tuple[Resource, Content | None]:
        """The resource that it becomes, and its content where it is not at an address. Raises ContentRefused where it cannot be read."""
        size, digest, content = held(self.path, self.file) if self.path else (0, "", None)
        form, media_type = type_of(self.name) if self.path else streamed_type(self.url or "")
        return Resource(
            id=self.id,
            title=self.title,
            course=self.course,
            format=form,
            media_type=media_type,
            name=self.name,
            size=size,
            sha256=digest,
            url=self.url,
            captions=self.captions,
        ), content


def held(path: Path, file: str) -> tuple[int, str, Content]:
    """Size, hash and content of a file; a large one stays where it is. Raises ContentRefused for one that cannot be read."""
    try:
        with path.open("rb") as opened:
            if (size := path.stat().st_size) > MOST_BYTES:
                mend = "Link it by its address instead."
                raise ContentRefused([Fault(file, 1, f"The file has more than {MOST_BYTES // 2**20} MB.", mend)])
            if size > MOST_IN_MEMORY:
                return size, hashlib.file_digest(opened, "sha256").hexdigest(), path
            content = opened.read()
    except OSError as refused:
        raise ContentRefused([Fault(file, 1, f"Cannot be read: {refused.strerror}.")]) from None
    return len(content), hashlib.sha256(content).hexdigest(), content


def beginning(path: Path, file: str, most: int) -> bytes:
    """The first bytes of a file. Raises ContentRefused for one that cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(most)
    except OSError as refused:
        raise ContentRefused([Fault(file, 1, f"Cannot be read: {refused.strerror}.")]) from None


def type_of(name: str) -> tuple[str, str]:
    """Format and media type by a file's name."""
    ending = ending_of(name)
    return _TYPES.get(ending, (ending.upper() or "File", "application/octet-stream"))


def type_by_ending(ending: str) -> tuple[str, str] | None:
    """Format and media type of a known ending."""
    return _TYPES.get(ending)


def streamed_type(url: str) -> tuple[str, str]:
    """Format and media type of a video by its address; ("", "") where it is not known to be one."""
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.").removeprefix("player.") == "vimeo.com":
        return "Vimeo", "video/mp4"
    return _STREAMED.get(ending_of(parts.path), ("", ""))


def ending_of(name: str) -> str:
    """The ending of a name in lower case, without its dot."""
    return Path(name).suffix.lower().removeprefix(".")


def file_id(course: str, inside: str) -> str:
    """The id of a course's file by its path inside the course, as readable as an id can be; two paths never have the same."""
    plain = inside.replace("/", "--")
    if _FITS.fullmatch(plain) and plain.replace("--", "/") == inside and len(course) + len(plain) <= _LONGEST_ID:
        return f"{course}--{plain}"
    return f"{course[:80]}--{hashlib.sha256(inside.encode()).hexdigest()[:16]}"
