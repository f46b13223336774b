"""What a resource of a cartridge is, by its type and its files."""

import posixpath
from enum import StrEnum

from trainhub_content.importers.cartridge.manifests import Resource
from trainhub_content.importers.references import PICTURES


class Kind(StrEnum):
    PAGE = "page"
    FILE = "file"
    PICTURE = "picture"
    ASSIGNMENT = "assignment"
    DISCUSSION = "discussion"
    LINK = "link"
    QUIZ = "quiz"
    BANK = "bank"
    TOOL = "tool"
    NOTES = "notes"
    """What the other system notes for itself."""
    OTHER = "other"


LESSONS = {Kind.PAGE, Kind.ASSIGNMENT, Kind.DISCUSSION, Kind.LINK, Kind.QUIZ}
"""Kinds that are lessons though no item names them."""
_PAGES = (".html", ".htm", ".xhtml")
_BY_TYPE = (
    ("assignment_xml", Kind.ASSIGNMENT),
    ("imsdt_", Kind.DISCUSSION),
    ("imswl_", Kind.LINK),
    ("imsbasiclti_", Kind.TOOL),
    ("/assessment", Kind.QUIZ),
    ("/question-bank", Kind.BANK),
)


def kind_of(resource: Resource) -> Kind:
    told = resource.kind.casefold()
    if told == "webcontent":
        return _of_content(resource.main)
    if "learning-application-resource" in told or told.startswith("associatedcontent"):
        return _of_canvas(resource)
    return next((kind for mark, kind in _BY_TYPE if mark in told), Kind.OTHER)


def _of_canvas(resource: Resource) -> Kind:
    names = {posixpath.basename(member) for member in resource.members}
    if "assignment_settings.xml" in names:
        return Kind.ASSIGNMENT
    if resource.main.endswith(".qti"):
        return Kind.BANK
    if is_page(resource.main):
        return Kind.PAGE
    return Kind.NOTES


def _of_content(member: str) -> Kind:
    if is_page(member):
        return Kind.PAGE
    ending = posixpath.splitext(member)[1].lower().removeprefix(".")
    return Kind.PICTURE if ending in PICTURES else Kind.FILE


def is_page(member: str) -> bool:
    return member.lower().endswith(_PAGES)
