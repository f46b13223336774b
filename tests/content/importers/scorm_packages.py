"""Small SCORM packages for the tests, and whether what an import wrote can be published."""

from pathlib import Path

from trainhub_content.check import faults_of
from trainhub_content.loading import load

ADL_12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
ADL_2004 = """xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
 xmlns:imsss="http://www.imsglobal.org/xsd/imsss\""""
WORDS = " ".join(f"word{number}" for number in range(40))


def plain(title: str, more: str = "") -> str:
    """A page to be read."""
    return (
        f'<html><head><title>{title}</title><script src="api.js"></script></head><body><h1>{title}</h1><p>{WORDS}</p>{more}</body></html>'
    )


def manifest(items: str, resources: str, names: str = ADL_12, version: str = "1.2", metadata: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="com.acme.selling" version="1" {names}>
<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion>{metadata}</metadata>
<organizations default="org"><organization identifier="org"><title>Selling well</title>{items}</organization></organizations>
<resources>{resources}</resources></manifest>"""


def item(name: str, title: str, more: str = "", resource: str = "") -> str:
    return f'<item identifier="{name}" identifierref="{resource or "r-" + name}"><title>{title}</title>{more}</item>'


def resource(name: str, href: str, more: str = "") -> str:
    return f'<resource identifier="r-{name}" type="webcontent" adlcp:scormtype="sco" href="{href}"><file href="{href}"/>{more}</resource>'


def faults_in(course: Path) -> list[str]:
    """What the checks say of a written course, but that its articles are short or long."""
    return [fault.reason for fault in faults_of(load(course)) if not fault.reason.startswith("An article has")]
