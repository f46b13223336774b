"""Which files of a package are QTI, and what they say."""

import posixpath
import re
from xml.etree.ElementTree import Element

from trainhub_content.importers.packages import MemberRefused, Package, PackageRefused
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti.version2.spelling import as_version2
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import text_in
from trainhub_content.importers.xml import XmlRefused, child, element_of, every, name_of, text_at

MANIFEST = "imsmanifest.xml"
BEGINNING = 8192
_ENDINGS = (".xml", ".qti")
_ROOT = re.compile(
    r"<(?:[\w.-]+:)?(?:questestinterop|objectbank|assessmentItem|assessmentTest|qti-assessment-item|qti-assessment-test)[\s>]"
)
_VERSION2 = {"assessmentItem", "assessmentTest"}


def is_qti(package: Package, name: str) -> bool:
    if not name.lower().endswith(_ENDINGS) or posixpath.basename(name).lower() == MANIFEST:
        return False
    try:
        beginning = next(iter(package.chunks(name)), b"")[:BEGINNING]
    except MemberRefused:
        return False
    return bool(_ROOT.search(text_in(beginning)[0]))


def documents_in(package: Package, report: Report) -> dict[str, Element]:
    """The roots of the QTI files by name; those that cannot be read are said. Raises PackageRefused where none can."""
    roots: dict[str, Element] = {}
    refusals = []
    for name in package.names:
        if not is_qti(package, name):
            continue
        try:
            roots[name] = document_of(package, name)
        except (XmlRefused, MemberRefused) as refused:
            refusals.append(str(refused))
            report.note(name, f"Its questions could not come. {refused}", is_loss=True)
    if not roots:
        raise PackageRefused(refusals[0] if refusals else "There are no questions in it.")
    return roots


def document_of(package: Package, name: str) -> Element:
    """The root of one file, in the spelling of version 2 where it is of version 3. Raises XmlRefused, MemberRefused."""
    return as_version2(element_of(package.read(name)))


def is_version2(root: Element) -> bool:
    return name_of(root) in _VERSION2


def title_of_package(package: Package) -> str:
    """What the manifest calls the package, "" where it has none or says nothing."""
    if MANIFEST not in package:
        return ""
    try:
        metadata = child(element_of(package.read(MANIFEST)), "metadata")
    except (XmlRefused, MemberRefused):
        return ""
    general = next(every(metadata, "general"), None) if metadata is not None else None
    return line(text_at(general, "title"))
