"""Every format that can be imported: how it is recognised, by content alone, and what reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.packages import Package, PackageRefused
from trainhub_content.importers.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """`module` under trainhub_content.importers has `recognises(package)` and `draft(package, report)`.

    `is_unwrapped` where one folder around everything means nothing to the format."""

    title: str
    module: str
    is_unwrapped: bool = False

    def recognises(self, package: Package) -> bool:
        return bool(self._named("recognises")(package))

    def draft(self, package: Package, report: Report) -> DraftCourse:
        drafts: Callable[[Package, Report], DraftCourse] = self._named("draft")
        return drafts(package, report)

    def _named(self, name: str) -> Any:
        return getattr(import_module(f"trainhub_content.importers.{self.module}"), name)


OURS, DEEPEST = "course.yaml", 4
FORMATS: tuple[Format, ...] = (
    Format("IMS Common Cartridge", "cartridge"),
    Format("Open edX course (OLX)", "olx"),
    Format("SCORM package", "scorm"),
    Format("H5P content", "h5p"),
    Format("IMS QTI", "qti.reading"),
    Format("Moodle XML", "moodle.reading"),
    Format("GIFT", "gift.reading"),
    Format("Markdown", "markdown.reading", is_unwrapped=True),
)
"""The first that recognises a package reads it; what recognises more stands below."""


def format_of(package: Package) -> Format:
    """The format of this package. Raises PackageRefused."""
    if not package.names:
        raise PackageRefused("There is nothing in it.")
    if _is_ours(package):
        raise PackageRefused("It is in trainhub's own format already: copy its folder, and check, preview and publish that.")
    found = next((each for each in FORMATS if each.recognises(package)), None)
    if found is None:
        known = ", ".join(each.title for each in FORMATS)
        raise PackageRefused(f"It is in none of the formats that can be imported: {known}.")
    return found


def _is_ours(package: Package) -> bool:
    """Whether this is the folder of a course or of a hub, or a package that was built of one."""
    if "manifest.json" in package and len(package.under("files")) == len(package.names) - 1:
        return True
    courses = [name for name in package.names if name.rpartition("/")[2] == OURS and name.count("/") < DEEPEST]
    return any(all(field in package.read(name) for field in (b"\nmodules:", b"\nlicence:")) for name in courses[:1])
