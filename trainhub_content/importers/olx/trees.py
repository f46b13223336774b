"""The tree of a course's blocks, wherever each is written: `<problem url_name="x"/>` stands for the file problem/x.xml."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.report import Report
from trainhub_content.importers.xml import XmlRefused, attribute, element_of, name_of

COURSE = "course.xml"
HOLDERS = {"course", "chapter", "sequential", "vertical", "library_content", "conditional", "randomize", "split_test", "wrapper"}
"""Blocks whose children are blocks; what stands inside others is their own."""
NO_BLOCKS = {"wiki", "group_access"}


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `name` is its url_name, `file` the member that it is written in, `root` the folder of the course in the package."""

    kind: str
    name: str
    title: str
    element: Element
    file: str
    root: str
    children: tuple[Block, ...] = ()

    @property
    def blocks(self) -> Iterator[Block]:
        """This block and all below it."""
        yield self
        for each in self.children:
            yield from each.blocks

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.name}"


def root_of(package: Package) -> str | None:
    """The member that is the course's root, the one that lies highest."""
    named = sorted((name for name in package.names if posixpath.basename(name) == COURSE), key=lambda name: (name.count("/"), name))
    for name in named:
        try:
            if name_of(element_of(package.read(name))) == "course":
                return name
        except (MemberRefused, XmlRefused):
            continue
    return None


def tree_of(package: Package, root: str, report: Report) -> Block:
    """The whole tree; what is named and not there is said. Raises MemberRefused, XmlRefused."""
    folder = posixpath.dirname(root)
    course = _Reading(package, report, folder).block(element_of(package.read(root)), root, ())
    assert course is not None
    return course


class _Reading:
    def __init__(self, package: Package, report: Report, folder: str) -> None:
        self.package, self.report, self.folder = package, report, folder

    def block(self, element: Element, file: str, above: tuple[str, ...]) -> Block | None:
        """The block that an element is or stands for; None where its file is not there, or where it is above itself."""
        kind, name = name_of(element), attribute(element, "url_name") or attribute(element, "slug")
        if _stands_for_a_file(element) and (found := self._member(kind, name)):
            written = self._element(found)
            file, element = found, element if written is None else _joined(written, element)
        elif _stands_for_a_file(element) and kind in HOLDERS:
            self.report.note(file, f"It names the {kind} {name}, which is not in the package.", is_loss=True)
            return None
        key = f"{kind}/{name}"
        if key in above:
            self.report.note(file, f"The {kind} {name} holds itself; it was left out where it does.", is_loss=True)
            return None
        if attribute(element, "visible_to_staff_only") == "true":
            self.report.note(file, "It is for staff alone; it was left out.")
            return None
        inside = [each for each in element if name_of(each) not in NO_BLOCKS] if kind in HOLDERS else []
        children = tuple(block for each in inside if (block := self.block(each, file, (*above, key))))
        title = attribute(element, "display_name")
        return Block(kind, name or f"{posixpath.basename(file)}-{len(above)}", title, element, file, self.folder, children)

    def _member(self, kind: str, name: str) -> str | None:
        path = name.replace(":", "/")
        return self.package.resolve(f"/{posixpath.join(self.folder, kind, path)}.xml")

    def _element(self, member: str) -> Element | None:
        try:
            return element_of(self.package.read(member))
        except (MemberRefused, XmlRefused) as refused:
            self.report.note(member, str(refused), is_loss=True)
            return None


def _joined(written: Element, pointer: Element) -> Element:
    """The block's element with what only its pointer says, as the organisation of a course."""
    for name, value in pointer.items():
        if name not in written.attrib:
            written.set(name, value)
    return written


def _stands_for_a_file(element: Element) -> bool:
    """A pointer has a url_name, and neither children nor text."""
    return bool(attribute(element, "url_name")) and not len(element) and not (element.text or "").strip()
