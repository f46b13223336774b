"""What a manifest says of the whole, as learning object metadata (LOM): title, description, rights, authors."""

import posixpath
import re
from xml.etree.ElementTree import Element

from trainhub_content.importers.licences import OWN, UNSTATED, licence_in
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.report import Report
from trainhub_content.importers.scorm.manifests import Manifest
from trainhub_content.importers.xml import XmlRefused, child, children, element_of, name_of, text_at

_NAME = re.compile(r"^(?:FN|N|ORG)(?:;[^:\n]*)?:(.+)$", re.M | re.I)
_NO_TITLES = {"", "untitled", "title", "course title"}


def lom_of(manifest: Manifest, package: Package, report: Report) -> Element | None:
    """The metadata, in the manifest or in the file that it names."""
    if manifest.metadata is None:
        return None
    if (found := child(manifest.metadata, "lom")) is not None:
        return found
    if named := text_at(manifest.metadata, "location"):
        member = package.resolve(f"/{posixpath.join(posixpath.dirname(manifest.file), named)}")
        try:
            if member is None:
                raise MemberRefused("It is not in the package.")
            root = element_of(package.read(member))
            return root if name_of(root) == "lom" else child(root, "lom")
        except (MemberRefused, XmlRefused) as refused:
            report.note(manifest.file, f"What describes the course ({named}) cannot be read: {refused}")
    return None


def title_of(manifest: Manifest, lom: Element | None, package: Package) -> str:
    said = (manifest.title, _words(child(lom, "general", "title")))
    return next((words for words in said if words.casefold() not in _NO_TITLES), "") or package.name


def summary_of(lom: Element | None) -> str:
    return _words(child(lom, "general", "description"))


def licence_of(lom: Element | None) -> str:
    stated = licence_in(_words(child(lom, "rights", "description")))
    if stated != UNSTATED:
        return stated
    holder = child(lom, "rights", "copyrightAndOtherRestrictions")
    holder = holder if holder is not None else child(lom, "rights", "copyrightandotherrestrictions")
    restricted = text_at(holder, "value").casefold().removeprefix("lomv1.0") if holder is not None else ""
    return OWN if restricted == "yes" else UNSTATED


def authors_of(lom: Element | None) -> tuple[str, ...]:
    """Names out of the cards of those who made it."""
    life = child(lom, "lifeCycle") if child(lom, "lifeCycle") is not None else child(lom, "lifecycle")
    cards = [text_at(each) for made in (children(life, "contribute") if life is not None else []) for each in _cards(made)]
    names = [line(found[1].replace("\\,", ",").replace(";", " ")) for card in cards if (found := _NAME.search(card))]
    return tuple(dict.fromkeys(name for name in names if name))


def _cards(made: Element) -> list[Element]:
    return [*children(made, "entity"), *children(made, "centity")]


def _words(element: Element | None) -> str:
    """The first of the languages that it is said in."""
    if element is None:
        return ""
    said = children(element, "langstring", "string")
    return line(text_at(said[0] if said else element))
