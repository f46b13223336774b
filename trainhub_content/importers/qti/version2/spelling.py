"""QTI 3.0 spells the names of 2.x with hyphens: read as if it did not."""

import re
from xml.etree.ElementTree import Element

from trainhub_content.importers.xml import name_of

_PREFIX = "qti-"
_HYPHEN = re.compile(r"-([a-z])")
_OF_PAGES = ("data-", "aria-", "xml:")


def as_version2(root: Element) -> Element:
    """The same tree, renamed where it is of version 3."""
    if not name_of(root).startswith(_PREFIX):
        return root
    for element in root.iter():
        name = name_of(element)
        if not name.startswith(_PREFIX):
            continue
        element.tag = _joined(name.removeprefix(_PREFIX))
        for key in [key for key in element.attrib if "-" in key and not key.startswith(_OF_PAGES)]:
            element.set(_joined(key), element.attrib.pop(key))
    return root


def _joined(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)
