"""SCORM 1.2 and 2004: a manifest that orders pages and programs. Pages come as lessons, programs as interactive lessons."""

from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.packages import Package
from trainhub_content.importers.report import Report
from trainhub_content.importers.scorm.courses import drafted
from trainhub_content.importers.scorm.manifests import manifest_name, manifest_of


def recognises(package: Package) -> bool:
    """Whether there is a manifest that says it is of ADL."""
    return manifest_name(package) is not None


def draft(package: Package, report: Report) -> DraftCourse:
    return drafted(manifest_of(package, report), package, report)
