"""Relative links and pictures of lessons become addresses that hold wherever the lesson is read: `lesson:…` and `resource:…`."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.files import PICTURES, CourseFile, ending_of, file_id
from trainhub_content.links import Named, named_in, with_addresses
from trainhub_content.sources import Prose
from trainhub_core.text import clean_line

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LONGEST_TITLE = 200


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
    files: dict[str, CourseFile] = field(default_factory=dict)
    """The course files that lessons have named, by path."""

    def resolved(self, prose: Prose) -> Prose:
        """The lesson with addresses in place of paths, line by line the same. Raises ContentRefused with every one that leads nowhere."""
        changes: dict[tuple[int, int], str] = {}
        faults: list[Fault] = []
        for it in named_in(prose.text):
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
        course = file.split("/")[1]
        inside = target.removeprefix(f"courses/{course}/")
        if inside == target:
            raise LookupError(f"{path} does not lie in the course's folder.")
        known = self.files.get(target)
        if known is None or (title and known.title == known.path.name):
            label = clean_line(title)[:_LONGEST_TITLE] or target.rsplit("/", 1)[1]
            known = self.files[target] = CourseFile(file_id(course, inside), course, target, label, self.folder / target)
        return known

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
