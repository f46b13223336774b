"""What the pages of a package point at: lessons, files of the package, other sites. Files come along when a lesson names them."""

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from trainhub_content.importers.names import short_hash, slug
from trainhub_content.importers.packages import Package
from trainhub_content.importers.report import Origin, Report, Sort

LESSON, FILE = "lesson:", "file:"
"""Addresses within a draft: of a lesson by its key, of a course's file by its name. The writer turns them into those of the format."""
PICTURES = {"png", "jpg", "jpeg", "gif", "webp", "svg"}
PROGRAMS = {"js", "css", "exe", "bat", "cmd", "com", "scr", "msi", "dll", "so", "sh", "ps1", "vbs", "jar", "apk", "swf", "php", "lnk"}
SOURCES = {"md", "markdown", "mdx", "yaml", "yml"}
"""Pages that are no lessons were kept from learners; a link does not bring them back."""
NO_PROGRAMS = "Programs and style sheets are not brought into a course."
MOST_FILE = 512 * 2**20
_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,(.*)", re.S)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ENDING = re.compile(r"[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of the course: its name in the course's folder, and its bytes or the member of the package that has them."""

    origin: Origin
    name: str
    content: bytes | str


class References:
    """One import's addresses. `lessons` are keys of lessons by member name; `within` turns a system's own addresses into members' names."""

    def __init__(
        self, package: Package, report: Report, lessons: Mapping[str, str] | None = None, within: Callable[[str], str] | None = None
    ) -> None:
        self.package, self.report = package, report
        self.lessons = dict(lessons or {})
        self.within = within or (lambda address: address)
        self.files: dict[str, DraftFile] = {}
        """By the member, or the hash of the bytes, that each comes from."""
        self.refused: set[str] = set()
        self._names: set[str] = set()

    def link(self, address: str, at: str, origin: Origin) -> str:
        """The address in the draft, "" where only the words stay."""
        address = self.within(address.strip())
        if not address or address.startswith("#"):
            return ""
        if self._is_here(address):
            return address
        if address.startswith("//") or _SCHEME.match(address):
            return self._elsewhere(address, origin)
        member = self.package.resolve(address, at)
        if member is not None and member in self.lessons:
            return LESSON + quote(self.lessons[member])
        if member is not None and _ending(member) in SOURCES:
            self.report.note(at, f"A link leads to {_short(address)}, which is no lesson; its words stay.")
            return ""
        if member is not None:
            return self.bring(member)
        self.report.note(at, f"A link leads to {_short(address)}, which is not in the package; its words stay.", is_loss=True)
        return ""

    def picture(self, address: str, at: str, origin: Origin) -> tuple[str, bool]:
        """The address in the draft and whether the picture comes along; pictures of other sites are linked."""
        address = self.within(address.strip())
        if self._is_here(address):
            return address, _ending(address) in PICTURES
        if found := _DATA.match(address):
            return self.bring_bytes(_decoded(found[2]), found[1].replace("jpeg", "jpg"), at, "picture"), True
        if address.startswith(("//", "data:")) or _SCHEME.match(address):
            there = self._elsewhere(address, origin)
            if there:
                origin.changed("A picture of another site is a link, as a course is read offline.")
            return there, False
        member = self.package.resolve(address, at)
        if member is None:
            self.report.note(at, f"The picture {_short(address)} is not in the package; its description stays.", is_loss=True)
            return "", False
        return self.bring(member), _ending(member) in PICTURES

    def bring(self, member: str) -> str:
        """Takes a file of the package along, once; its address in the draft, "" where it cannot come."""
        if member in self.refused:
            return ""
        if member not in self.files:
            origin = self.report.found(Sort.FILE, member)
            if why := self._why_not(member):
                origin.refused(why)
                self.refused.add(member)
                return ""
            self.files[member] = DraftFile(origin, self._named(posixpath.basename(member), member), member)
        return FILE + self.files[member].name

    def bring_bytes(self, content: bytes, ending: str, at: str, title: str) -> str:
        """The same for bytes that stand inside a text."""
        key = hashlib.sha256(content).hexdigest()
        if not content or key in self.refused:
            return ""
        if key not in self.files:
            origin = self.report.found(Sort.FILE, at, title)
            if ending.lower() in PROGRAMS:
                origin.refused(NO_PROGRAMS)
                self.refused.add(key)
                return ""
            self.files[key] = DraftFile(origin, self._named(f"{title}.{ending}", key), content)
        return FILE + self.files[key].name

    def unused(self, names: tuple[str, ...]) -> None:
        """Says which of these members no lesson names."""
        for name in names:
            if name not in self.files and name not in self.refused and name not in self.lessons:
                self.report.note(name, "No lesson names this file; it was left where it is.")

    def words_of(self, address: str) -> str:
        """Words for a picture that nobody described: its name."""
        stem = posixpath.splitext(posixpath.basename(unquote(urlsplit(address).path)))[0] if not address.startswith("data:") else ""
        return " ".join(re.sub(r"[^\w]+|_", " ", stem).split()) or "picture"

    def _is_here(self, address: str) -> bool:
        """Whether an importer has put in the address of a file that it brought."""
        return address.startswith(FILE) and address.removeprefix(FILE) in self._names

    def _elsewhere(self, address: str, origin: Origin) -> str:
        """An address of another site, https alone."""
        try:
            parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("https", "http") or not parts.hostname:
            if parts.scheme != "mailto":
                origin.changed(f"A link to {_short(address)} was left out, its words stay; only https is linked.")
            return ""
        if parts.scheme == "http":
            origin.changed("Links that were http are https now.")
            parts = parts._replace(scheme="https")
        return quote(urlunsplit(parts), safe=":/?#[]@!$&'*+,;=%~-._").replace("(", "%28").replace(")", "%29")

    def _named(self, wanted: str, key: str) -> str:
        stem, ending = posixpath.splitext(wanted)
        ending = ending.lower().removeprefix(".")
        folder = "images" if ending in PICTURES else "files"
        tail = f".{ending}" if _ENDING.fullmatch(ending) else ""
        name = f"{folder}/{slug(stem, 'file')}{tail}"
        if name in self._names:
            name = f"{folder}/{slug(stem, 'file')}-{short_hash(key)}{tail}"
        self._names.add(name)
        return name

    def _why_not(self, member: str) -> str:
        if _ending(member) in PROGRAMS:
            return NO_PROGRAMS
        if self.package.size(member) > MOST_FILE:
            return f"It has {self.package.size(member):,} bytes; {MOST_FILE:,} are the most of a course's file."
        return "It is empty." if not self.package.size(member) else ""


def _ending(name: str) -> str:
    return posixpath.splitext(name)[1].lower().removeprefix(".")


def _short(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:117]}…"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
