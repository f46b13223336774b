"""imsmanifest.xml: the organisation's items, and the resources that they open."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.packages import MemberRefused, Package, PackageRefused
from trainhub_content.importers.pages import line
from trainhub_content.importers.report import Report
from trainhub_content.importers.xml import XmlRefused, attribute, child, children, element_of, every, name_of, text_at

MANIFEST = "imsmanifest.xml"
MOST_MANIFEST = 16 * 2**20
MOST_ITEMS = 20_000
_ADL = "adlnet.org"


@dataclass(frozen=True, slots=True)
class Resource:
    """`href` is an address in the folder `root`; `files` are those that it and what it depends on list, from the package's top."""

    name: str
    href: str
    root: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`wanted` is the resource that it names, which may be absent; `mark` its pass mark in percent, where it has one."""

    name: str
    title: str
    wanted: str
    resource: Resource | None
    parameters: str
    mark: int | None
    is_shown: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`file` is the member that it is written in; addresses are relative to its folder."""

    file: str
    name: str
    title: str
    items: tuple[Item, ...]
    resources: tuple[Resource, ...]
    metadata: Element | None


def manifest_name(package: Package) -> str | None:
    """The member that is a manifest of SCORM: at the top, or in the only folder there."""
    for name in sorted(package.names, key=lambda name: name.count("/"))[:1000]:
        if posixpath.basename(name).lower() == MANIFEST and name.count("/") <= 1 and _is_of_adl(package, name):
            return name
    return None


def manifest_of(package: Package, report: Report) -> Manifest:
    """The manifest read. Raises PackageRefused, MemberRefused, XmlRefused."""
    file = manifest_name(package)
    if file is None:
        raise PackageRefused(f"There is no {MANIFEST} of SCORM in it.")
    root = element_of(package.read(file, MOST_MANIFEST))
    resources = _resources(root, posixpath.dirname(file))
    chosen = _organisation(root, file, report)
    for inner in children(root, "manifest"):
        report.note(file, f"The manifest {attribute(inner, 'identifier')} inside this one was left out.", is_loss=True)
    items = tuple(_item(each, resources) for each in children(chosen, "item"))
    return Manifest(
        file=file,
        name=attribute(root, "identifier") or package.name,
        title=line(text_at(chosen, "title")),
        items=items,
        resources=tuple(resources.values()),
        metadata=child(root, "metadata"),
    )


def _is_of_adl(package: Package, name: str) -> bool:
    try:
        content = package.read(name, MOST_MANIFEST)
    except MemberRefused:
        return False
    try:
        root = element_of(content)
    except XmlRefused:
        return _ADL.encode() in content or b"ADL SCORM" in content
    schema = text_at(root, "metadata", "schema").casefold()
    if name_of(root) != "manifest" or "common cartridge" in schema:
        return False
    return "adl scorm" in schema or any(_ADL in key for each in root.iter() for key in (each.tag, *each.keys()))


def _organisation(root: Element, file: str, report: Report) -> Element:
    holder = child(root, "organizations")
    found = children(holder, "organization") if holder is not None else []
    if not found or holder is None:
        raise PackageRefused("Its manifest has no organisation: there is no order in which its parts are taken.")
    default = attribute(holder, "default")
    chosen = next((each for each in found if attribute(each, "identifier") == default), found[0])
    for other in found:
        if other is not chosen:
            words = line(text_at(other, "title")) or attribute(other, "identifier")
            report.note(file, f"The other order of its parts, {words}, was left out.", is_loss=True)
    if sum(1 for _ in every(chosen, "item")) > MOST_ITEMS:
        raise PackageRefused(f"Its manifest has more than {MOST_ITEMS:,} items.")
    return chosen


def _item(element: Element, resources: dict[str, Resource]) -> Item:
    wanted = attribute(element, "identifierref")
    return Item(
        name=attribute(element, "identifier"),
        title=line(text_at(element, "title")),
        wanted=wanted,
        resource=resources.get(wanted),
        parameters=attribute(element, "parameters"),
        mark=_mark(element),
        is_shown=attribute(element, "isvisible", "true").strip().lower() not in ("false", "0"),
        items=tuple(_item(each, resources) for each in children(element, "item")),
    )


def _mark(item: Element) -> int | None:
    """SCORM 1.2 states it in percent, 2004 as a share."""
    objective = child(item, "sequencing", "objectives", "primaryObjective")
    share = text_at(objective, "minNormalizedMeasure") if _is_true(objective, "satisfiedByMeasure") else ""
    for text, whole in ((text_at(item, "masteryscore"), 1), (share, 100)):
        try:
            percent = Fraction(text[:20]) * whole
        except (ValueError, ZeroDivisionError):
            continue
        if 0 <= percent <= 100:
            return round(percent)
    return None


def _is_true(element: Element | None, name: str) -> bool:
    return element is not None and attribute(element, name).strip().lower() in ("true", "1")


def _resources(root: Element, folder: str) -> dict[str, Resource]:
    holder = child(root, "resources")
    if holder is None:
        return {}
    base = posixpath.join(folder, attribute(root, "base"), attribute(holder, "base"))
    elements = {attribute(each, "identifier"): each for each in children(holder, "resource")}
    return {name: _resource(name, each, base, elements) for name, each in elements.items()}


def _resource(name: str, element: Element, base: str, elements: dict[str, Element]) -> Resource:
    files = dict.fromkeys(_files(name, elements, base))
    return Resource(name, attribute(element, "href").strip(), posixpath.join(base, attribute(element, "base")), tuple(files))


def _files(name: str, elements: dict[str, Element], base: str) -> Iterator[str]:
    """The files of a resource, then those of what it depends on, each resource once."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        at = waiting.pop()
        if at in seen or at not in elements:
            continue
        seen.add(at)
        folder = posixpath.join(base, attribute(elements[at], "base"))
        yield from (posixpath.join(folder, attribute(each, "href")) for each in children(elements[at], "file"))
        waiting += [attribute(each, "identifierref") for each in children(elements[at], "dependency")]
