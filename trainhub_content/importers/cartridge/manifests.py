"""The manifest of a cartridge: what it is called, how its items are ordered, which resources there are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import text_in
from trainhub_content.importers.xml import XmlRefused, attribute, child, children, element_of, every, text_at

MANIFEST = "imsmanifest.xml"
BEGINNING = 65536
_MARKS = ("common cartridge", "/imscc/", "imsccv1p", "/xsd/imscc")
MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Resource:
    """`members` are the files it names that are there, the main one first; `missing` those that are not."""

    ident: str
    kind: str
    members: tuple[str, ...]
    missing: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    stands_for: str = ""
    """Of a variant: the resource that is preferred to it."""

    @property
    def main(self) -> str:
        return self.members[0] if self.members else ""

    @property
    def is_for_learners(self) -> bool:
        return not self.roles or "learner" in self.roles


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the organisation: a folder, or what stands for a resource, or both."""

    ident: str
    title: str
    resource: str
    children: tuple[Item, ...] = ()


@dataclass(slots=True)
class Manifest:
    file: str
    ident: str
    title: str = ""
    summary: str = ""
    has_rights: bool = False
    items: tuple[Item, ...] = ()
    resources: dict[str, Resource] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return posixpath.dirname(self.file)


def manifests_of(package: Package) -> list[str]:
    """The manifests of cartridges that lie highest."""
    named = [name for name in package.names if posixpath.basename(name) == MANIFEST and _is_cartridge(package, name)]
    highest = min((name.count("/") for name in named), default=0)
    return [name for name in named if name.count("/") == highest]


def manifest_in(package: Package, name: str, report: Report) -> Manifest:
    """Raises MemberRefused, XmlRefused."""
    root = element_of(package.read(name))
    manifest = Manifest(name, attribute(root, "identifier"))
    metadata = child(root, "metadata")
    general = next(every(metadata, "general"), None) if metadata is not None else None
    manifest.title, manifest.summary = line(text_at(general, "title")), line(text_at(general, "description"))
    rights = next(every(metadata, "copyrightAndOtherRestrictions"), None) if metadata is not None else None
    manifest.has_rights = text_at(rights, "value") == "yes"
    for each in every(root, "resource"):
        resource = _resource(each, package, name)
        if resource.ident in manifest.resources:
            report.note(name, f"Two resources are called {resource.ident}; the first one counts.")
        manifest.resources.setdefault(resource.ident, resource)
    manifest.items = _organised(root, report, name)
    return manifest


def _organised(root: Element, report: Report, name: str) -> tuple[Item, ...]:
    """The items at the top. A lone folder without a title around all of them is no item."""
    left = [MOST_ITEMS]
    organisation = next(every(root, "organization"), None)
    items = tuple(_items(organisation, left)) if organisation is not None else ()
    while len(items) == 1 and items[0].children and not items[0].title and not items[0].resource:
        items = items[0].children
    if left[0] < 0:
        report.note(name, f"It has more than {MOST_ITEMS:,} items; the others were left out.", is_loss=True)
    return items


def _items(element: Element, left: list[int]) -> Iterator[Item]:
    for each in children(element, "item"):
        left[0] -= 1
        if left[0] < 0:
            return
        title = line(text_at(each, "title"))
        yield Item(attribute(each, "identifier"), title, attribute(each, "identifierref"), tuple(_items(each, left)))


def _resource(element: Element, package: Package, manifest: str) -> Resource:
    hrefs = [attribute(element, "href"), *(attribute(each, "href") for each in children(element, "file"))]
    members: dict[str, None] = {}
    missing: dict[str, None] = {}
    base = attribute(element, "base")
    for href in filter(None, hrefs):
        member = None if urlsplit_scheme(href) else package.resolve(posixpath.join(base, href), manifest)
        if member is None:
            missing[href] = None
        else:
            members[member] = None
    roles = {text_at(role, "value").casefold() for role in every(element, "intendedEndUserRole")}
    variant = next(every(element, "variant"), None)
    return Resource(
        attribute(element, "identifier"),
        attribute(element, "type"),
        tuple(members),
        tuple(missing),
        frozenset(roles),
        tuple(attribute(each, "identifierref") for each in children(element, "dependency")),
        attribute(variant, "identifierref") if variant is not None else "",
    )


def urlsplit_scheme(address: str) -> str:
    """The scheme of an address, "" of a path."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return "unknown"


def _is_cartridge(package: Package, name: str) -> bool:
    try:
        beginning = text_in(next(iter(package.chunks(name)), b"")[:BEGINNING])[0].casefold()
    except (MemberRefused, XmlRefused):
        return False
    return "<manifest" in beginning and any(mark in beginning for mark in _MARKS)
