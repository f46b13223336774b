"""Open edX's course format (OLX): a tree of XML blocks, each in a file of its own or inside another."""

from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.olx.courses import drafted
from trainhub_content.importers.olx.trees import root_of, tree_of
from trainhub_content.importers.packages import Package, PackageRefused
from trainhub_content.importers.report import Report


def recognises(package: Package) -> bool:
    """Whether there is a course.xml whose root is a course."""
    return root_of(package) is not None


def draft(package: Package, report: Report) -> DraftCourse:
    root = root_of(package)
    if root is None:
        raise PackageRefused("There is no course.xml in it.")
    return drafted(tree_of(package, root, report), package, report)
