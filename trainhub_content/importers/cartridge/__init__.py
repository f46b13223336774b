"""IMS Common Cartridge 1.0 to 1.3, also as Canvas exports it: a manifest that orders resources, each in files of its own."""

from trainhub_content.importers.cartridge.courses import drafted
from trainhub_content.importers.cartridge.manifests import manifest_in, manifests_of
from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.packages import Package, PackageRefused
from trainhub_content.importers.report import Report


def recognises(package: Package) -> bool:
    """Whether a manifest in it says that it is a cartridge's."""
    return bool(manifests_of(package))


def draft(package: Package, report: Report) -> DraftCourse:
    found = manifests_of(package)
    if len(found) > 1:
        raise PackageRefused(f"There are {len(found)} cartridges in it ({', '.join(found[:5])}); import each by itself.")
    return drafted(manifest_in(package, found[0], report), package, report)
