"""Relative links and pictures of lessons become addresses that hold wherever the lesson is read: `lesson:…` and `resource:…`."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from pydantic import TypeAdapter, ValidationError

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.files import PICTURES, VIDEOS, CourseFile, ending_of, file_id, streamed_type
from trainhub_content.format import LessonFront
from trainhub_content.links import Named, named_in, with_addresses
from trainhub_content.reading import Document
from trainhub_content.sources import Prose
from trainhub_core.models.base import Address
from trainhub_core.text import clean_line

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LONGEST_TITLE = 200
_ADDRESS = TypeAdapter[str](Address)


@dataclass(slots=True)
class Resolving:
    """What the paths of one content folder stand for; the files that were named so far."""

    folder: Path
    present: Collection[str]
    """Every file of the folder, by its path inside."""
    lessons: Mapping[str, str]
    """Lesson ids by the paths of their files."""
    library: Mapping[str, str]
    """Resource ids by the paths of their sources."""
    lone: str = ""
    """The course whose own folder this is, where it is not one of a whole hub."""
    files: dict[str, CourseFile] = field(default_factory=dict)
    """The course files that lessons have named, by path."""

    def resolved(self, prose: Prose, shown: Prose) -> Prose:
        """The lesson with addresses in place of paths, line by line the same. `shown` is what of it is Markdown, in the same places.

        Raises ContentRefused with every address that leads nowhere."""
        changes: dict[tuple[int, int], str] = {}
        faults: list[Fault] = []
        for it in named_in(shown.text):
            try:
                address = self._address(prose, it)
            except ContentRefused as refused:
                faults += refused.faults
                continue
            if address is not None:
                changes[(it.start, it.end)] = address
        if faults:
            raise ContentRefused(faults)
        return Prose(prose.file, with_addresses(prose.text, changes), prose.first_line)

    def named(self, file: str, path: str, title: str = "") -> CourseFile:
        """The course file that a file of the same course names by relative path. Raises LookupError with the reason."""
        target = self._target(file, path)
        course = self.lone or file.split("/")[1]
        home = "" if self.lone else f"courses/{course}/"
        if not target.startswith(home):
            raise LookupError(f"{path} does not lie in the course's folder.")
        inside = target.removeprefix(home)
        known = self.files.get(target)
        if known is None or (title and known.title == known.name):
            label = clean_line(title)[:_LONGEST_TITLE] or target.rsplit("/", 1)[1]
            known = self.files[target] = CourseFile(file_id(course, inside), course, target, label, self.folder / target)
        return known

    def media(self, lesson_id: str, document: Document, front: LessonFront) -> str | None:
        """The id of what a video lesson plays, or a download lesson hands out. Raises ContentRefused where it is not there."""
        try:
            if front.file:
                field_ = "file"
                return self.library.get(self._target(document.file, front.file)) or self.named(document.file, front.file, front.title).id
            if front.package:
                field_ = "package"
                return self._package(document.file, front).id
            field_ = "captions"
            captions = self._captions(document.file, front)
            field_ = "video"
            return self._video(lesson_id, document.file, front, captions) if front.video else None
        except LookupError as unknown:
            raise ContentRefused([document.fault(str(unknown.args[0]), field_)]) from None

    def _package(self, file: str, front: LessonFront) -> CourseFile:
        """The zip of an interactive lesson, which must hold the page that is launched."""
        found = self.named(file, front.package or "", front.title)
        page = front.launch.partition("?")[0]
        try:
            with ZipFile(self.folder / found.file) as archive:
                archive.getinfo(page)
        except (BadZipFile, OSError, NotImplementedError, ValueError):
            raise LookupError(f"{front.package} is not a zip file that can be read.") from None
        except KeyError:
            raise LookupError(f"There is no page {page} in {front.package}.") from None
        return found

    def _captions(self, file: str, front: LessonFront) -> str | None:
        if front.captions and ending_of(front.captions) != "vtt":
            raise LookupError("Captions are a WebVTT file (.vtt).")
        return self.named(file, front.captions, f"{front.title}, captions").id if front.captions else None

    def _video(self, lesson_id: str, file: str, front: LessonFront, captions: str | None) -> str:
        address = front.video or ""
        if _SCHEME.match(address):
            if not (_is_address(address) and streamed_type(address)[0]):
                raise LookupError("A video at an address is an https address of an MP4, WebM or HLS (.m3u8) file, or a page of Vimeo.")
            course, _, stem = lesson_id.partition("/")
            video = CourseFile(file_id(course, f"{stem}.video"), course, file, front.title, None, captions, address)
            self.files[f"{file}#video"] = video
            return video.id
        target = self._target(file, address)
        if known := self.library.get(target):
            if captions:
                raise LookupError("This video stands in the library; its captions do too, in library.yaml.")
            return known
        if ending_of(address) not in VIDEOS:
            raise LookupError(f"{address} is not a video: {', '.join(sorted(VIDEOS))}.")
        video = self.files[target] = replace(self.named(file, address, front.title), captions=captions)
        return video.id

    def _address(self, prose: Prose, it: Named) -> str | None:
        """The address to put in place of this one; None where it stays."""
        try:
            address = self._picture(prose.file, it) if it.is_picture else self._link(prose.file, it)
        except LookupError as unknown:
            raise ContentRefused([prose.fault(str(unknown.args[0]), it.line)]) from None
        if address is not None and not it.start:
            raise ContentRefused([prose.fault("Write the address of a link behind its words, on one line: [words](address).", it.line)])
        return address

    def _picture(self, file: str, it: Named) -> str:
        if _SCHEME.match(it.address):
            raise LookupError("A picture lies in the course's folder; one at an address elsewhere would be missing without a network.")
        if ending_of(unquote(it.address)) not in PICTURES:
            raise LookupError(f"{unquote(it.address) or 'Nothing'} is not a picture: {', '.join(sorted(PICTURES))}.")
        return f"resource:{self.named(file, unquote(it.address)).id}"

    def _link(self, file: str, it: Named) -> str | None:
        if it.address.startswith("#") or it.address.lower().startswith("https://"):
            return None
        if _SCHEME.match(it.address):
            raise LookupError(f"{it.address} is not a place that a lesson can link to: an https address, or a file of this content.")
        path = unquote(it.address.partition("#")[0])
        target = self._target(file, path)
        if lesson := self.lessons.get(target):
            return f"lesson:{lesson}"
        if resource := self.library.get(target):
            return f"resource:{resource}"
        if target.endswith((".md", ".yaml")):
            raise LookupError(f"{path} is not a lesson of any course.")
        return f"resource:{self.named(file, path, it.words).id}"

    def _target(self, file: str, path: str) -> str:
        """The path inside the folder that a relative path means. Raises LookupError for one that is not there."""
        if not path or path.startswith("/") or "\\" in path:
            raise LookupError(f"{path or 'An empty address'} is not a relative path with forward slashes.")
        target = normpath(join(dirname(file), path))
        if target in self.present:
            return target
        near = next(self._near(target), None)
        raise LookupError(f"There is no file {path} here{f'; there is {near}' if near else ''}.")

    def _near(self, target: str) -> Iterator[str]:
        folded = target.casefold()
        return (each for each in self.present if each.casefold() == folded)


def _is_address(text: str) -> bool:
    try:
        _ADDRESS.validate_python(text)
    except ValidationError:
        return False
    return True
