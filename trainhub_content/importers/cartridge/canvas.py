"""What Canvas notes beside a cartridge: what is published, what a quiz is like, the licence."""

import posixpath
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from trainhub_content.importers.cartridge.manifests import Manifest
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.report import Report
from trainhub_content.importers.xml import XmlRefused, attribute, children, element_of, every, text_at

SETTINGS = "course_settings"
_LICENCES = {
    "private": "LicenseRef-Proprietary",
    "public_domain": "CC-PDDC",
    **{f"cc_{'_'.join(parts)}": f"CC-{'-'.join(parts).upper()}-4.0" for parts in (["by"], ["by", "sa"], ["by", "nc"], ["by", "nd"])},
    **{f"cc_{'_'.join(parts)}": f"CC-{'-'.join(parts).upper()}-4.0" for parts in (["by", "nc", "sa"], ["by", "nc", "nd"])},
}
HEADER, TOOL = "ContextModuleSubHeader", "ContextExternalTool"


@dataclass(slots=True)
class Settings:
    """`headings` are items that only head others, `tools` those that open another site, `modules` their first items."""

    title: str = ""
    licence: str = ""
    headings: set[str] = field(default_factory=set)
    tools: set[str] = field(default_factory=set)
    modules: dict[str, str] = field(default_factory=dict)


def settings_in(package: Package, manifest: Manifest, report: Report) -> Settings:
    """What there is of it; a file that cannot be read is said."""
    settings = Settings()
    course = _read(package, manifest, "course_settings.xml", report)
    if course is not None:
        settings.title = line(text_at(course, "title"))
        settings.licence = _LICENCES.get(text_at(course, "license"), "")
    name = posixpath.join(manifest.root, SETTINGS, "module_meta.xml")
    modules = _read(package, manifest, "module_meta.xml", report)
    for module in children(modules, "module") if modules is not None else []:
        title = line(text_at(module, "title"))
        items = list(every(module, "item"))
        settings.modules[attribute(module, "identifier")] = attribute(items[0], "identifier") if items else ""
        if text_at(module, "workflow_state") == "unpublished":
            report.note(name, f"The module “{title}” was not published there; it came all the same.")
        for item in items:
            kinds = {HEADER: settings.headings, TOOL: settings.tools}
            kinds.get(text_at(item, "content_type"), set()).add(attribute(item, "identifier"))
            if text_at(item, "workflow_state") == "unpublished":
                report.note(name, f"“{line(text_at(item, 'title'))}” was not published there; it came all the same.")
    return settings


def _read(package: Package, manifest: Manifest, file: str, report: Report) -> Element | None:
    name = posixpath.join(manifest.root, SETTINGS, file)
    if name not in package:
        return None
    return document(package, name, report)


def document(package: Package, name: str, report: Report) -> Element | None:
    """The root of an XML file, None where it cannot be read, which is said."""
    try:
        return element_of(package.read(name))
    except (MemberRefused, XmlRefused) as refused:
        report.note(name, str(refused), is_loss=True)
        return None
